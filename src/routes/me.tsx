import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const meRoutes = new Hono<AppEnv>()
