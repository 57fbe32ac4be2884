import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { BatonError } from '../core/errors.ts';
import { nonceOf } from './security-headers.ts';

/**
 * Serves the built web app. Files below `assets/` carry a hash in their name and are kept for a year; every other path is
 * a page of the app, whose HTML gets this answer's nonce.
 */
export async function serveWebApp(server: FastifyInstance, folder: string): Promise<void> {
  const indexFile = path.join(folder, 'index.html');
  const index = existsSync(indexFile) ? readFileSync(indexFile, 'utf8') : null;
  if (index) {
    await server.register(fastifyStatic, {
      root: folder,
      index: false,
      wildcard: false,
      preCompressed: true,
      setHeaders: (reply, file) => {
        const hashed = file.includes(`${path.sep}assets${path.sep}`);
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  server.setNotFoundHandler((request, reply) => {
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && !/^\/(api|v1|assets)\//.test(request.url);
    if (!isPage)
      throw new BatonError('not-found', 'route.not-found', `There is nothing at ${request.url.split('?')[0]}.`);
    if (!index)
      throw new BatonError('unavailable', 'web.not-built', 'The web app is not built yet. Run "npm start" once.');
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(index.replaceAll('__CSP_NONCE__', nonceOf(request)));
  });
}
