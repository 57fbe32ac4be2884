import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BatonError } from '../core/errors.ts';

const inflate = promisify(gunzip);

/** Preflights are asked again after so many seconds: a day, as long as the most patient browser remembers. */
const preflightKept = '86400';

/**
 * Makes every route of a scope answer pages of any site. No cookie is ever read there, so there is nothing that a foreign
 * page could do in somebody's name.
 */
export function openToEverySite(scope: FastifyInstance, paths: readonly string[]): void {
  scope.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'retry-after, x-ratelimit-reset, x-request-id',
      'cross-origin-resource-policy': 'cross-origin',
    });
  });
  for (const path of paths) {
    scope.options(path, (_request, reply) =>
      reply
        .status(204)
        .headers({
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers': 'authorization, content-type, content-encoding, x-retry-count',
          'access-control-max-age': preflightKept,
        })
        .send(),
    );
  }
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (request: FastifyRequest, body: Buffer) =>
    readBody(request, body),
  );
}

/**
 * JSON, whatever the media type says: pages send `text/plain`, since that needs no preflight, and beacons often nothing.
 * Gzip is known by its first bytes: proxies drop the header.
 */
async function readBody(request: FastifyRequest, body: Buffer): Promise<unknown> {
  const limit = request.routeOptions.bodyLimit;
  const bytes = body[0] === 0x1f && body[1] === 0x8b ? await inflateWithin(body, limit) : body;
  return parseJson(bytes.toString('utf8'));
}

async function inflateWithin(body: Buffer, maxOutputLength: number): Promise<Buffer> {
  try {
    return await inflate(body, { maxOutputLength });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new BatonError('too-large', 'request.too-large', `A request may have ${maxOutputLength} bytes, inflated.`);
    }
    throw new BatonError('invalid', 'request.invalid', 'The body is not complete gzip.', { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new BatonError('invalid', 'request.invalid', 'The body is not JSON.', { cause });
  }
}

/** What a picture's address carries in `data`: JSON in base64, since a picture is fetched without a body. */
export const decodeData = (data: string): unknown => parseJson(Buffer.from(data, 'base64').toString('utf8'));

/**
 * The write key that a request names: as user name of Basic authentication, else in the address, else in the body or in
 * its first message. The header wins, as with Segment.
 */
export function findWriteKey(request: FastifyRequest): string | null {
  const basic = /^Basic ([\w+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  // Without the colon it is not quite Basic; some clients send it so.
  if (basic) return Buffer.from(basic, 'base64').toString('utf8').replace(/:.*$/s, '');
  const query = request.query as Record<string, unknown>;
  const named = query.writeKey ?? (request.params as Record<string, unknown>).writeKey;
  if (typeof named === 'string') return named;
  const body = typeof query.data === 'string' ? decodeData(query.data) : request.body;
  if (!isRecord(body)) return null;
  const first: unknown = Array.isArray(body.batch) ? body.batch[0] : undefined;
  const given = body.writeKey ?? (isRecord(first) ? first.writeKey : undefined);
  return typeof given === 'string' ? given : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
