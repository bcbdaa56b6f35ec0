import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { leave } from '../web/respond.tsx'

export const deskRoutes = new Hono<AppEnv>()

deskRoutes.get('/', (c) => leave(c, '/desk/sources'))
