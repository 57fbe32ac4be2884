import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Ctx, WorkspaceId } from '../context.ts';
import { BatonError } from '../core/errors.ts';
import type { PoolName } from '../db/database.ts';
import { findProblem, type Problem } from './problem.ts';
import type { ServerParts } from './server.ts';

/** A request for a page that everybody may open. */
export type PageRequest = {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** What was posted: the first value of each input. */
  readonly inputs: ReadonlyMap<string, string>;
  /** The sender reads JSON rather than a page. */
  readonly wantsJson: boolean;
  readonly address: string;
  readonly userAgent: string;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  header(name: string): string | undefined;
};

/** A header that is null is left out, also where every answer of Baton has it. */
export type PageAnswer = {
  status: number;
  headers: Readonly<Record<string, string | null>>;
  body: string;
};

/** A page for people who have no account: HTML that is made here, with headers of its own. No route of the API. */
export type Page = {
  readonly method: 'GET' | 'POST' | 'OPTIONS';
  readonly path: `/${string}`;
  readonly pool?: PoolName;
  /** Programs post to it in whatever way they like; what they post is not looked at. */
  readonly anyBody?: true;
  readonly run: (ctx: Ctx, request: PageRequest) => Promise<PageAnswer>;
};

type Parts = Omit<ServerParts, 'identify' | 'news'> & { log: FastifyBaseLogger };

/** Longer addresses come from nobody who fills in a form. */
const bodyLimit = 64 * 1024;
const mostInputs = 200;
/** Stands where nothing has named a workspace yet; matches no row. */
const noWorkspace = '00000000-0000-0000-0000-000000000000' as WorkspaceId;

/**
 * Serves pages. They read no session, so that there is nothing that a foreign site could do in somebody's name; the key in
 * their address names the workspace.
 *
 * @param renderProblem what people see instead of a problem document
 */
export function servePages(
  server: FastifyInstance,
  pages: readonly Page[],
  parts: Parts,
  renderProblem: (problem: Problem) => PageAnswer,
): void {
  const [anyBody, readBody] = [pages.filter((page) => page.anyBody), pages.filter((page) => !page.anyBody)];
  servePagesOf(server, readBody, readTypes, parts, renderProblem);
  servePagesOf(server, anyBody, [...readTypes, 'multipart/form-data'], parts, renderProblem);
}

const readTypes = ['application/x-www-form-urlencoded', 'application/json', 'text/plain'];

function servePagesOf(
  server: FastifyInstance,
  pages: readonly Page[],
  types: string[],
  parts: Parts,
  renderProblem: (problem: Problem) => PageAnswer,
): void {
  void server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(types, { parseAs: 'string', bodyLimit }, (_request, body, parsed) => parsed(null, body));
    scope.setErrorHandler<Error>((error, request, reply) => {
      const problem = findProblem(error, request, reply);
      if (!wantsJson(request)) return answer(reply, renderProblem(problem));
      return reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
    });
    for (const page of pages) {
      scope.route({
        method: page.method,
        url: page.path,
        schema: { hide: true },
        handler: async (request, reply) =>
          answer(reply, await page.run(createCtx(request, page, parts), read(request, page))),
      });
    }
    done();
  });
}

const createCtx = (request: FastifyRequest, { pool = 'screens' }: Page, parts: Parts): Ctx => ({
  db: parts.databases[pool],
  workspace: noWorkspace,
  actor: { kind: 'public', id: null },
  reach: 'own',
  now: parts.clock(),
  requestId: request.id,
  log: request.log,
  enqueue: parts.enqueue,
  sealer: parts.sealer,
  publicUrl: parts.publicUrl(),
});

function read(request: FastifyRequest, { anyBody }: Page): PageRequest {
  return {
    method: request.method,
    params: request.params as Record<string, string>,
    query: new URLSearchParams(request.url.split('?')[1] ?? ''),
    inputs:
      typeof request.body === 'string' && request.body !== '' && !anyBody
        ? readInputs(request.body, isJson(request))
        : new Map(),
    wantsJson: wantsJson(request),
    address: request.ip,
    userAgent: request.headers['user-agent'] ?? '',
    cookies: request.cookies,
    header: (name) => request.headers[name]?.toString(),
  };
}

const isJson = ({ headers }: FastifyRequest): boolean => /^application\/json\b/i.test(headers['content-type'] ?? '');

const wantsJson = (request: FastifyRequest): boolean => {
  const accepted = request.headers.accept ?? '';
  return !accepted.includes('text/html') && (isJson(request) || accepted.includes('application/json'));
};

function readInputs(body: string, asJson: boolean): Map<string, string> {
  const entries = asJson ? readJson(body) : [...new URLSearchParams(body)];
  if (entries.length > mostInputs) {
    throw new BatonError('too-large', 'request.too-large', `A form may have ${mostInputs} inputs.`);
  }
  const inputs = new Map<string, string>();
  for (const [name, value] of entries) if (!inputs.has(name)) inputs.set(name, value);
  return inputs;
}

/** Plain values alone: an answer is a text, a number or a tick. */
function readJson(body: string): [string, string][] {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch (cause) {
    throw new BatonError('invalid', 'request.invalid', 'The body is not JSON.', { cause });
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new BatonError('invalid', 'request.invalid', 'The body must be one JSON object: a value for each input.');
  }
  return Object.entries(given).flatMap(([name, value]): [string, string][] =>
    ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)]] : [],
  );
}

function answer(reply: FastifyReply, { status, headers, body }: PageAnswer): FastifyReply {
  for (const [name, value] of Object.entries(headers)) {
    if (value === null) reply.removeHeader(name);
    else reply.header(name, value);
  }
  return reply.status(status).send(body);
}
