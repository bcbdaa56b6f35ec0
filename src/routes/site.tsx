import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const siteRoutes = new Hono<AppEnv>()
