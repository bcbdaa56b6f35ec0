import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const feedRoutes = new Hono<AppEnv>()
