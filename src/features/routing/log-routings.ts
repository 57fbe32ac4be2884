import type { Ctx } from '../../context.ts';
import type { Relay } from '../../core/relay/relay.ts';
import type { RoutingDecision, RoutingInput } from '../../core/routing/route.ts';
import { newId } from '../../db/ids.ts';
import { insertRoutings, type NewRouting } from './store.ts';

/** A decision of routing, with all that it rested on; `handoffId` is null where nobody was available. */
export type Routed = {
  contactId: string;
  qualificationId: string | null;
  handoffId: string | null;
  decision: RoutingDecision;
  input: RoutingInput;
  /** Where routing did not choose: a member took it from the queue, or somebody gave it to one. */
  cause?: 'pulled' | 'given';
  byMember?: string | null;
};

/** Keeps decisions so that each can be explained, and taken again with the same result. */
export async function logRoutings(ctx: Ctx, relay: Relay, routed: readonly Routed[]): Promise<void> {
  const rows: NewRouting[] = routed.map(
    ({ contactId, qualificationId, handoffId, decision, input, cause, byMember = null }) => ({
      id: newId(ctx.now),
      contactId,
      qualificationId,
      handoffId,
      at: ctx.now,
      rule: decision.step,
      pool: decision.pool,
      chosen: decision.chosen,
      queueReason: decision.queued,
      considered: JSON.stringify(decision.considered),
      input: JSON.stringify(input),
      cause: cause ?? 'routed',
      byMember,
      versionId: relay.version.id,
    }),
  );
  await insertRoutings(ctx, rows);
}
