import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Ctx } from '../context.ts';
import type { CallOutput, Contract } from '../core/contract.ts';
import type { PoolName } from '../db/database.ts';

/** What a verb may know and do of the HTTP exchange: only sign-in and its like need it. */
export type Exchange = {
  /** Address of the caller; behind a trusted proxy, the one that it names. */
  readonly address: string;
  readonly userAgent: string;
  header(name: string): string | undefined;
  /** The session token that the browser holds once it has this answer, if any. */
  readonly sessionToken: string | null;
  setSession(token: string, expiresAt: Date): void;
  clearSession(): void;
};

type Output<Shape extends z.ZodType> = [z.output<Shape>] extends [never] ? undefined : z.output<Shape>;

/** What a verb is given: the parsed parts of the request, and for an edit the version that the caller saw. */
export type Input<C> =
  C extends Contract<infer Params, infer Query, infer Body, z.ZodType>
    ? { params: Output<Params>; query: Output<Query>; body: Output<Body>; version: number }
    : never;

export type Route = {
  readonly contract: Contract;
  readonly pool: PoolName;
  readonly run: (ctx: Ctx, input: never, exchange: Exchange) => Promise<unknown>;
};

/**
 * Binds a contract to the verb that answers it.
 *
 * A file may be given as a stream: it is sent as it comes, and its statements run meanwhile.
 *
 * @param options.pool where its statements run; `reports` for what may take long, so that screens stay quick
 */
export function route<C extends Contract>(
  contract: C,
  run: (ctx: Ctx, input: Input<C>, exchange: Exchange) => Promise<CallOutput<C> | Readable>,
  options: { pool?: PoolName } = {},
): Route {
  return { contract, run, pool: options.pool ?? 'screens' };
}
