import { createHash } from 'node:crypto';
import { type Ctx, tx } from '../context.ts';
import { BatonError } from '../core/errors.ts';
import { claimIdempotencyKey, findAnswer, storeAnswer } from '../db/idempotency.ts';

/** Stripe keeps keys for 24 hours; two days let a weekend's queue of retries finish. */
const keptFor = 48 * 60 * 60 * 1000;

export type Answer = { status: number; body: unknown; replayed: boolean };

/**
 * Runs a change at most once per key: the answer is stored in the transaction of the effect, so that both are there or
 * neither is. The same key again gives the stored answer; with another body 422, while the first still runs 409. An error
 * stores nothing, since it changed nothing.
 *
 * @param scope who sent the request to which route; the same key means nothing elsewhere
 */
export async function runOnce(
  ctx: Ctx,
  request: { scope: string; key: string; body: unknown; status: number },
  run: (ctx: Ctx) => Promise<unknown>,
): Promise<Answer> {
  const bodyHash = createHash('sha256')
    .update(JSON.stringify(request.body ?? null))
    .digest();
  return tx(ctx, async (inner) => {
    if (!(await claimIdempotencyKey(inner.db, inner.workspace, request.scope, request.key))) {
      throw new BatonError(
        'conflict',
        'idempotency.running',
        'The same request is still running. Wait for its answer.',
        {
          retryAfter: 1,
        },
      );
    }
    const stored = await findAnswer(inner.db, inner.workspace, request.scope, request.key, inner.now);
    if (stored) {
      if (!stored.bodyHash.equals(bodyHash)) {
        throw new BatonError(
          'different-body',
          'idempotency.different-body',
          'This Idempotency-Key was used for a request with another body. Use a new key for a new request.',
        );
      }
      return { status: stored.status, body: JSON.parse(inner.sealer.open(stored.response)), replayed: true };
    }
    const body = await run(inner);
    await storeAnswer(inner.db, inner.workspace, {
      scope: request.scope,
      key: request.key,
      status: request.status,
      response: inner.sealer.seal(JSON.stringify(body ?? null)),
      bodyHash,
      now: inner.now,
      expiresAt: new Date(inner.now.getTime() + keptFor),
    });
    return { status: request.status, body, replayed: false };
  });
}
