import { createMiddleware } from 'hono/factory'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { AppError } from '../core/errors.ts'
import type { AppEnv } from '../env.ts'

/** An id of ours for each request: one sent by the client is not taken over. */
export const ownRequestId = requestId({ headerName: '' })

/**
 * No inline script or style anywhere, hence no nonce, which could not live in a cached page (ASVS 3.4).
 * Referrer-Policy is not hono's default no-referrer: that makes browsers send `Origin: null` with our own forms.
 */
export const securityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    frameSrc: ["'self'"],
    workerSrc: ["'self'"],
    manifestSrc: ["'self'"],
    formAction: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  strictTransportSecurity: 'max-age=31536000',
  referrerPolicy: 'same-origin',
  xFrameOptions: 'DENY',
  // Pictures are strangers' bytes and bring stricter ones of their own.
  overwrite: false,
})

/**
 * The guard against requests from other sites, for everything that is not a GET, whatever its content type.
 * `none` is a request the user started (a share sheet); no page can forge it. Without the header: the Origin decides.
 */
export const crossSiteGuard = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && c.var.kind !== 'bare') {
    const site = c.req.header('Sec-Fetch-Site')
    const ours = site ? site === 'same-origin' || site === 'none' : c.req.header('Origin') === c.var.site.url
    if (!ours) throw new AppError('cross_site')
  }
  await next()
})
