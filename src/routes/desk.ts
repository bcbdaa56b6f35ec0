import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const deskRoutes = new Hono<AppEnv>()
