import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Scripts from our own files only, nothing inline, no frame around us. Data must be inert even where it is hostile. */
export function setSecurityHeaders(request: FastifyRequest, reply: FastifyReply, publicUrl: string): void {
  const secure = publicUrl.startsWith('https:');
  const isApi = /^\/(?:api|v1)\//.test(request.url) && !request.url.startsWith('/api/docs');
  reply.headers({
    'content-security-policy': isApi
      ? "default-src 'none'; frame-ancestors 'none'; sandbox"
      : pagePolicy(nonceOf(request), secure),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    ...(isApi ? { 'cache-control': 'no-store' } : {}),
    ...(secure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  });
}

/** Allows the style elements that the page's own code makes, in this answer only. */
export function nonceOf(request: FastifyRequest): string {
  const known = request.getDecorator<string | null>('cspNonce');
  if (known) return known;
  const nonce = randomBytes(16).toString('base64');
  request.setDecorator('cspNonce', nonce);
  return nonce;
}

function pagePolicy(nonce: string, secure: boolean): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}
