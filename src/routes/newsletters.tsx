import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const newsletterRoutes = new Hono<AppEnv>()
