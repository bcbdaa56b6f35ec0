import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const sourceRoutes = new Hono<AppEnv>()
