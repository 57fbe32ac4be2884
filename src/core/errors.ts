/** The HTTP status that an error of this kind answers with. One list, so that code, status and docs cannot differ. */
export const errorStatus = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'stale-version': 412,
  'different-body': 422,
  'version-required': 428,
  'too-many': 429,
  unavailable: 503,
  'no-space': 507,
} as const;

export type ErrorKind = keyof typeof errorStatus;

/** One field that is wrong: `pointer` is a JSON pointer into the request body (`#/email`), `detail` says what to do. */
export type FieldProblem = { pointer: string; detail: string };

export type ErrorDetails = {
  /** Fields that are wrong, for forms. */
  errors?: FieldProblem[];
  /** Whole seconds after which the same request may succeed. */
  retryAfter?: number;
  /** When the caller's allowance is whole again, for clients that know `X-RateLimit-Reset`. */
  resetsAt?: Date;
  /** Further members of the problem document; never personal data, never a secret. */
  extra?: Record<string, unknown>;
  cause?: unknown;
};

/**
 * An error with a meaning for the reader. Verbs throw it; one mapper (`src/http/problem.ts`) turns it into RFC 9457
 * `application/problem+json`; the command line prints `message` and exits with 1.
 *
 * `code` is `noun.problem` in kebab-case and never changes once published. `message` says what is wrong and what to do.
 *
 * @example
 * new BatonError('conflict', 'member.last-admin', 'This is the last admin. Make another member admin first.').status // 409
 */
export class BatonError extends Error {
  override readonly name = 'BatonError';
  readonly kind: ErrorKind;
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(kind: ErrorKind, code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errorStatus[this.kind];
  }
}
