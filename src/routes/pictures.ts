import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const pictureRoutes = new Hono<AppEnv>()
