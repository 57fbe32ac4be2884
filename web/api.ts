import type { z } from 'zod';
import type { CallInput, CallOutput, Contract } from '../src/core/contract.ts';
import { getSession } from '../src/features/sessions/schema.ts';

export type AnyContract = Contract<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

/** What a caller gives: the contract's params, query and body, and the version of the record that it edits. */
export type Input<C> = CallInput<C> & { version?: number };

/** One field that the server refuses; `path` is written as forms write it: `owner.email`. */
export type FieldFault = { path: string; detail: string };

/** Why a call failed, in words for the reader. `status` 0: the server could not be reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly fields: FieldFault[];
  readonly requestId: string | null;
  /** Whole seconds after which the same call may succeed. */
  readonly retryAfter: number | null;

  constructor(parts: {
    status: number;
    code: string;
    message: string;
    fields?: FieldFault[];
    requestId?: string | null;
    retryAfter?: number | null;
  }) {
    super(parts.message);
    this.status = parts.status;
    this.code = parts.code;
    this.fields = parts.fields ?? [];
    this.requestId = parts.requestId ?? null;
    this.retryAfter = parts.retryAfter ?? null;
  }
}

/** The token of the session that the browser's cookie stands for; every answer that carries one renews it. */
let csrfToken: string | null = null;

/** Told when a call finds that nobody is signed in any more. */
let onSignedOut: () => void = () => undefined;
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/**
 * Calls one route of the server and gives back what its contract promises; throws `ApiError` otherwise.
 *
 * @example
 * await call(editTeam, { params: { teamId }, body: { name: 'Inbound' }, version: team.version })
 */
export async function call<C extends AnyContract>(
  contract: C,
  input: Input<C>,
  options: { signal?: AbortSignal } = {},
): Promise<CallOutput<C>> {
  const isChange = contract.method !== 'GET';
  // One key for all tries of this call: a retry after a lost answer does nothing twice.
  const idempotencyKey = contract.method === 'POST' ? crypto.randomUUID() : undefined;
  try {
    return await send(contract, input, options.signal, idempotencyKey);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (isChange && error.code === 'request.csrf' && contract.access !== 'public') {
      await send(getSession, {}, options.signal);
      return await send(contract, input, options.signal, idempotencyKey);
    }
    if (error.status === 401 && contract.access !== 'public' && contract.id !== getSession.id) onSignedOut();
    throw error;
  }
}

/** Sends a body and saves the file that comes back under a name. */
export async function download<C extends AnyContract>(contract: C, body: unknown, name: string): Promise<void> {
  const response = await fetch(contract.path, {
    method: contract.method,
    headers: { 'content-type': 'application/json', ...changeHeaders() },
    credentials: 'same-origin',
    body: JSON.stringify(body),
  }).catch(() => {
    const message = 'Baton could not be reached. Check your connection, then try again.';
    throw new ApiError({ status: 0, code: 'network.unreachable', message });
  });
  if (!response.ok) throw await readProblem(response);
  const address = URL.createObjectURL(await response.blob());
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}

/** The address of a GET route with its query, for links that download. */
export function addressOf<C extends AnyContract>(contract: C, input: CallInput<C>): string {
  const { params = {}, query = {} } = partsOf(input);
  const path = contract.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? '')));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search ? `${path}?${search}` : path;
}

async function send<C extends AnyContract>(
  contract: C,
  input: Input<C>,
  signal?: AbortSignal,
  idempotencyKey?: string,
): Promise<CallOutput<C>> {
  const { body, version } = partsOf(input);
  if (contract.versioned === 'edit' && version === undefined) {
    throw new Error(`${contract.id} edits a record with a version: give \`version\`.`);
  }
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (contract.method !== 'GET' && csrfToken) headers.set('x-csrf-token', csrfToken);
  if (version !== undefined) headers.set('if-match', `"${version}"`);
  if (idempotencyKey) headers.set('idempotency-key', idempotencyKey);

  const response = await fetch(addressOf(contract, input), {
    method: contract.method,
    headers,
    credentials: 'same-origin',
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    const message = 'Baton could not be reached. Check your connection, then try again.';
    throw new ApiError({ status: 0, code: 'network.unreachable', message });
  });
  if (!response.ok) throw await readProblem(response);
  const output: unknown = contract.media
    ? await response.text()
    : response.status === 204
      ? {}
      : await response.json().catch(() => {
          const message = 'The server sent something that is not Baton. Reload this page.';
          throw new ApiError({ status: response.status, code: 'network.not-baton', message });
        });
  if (isRecord(output) && typeof output.csrfToken === 'string') csrfToken = output.csrfToken;
  return asPromised<C>(output);
}

/** What a change must carry beside its body; for calls that do not go through `call`. */
export const changeHeaders = (): Record<string, string> => (csrfToken ? { 'x-csrf-token': csrfToken } : {});

/** What the server says of a refused call. */
export async function readProblem(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const problem = isRecord(body) ? body : {};
  const text = (name: string) => (typeof problem[name] === 'string' ? problem[name] : null);
  const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return new ApiError({
    status: response.status,
    code: text('code') ?? `http.${response.status}`,
    message: text('detail') ?? text('title') ?? 'The server could not answer. Try again in a moment.',
    fields: Array.isArray(problem.errors) ? problem.errors.flatMap(readFault) : [],
    requestId: text('requestId') ?? response.headers.get('x-request-id'),
    retryAfter: Number.isNaN(retryAfter) ? null : retryAfter,
  });
}

/** `#/owner/email` becomes `owner.email`. */
function readFault(fault: unknown): FieldFault[] {
  if (!isRecord(fault) || typeof fault.pointer !== 'string' || typeof fault.detail !== 'string') return [];
  const steps = fault.pointer.replace(/^#?\/?/, '').split('/');
  const path = steps.map((step) => decodeURIComponent(step).replace(/~1/g, '/').replace(/~0/g, '~')).join('.');
  return [{ path, detail: fault.detail }];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Looks into an input without its types: `Input` has exactly these keys, each only where the contract has it. */
function partsOf(input: unknown): {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  version?: number;
} {
  return isRecord(input) ? input : {};
}

/** The server parses its answers with the same contract (tests hold it to that), so its word is taken here. */
function asPromised<C>(output: unknown): CallOutput<C> {
  return output as CallOutput<C>;
}
