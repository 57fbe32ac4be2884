import type { FastifyBaseLogger } from 'fastify';
import pino from 'pino';

/** Names under which a secret can turn up in something that is logged. Values are cut out, not hidden at display. */
const secretFields = [
  'password',
  'current',
  'next',
  'token',
  'setupToken',
  'secret',
  'csrfToken',
  'link',
  'text',
  'passwordHash',
  'authorization',
  'cookie',
];

/**
 * JSON lines. Bodies and query strings are never logged; of headers, none. Fields that carry secrets are cut out wherever
 * they turn up, at two levels, so that a careless line leaks nothing.
 *
 * @param file where lines go; standard output when undefined
 */
export function createLog(level: string, file: string | undefined): FastifyBaseLogger {
  const paths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  const options = {
    level,
    redact: { paths, censor: '[cut]' },
    base: null,
    serializers: { req: (request: { id: string }) => ({ id: request.id }), err: describeError },
  };
  return pino(options, pino.destination({ ...(file ? { dest: file, mkdir: true } : { dest: 1 }), sync: false }));
}

/** An error as the operator needs it. What a database error quotes may be values of people: names of things stand beside it. */
function describeError(error: Error & { code?: string; constraint?: string; table?: string }) {
  const { name, code, constraint, table, stack = '' } = error;
  const isDatabase = code !== undefined && /^[0-9A-Z]{5}$/.test(code);
  const message = isDatabase ? error.message.replace(/\(.*\)|"[^"]*"/gs, '…') : error.message;
  // The stack begins with the message; only the places are wanted.
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return { type: name, message, code, constraint, table, stack: places.join('\n') };
}
