import type { Ctx } from '../../context.ts';

/** By so many milliseconds the clocks of two machines that work on one database may differ without anybody being judged late. */
const mostAhead = 5_000;

/**
 * The same work as of a moment later, where something of it was known only then: it may have been received after the round began that
 * takes it up, or by a machine whose clock is a little ahead. What is known later than that counts when its time has come.
 */
export function findInstant(ctx: Ctx, known: readonly Date[]): Ctx {
  const last = known.reduce((last, at) => Math.max(last, at.getTime()), ctx.now.getTime());
  return { ...ctx, now: new Date(Math.min(last, ctx.now.getTime() + mostAhead)) };
}
