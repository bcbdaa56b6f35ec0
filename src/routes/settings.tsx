import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const settingsRoutes = new Hono<AppEnv>()
