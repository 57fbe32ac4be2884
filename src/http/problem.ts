import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { BatonError, type ErrorKind, errorStatus } from '../core/errors.ts';

/** RFC 9457. `detail` says what to do; `code` is for programs; `requestId` finds the line in the log. */
export type Problem = {
  type: 'about:blank';
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  errors?: { pointer: string; detail: string }[];
};

/** Answers any error as a problem. */
export function answerProblem(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = findProblem(error, request, reply);
  return reply.status(problem.status).header('content-type', 'application/problem+json').send(JSON.stringify(problem));
}

/**
 * What an error is to its reader; sets the headers that go with it. Errors that nobody foresaw are logged whole and told as
 * nothing but their request id.
 */
export function findProblem(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): Problem {
  const known = toBatonError(error);
  if (known === null) request.log.error({ err: error }, 'an error that nobody foresaw');
  else if (known.status >= 500) request.log.warn({ err: error }, known.message);
  if (known?.details.retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(known.details.retryAfter)));
  const { resetsAt } = known?.details ?? {};
  if (resetsAt) reply.header('x-ratelimit-reset', String(Math.ceil(resetsAt.getTime() / 1000)));
  return describeProblem(known, request.id);
}

/** The document for an error; `null` stands for one that must not be told. */
export function describeProblem(error: BatonError | null, requestId: string): Problem {
  const status = error?.status ?? 500;
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail:
      error?.message ??
      `Something went wrong on our side. Nothing was changed. Try again, or ask with this id: ${requestId}.`,
    code: error?.code ?? 'server.unexpected',
    requestId,
    ...(error?.details.errors ? { errors: error.details.errors } : {}),
    ...error?.details.extra,
  };
}

function toBatonError(error: FastifyError | Error): BatonError | null {
  if (error instanceof BatonError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const context = error.validationContext ?? 'body';
    const where = context === 'querystring' ? 'query' : context;
    const errors = error.validation.map((issue) => ({
      pointer: `#${where === 'body' ? '' : `/${where}`}${issue.instancePath.replace(/\/$/, '')}`,
      detail: issue.message ?? 'is not valid',
    }));
    return new BatonError('invalid', 'request.invalid', summarise(errors), { errors, cause: error });
  }
  return fromDatabase(error) ?? fromFastify(error);
}

function summarise(errors: { pointer: string; detail: string }[]): string {
  const [first] = errors;
  if (!first) return 'The request is not valid.';
  const field = first.pointer.replace(/^#\/?/, '').replaceAll('/', '.');
  const rest = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${field ? `${field}: ` : ''}${first.detail}${rest}`;
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const databaseProblems: Record<string, [ErrorKind, string, string, number?]> = {
  // Inside a text that is read as JSON only later, such as a condition in an address.
  '22021': ['invalid', 'request.unstorable-text', 'A text holds a character that cannot be stored, such as NUL.'],
  '22P05': ['invalid', 'request.unstorable-text', 'A text holds a character that cannot be stored, such as NUL.'],
  '23503': [
    'conflict',
    'record.referenced',
    'This refers to a record that does not exist or is still needed elsewhere.',
  ],
  '23505': ['conflict', 'record.exists', 'A record with these values exists already.'],
  '23P01': ['conflict', 'record.overlaps', 'This overlaps with a record that exists already.'],
  '40001': ['unavailable', 'database.busy', 'Somebody changed the same records at the same instant. Try again.', 1],
  '40P01': ['unavailable', 'database.busy', 'Somebody changed the same records at the same instant. Try again.', 1],
  '53100': [
    'no-space',
    'database.no-space',
    'The disk of the database is full. Nothing was changed; reading still works.',
  ],
  '55P03': ['unavailable', 'database.busy', 'The database is busy. Try again in a moment.', 2],
  '57014': ['unavailable', 'database.slow', 'The database took too long. Try again in a moment.', 5],
};

function fromDatabase(error: Error): BatonError | null {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = databaseProblems[code];
  if (known) {
    const [kind, name, message, retryAfter] = known;
    return new BatonError(kind, name, message, { cause: error, ...(retryAfter ? { retryAfter } : {}) });
  }
  const lost =
    /^(08|57P0)/.test(code) ||
    /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE)$/.test(code) ||
    /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/.test(
      error.message,
    );
  if (!lost) return null;
  return new BatonError(
    'unavailable',
    'database.unreachable',
    'The database does not answer right now. Try again in a moment.',
    {
      cause: error,
      retryAfter: 2,
    },
  );
}

function fromFastify(error: FastifyError | Error): BatonError | null {
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === undefined || status >= 500) return null;
  const kind = (Object.keys(errorStatus) as ErrorKind[]).find((name) => errorStatus[name] === status) ?? 'invalid';
  const code = status === 413 ? 'request.too-large' : status === 415 ? 'request.wrong-media-type' : 'request.invalid';
  return new BatonError(kind, code, error.message, { cause: error });
}
