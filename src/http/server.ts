import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import cookie from '@fastify/cookie';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Actor, Clock, Ctx, Enqueue, Sealer, WorkspaceId } from '../context.ts';
import type { Reach } from '../core/access.ts';
import type { Contract } from '../core/contract.ts';
import { BatonError } from '../core/errors.ts';
import type { Databases } from '../db/database.ts';
import { resolveReach } from '../db/scope.ts';
import { findSampleOf } from '../db/workspaces.ts';
import { authorise, checkCsrfToken, refuseForeignOrigin } from './authorise.ts';
import { findWriteKey, openToEverySite } from './cross-site.ts';
import { runOnce } from './idempotency.ts';
import type { Identify, Identity } from './identity.ts';
import { answerProblem } from './problem.ts';
import { refuseUnstorable } from './refuse-unstorable.ts';
import type { Exchange, Input, Route } from './route.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { endStreamsAtClose, type News, sendStream, wantsStream } from './stream.ts';

export type ServerParts = {
  databases: Databases;
  identify: Identify;
  clock: Clock;
  enqueue: Enqueue;
  sealer: Sealer;
  /** Wakes streams. */
  news: News;
  log: FastifyBaseLogger;
  /** Where browsers reach this Baton. Read at each request: the port is known only after listening. */
  publicUrl: () => string;
  trustProxy: boolean;
};

const extensions = {
  'text/csv': 'csv',
  'text/calendar': 'ics',
  'application/yaml': 'yaml',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
} as const;

const nobody: Actor = { kind: 'public', id: null };
/** Stands where a request has no workspace yet; matches no row. */
const noWorkspace = '00000000-0000-0000-0000-000000000000' as WorkspaceId;
const changes = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** What the guard found out before the body was read. */
type Admission = { identity: Identity | null; reach: Reach; now: Date };

export const sessionCookie = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-baton_session' : 'baton_session';

/** The bare server: limits, request ids, error mapping, guard. It can be called without a port by `inject`. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const server: FastifyInstance = Fastify({
    loggerInstance: parts.log,
    trustProxy: parts.trustProxy,
    bodyLimit: 1024 * 1024,
    requestTimeout: 60_000,
    keepAliveTimeout: 72_000,
    // A request id from a proxy is kept when it is harmless to print; it comes back in X-Request-Id.
    requestIdHeader: false,
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && /^[\w.-]{8,100}$/.test(given) ? given : randomUUID();
    },
    logController: new LogController({ disableRequestLogging: true }),
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    return503OnClosing: true,
  });
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler(answerProblem);
  server.decorateRequest('admission', null);
  server.decorateRequest('cspNonce', null);
  await server.register(cookie);
  allowEmptyJson(server);
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    setSecurityHeaders(request, reply, parts.publicUrl());
  });
  endStreamsAtClose(server);
  let isClosing = false;
  server.addHook('preClose', async () => {
    isClosing = true;
  });
  // What is still being answered when Baton stops gives its connection up; else the stop would wait for its next request.
  server.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
  server.addHook('onResponse', async (request, reply) => {
    request.log.debug(
      {
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'answered',
    );
  });
  return server;
}

/** Binds routes to the server. After whatever must see them being added, such as the description of the API. */
export function addRoutes(server: FastifyInstance, routes: readonly Route[], parts: ServerParts): void {
  for (const route of routes) {
    if (!(route.contract.crossSite || route.contract.upload)) addRoute(server, route, parts);
  }
  void server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    for (const route of routes) if (route.contract.upload) addRoute(scope, route, parts);
    done();
  });
  // In a scope of their own, since they read bodies in another way.
  void server.register((scope, _options, done) => {
    const open = routes.filter(({ contract }) => contract.crossSite);
    openToEverySite(scope, [...new Set(open.map(({ contract }) => contract.path))]);
    for (const route of open) addRoute(scope, route, parts);
    done();
  });
}

/** Clients send `Content-Type: application/json` with requests that have no body, such as DELETE; that is no error. */
function allowEmptyJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
}

function addRoute(server: FastifyInstance, route: Route, parts: ServerParts): void {
  const { contract } = route;
  const status = contract.status ?? 200;
  server.route({
    method: contract.method,
    url: contract.path,
    ...contract.crossSite,
    ...contract.upload,
    schema: {
      operationId: contract.id,
      summary: contract.summary,
      tags: [contract.id.split('.')[0] as string],
      ...(contract.crossSite && contract.body ? { consumes: ['application/json', 'text/plain'] } : {}),
      ...(contract.upload ? { consumes: ['application/octet-stream'] } : {}),
      ...(contract.params ? { params: contract.params } : {}),
      ...(contract.query ? { querystring: contract.query } : {}),
      ...(contract.body ? { body: contract.body } : {}),
      ...(status === 204 ? {} : { response: { [status]: contract.response } }),
    },
    config: { contract },
    // Before the body is read: who may not call a route learns nothing about it.
    onRequest: async (request, reply) => {
      request.setDecorator('admission', await admit(request, reply, route, parts));
    },
    preValidation: async (request) => {
      // A write key may stand in the body.
      const { identity, now } = request.getDecorator<Admission>('admission');
      if (contract.access === 'write-key' && !identity) {
        request.setDecorator('admission', await admitByWriteKey(findWriteKey(request), parts, now));
      }
    },
    handler: async (request, reply) => {
      // What trackers and files say is cleaned where it is read: nothing of theirs is lost for one character.
      if (!contract.crossSite && !contract.upload) refuseUnstorable(request);
      return answer(request, reply, route, parts);
    },
  });
}

async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  parts: ServerParts,
): Promise<Admission> {
  const now = parts.clock();
  const isChange = changes.has(request.method);
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  const token = request.cookies[sessionCookie(parts.publicUrl())];
  const { access, crossSite } = route.contract;
  if (access === 'write-key') {
    const writeKey = findWriteKey(request);
    // A file holds no key: whoever names none is refused before it is read.
    const isInBody = writeKey === null && !route.contract.upload;
    return isInBody ? { identity: null, reach: 'own', now } : admitByWriteKey(writeKey, parts, now);
  }
  if (isChange && !bearer && !crossSite) {
    const { origin, host } = request.headers;
    const fetchSite = request.headers['sec-fetch-site'];
    refuseForeignOrigin(
      { origin, host, fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined },
      parts.publicUrl(),
    );
  }
  if (access === 'public') return { identity: null, reach: authorise(access, null), now };
  const identity = bearer
    ? await parts.identify.byKey(bearer, now)
    : token
      ? await parts.identify.bySession(token, now)
      : null;
  if (bearer && !identity) {
    throw new BatonError('unauthenticated', 'key.invalid', 'This API key is unknown, expired or revoked.');
  }
  // Before anything can refuse the request: a new token that does not reach the browser signs it out.
  if (identity?.rotated) {
    createExchange(request, reply, parts).setSession(identity.rotated.token, identity.rotated.expiresAt);
  }
  const reach = authorise(access, identity);
  if (isChange && identity?.csrfToken) {
    const given = request.headers['x-csrf-token'];
    checkCsrfToken(identity.csrfToken, typeof given === 'string' ? given : undefined);
  }
  return { identity, reach, now };
}

async function admitByWriteKey(writeKey: string | null, parts: ServerParts, now: Date): Promise<Admission> {
  const identity = writeKey === null ? null : await parts.identify.byWriteKey(writeKey, now);
  return { identity, reach: authorise('write-key', identity), now };
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  parts: ServerParts,
): Promise<unknown> {
  const { contract } = route;
  const { identity, reach, now } = request.getDecorator<Admission>('admission');
  const exchange = createExchange(request, reply, parts, identity?.rotated?.token);
  const ctx: Ctx = {
    db: parts.databases[route.pool],
    workspace: identity?.workspace ?? noWorkspace,
    actor: identity?.actor ?? nobody,
    reach,
    now,
    requestId: request.id,
    log: request.log,
    enqueue: parts.enqueue,
    sealer: parts.sealer,
    publicUrl: parts.publicUrl(),
  };
  const input = {
    params: request.params,
    query: request.query,
    body: request.body,
    version: contract.versioned === 'edit' ? readIfMatch(request.headers['if-match']) : 0,
  } as Input<never>;
  const run = (inner: Ctx) => route.run(inner, input, exchange);
  if (contract.stream && wantsStream(request, contract)) {
    const read = (query: Record<string, string>) => {
      const asked = { ...(input as object), query: { ...(request.query as object), ...query } };
      return route.run({ ...ctx, now: parts.clock() }, asked as never, exchange);
    };
    const member = ctx.actor.kind === 'member' && resolveReach(ctx) === 'own' ? ctx.actor.id : undefined;
    const { stream } = contract;
    return sendStream(request, reply, { stream, news: parts.news, workspace: ctx.workspace, member, read });
  }
  const takesKey = identity !== null && request.method === 'POST' && contract.keyed !== false;
  const key = takesKey ? readIdempotencyKey(request.headers['idempotency-key']) : null;
  let body: unknown;
  if (key === null) {
    body = await run(ctx);
  } else {
    const scope = `${ctx.actor.kind}:${ctx.actor.id} ${request.method} ${request.url}`;
    const once = await runOnce(ctx, { scope, key, body: request.body, status: contract.status ?? 200 }, run);
    if (once.replayed) reply.header('idempotent-replayed', 'true');
    body = once.body;
  }
  if (changes.has(request.method)) parts.news.raise();
  if (contract.versioned) reply.header('etag', `"${(body as { version: number }).version}"`);
  reply.status(contract.status ?? 200);
  if (contract.status === 204) return reply.send();
  if (contract.picture) return reply.type(contract.picture).send(Buffer.from(body as string, 'base64'));
  if (contract.media)
    return sendFile(reply, contract, contract.media, body, await findSampleOf(parts.databases.screens, ctx.workspace));
  return reply.send(body);
}

/** As a download, whose name says where it comes from and whether it is of a sample. */
function sendFile(
  reply: FastifyReply,
  { id }: Contract,
  media: NonNullable<Contract['media']>,
  body: unknown,
  sampleOf: string | null,
): FastifyReply {
  const name = `baton-${sampleOf === null ? '' : 'sample-'}${id.replace('.', '-')}.${extensions[media]}`;
  reply.header('content-disposition', `attachment; filename="${name}"`);
  if (body instanceof Readable) {
    return reply.type(media.startsWith('text/') ? `${media}; charset=utf-8` : media).send(body);
  }
  return reply.type(`${media}; charset=utf-8`).serializer(String).send(body);
}

/** `If-Match: "7"` is version 7. An edit without it would overwrite what somebody else wrote. */
function readIfMatch(header: string | undefined): number {
  if (header === undefined) {
    throw new BatonError(
      'version-required',
      'request.version-required',
      'Say which version you are changing: send the ETag that came with the record as If-Match.',
    );
  }
  const version = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (version === undefined)
    throw new BatonError('invalid', 'request.if-match', 'If-Match must be one ETag, such as "7".');
  return Number(version);
}

function readIdempotencyKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  // The draft makes it a quoted string; Stripe's clients and most others send it bare. Both are taken.
  const key = String(header).replace(/^"(.*)"$/, '$1');
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new BatonError('invalid', 'idempotency.invalid-key', 'Idempotency-Key must be 1 to 255 printable characters.');
}

/** @param rotated the token that replaces the one in the cookie with this answer */
function createExchange(request: FastifyRequest, reply: FastifyReply, parts: ServerParts, rotated?: string): Exchange {
  const publicUrl = parts.publicUrl();
  const name = sessionCookie(publicUrl);
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') } as const;
  return {
    address: request.ip,
    userAgent: request.headers['user-agent'] ?? '',
    header: (header) => request.headers[header]?.toString(),
    sessionToken: rotated ?? request.cookies[name] ?? null,
    setSession: (token, expires) => void reply.setCookie(name, token, { ...options, expires }),
    clearSession: () => void reply.clearCookie(name, options),
  };
}
