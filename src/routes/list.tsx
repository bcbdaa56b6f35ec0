import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const listRoutes = new Hono<AppEnv>()
