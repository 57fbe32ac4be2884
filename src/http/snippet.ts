import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { BatonError } from '../core/errors.ts';

type Variant = { readonly body: Buffer; readonly etag: string; readonly encoding: string | null };

/**
 * Serves `/baton.js` to the pages of every site. Its address never changes, so that it is never kept for good: a day without
 * a question, then asked for by its ETag while the old one still serves.
 */
export function serveSnippet(server: FastifyInstance, file: string): void {
  const source = existsSync(file) ? readFileSync(file) : null;
  const variants = source === null ? null : compress(source);
  server.get('/baton.js', { schema: { hide: true } }, (request, reply) => {
    if (!variants)
      throw new BatonError('unavailable', 'snippet.not-built', 'The snippet is not built yet. Run "npm start" once.');
    const accepted = String(request.headers['accept-encoding'] ?? '');
    const variant = accepts(accepted, 'br') ? variants.br : accepts(accepted, 'gzip') ? variants.gzip : variants.plain;
    reply.headers({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=86400, stale-while-revalidate=604800',
      vary: 'accept-encoding',
      etag: variant.etag,
      ...(variant.encoding === null ? {} : { 'content-encoding': variant.encoding }),
    });
    const known = String(request.headers['if-none-match'] ?? '').split(/\s*,\s*/);
    if (known.some((tag) => tag.replace(/^W\//, '') === variant.etag)) return reply.status(304).send();
    return reply.type('text/javascript; charset=utf-8').send(variant.body);
  });
}

function compress(source: Buffer): Record<'br' | 'gzip' | 'plain', Variant> {
  const hash = createHash('sha256').update(source).digest('base64url').slice(0, 16);
  return {
    br: { body: brotliCompressSync(source), etag: `"${hash}-br"`, encoding: 'br' },
    gzip: { body: gzipSync(source, { level: 9 }), etag: `"${hash}-gz"`, encoding: 'gzip' },
    plain: { body: source, etag: `"${hash}"`, encoding: null },
  };
}

const accepts = (header: string, encoding: string): boolean =>
  header.split(',').some((part) => new RegExp(`^\\s*${encoding}\\s*(?:;(?!\\s*q=0(?:\\.0*)?\\s*$)|$)`, 'i').test(part));
