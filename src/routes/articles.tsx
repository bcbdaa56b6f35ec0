import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const articleRoutes = new Hono<AppEnv>()
