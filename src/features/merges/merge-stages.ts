import type { Ctx } from '../../context.ts';
import { mergeStages as decide } from '../../core/lifecycle/merge-stages.ts';
import { readLifecycle, type StageActor, type StageEvent } from '../../core/lifecycle/stage-events.ts';
import type { Relay } from '../../core/relay/relay.ts';
import type { Moved } from '../../db/merge-tables.ts';
import { cancelClocks } from '../clocks/cancel-clocks.ts';
import { loadStageEvents } from '../contacts/load-stage-events.ts';
import { recordStageEvents } from '../contacts/record-stage-events.ts';
import { type Pair, type QualificationChange, selectQualifications, updateQualifications } from './store.ts';

export type MergedStages = Pick<Moved, 'moves' | 'qualifications' | 'withdrawn'> & {
  /** The survivor sleeps as the other did. */
  wakes: boolean;
};

/**
 * Brings survivors to the stage of the record that is further, with the qualification that it rests on, and takes back what
 * still waits of the merged ones: the survivor is judged by all that is known of both. Set-based, one answer a pair.
 */
export async function mergeStages(
  ctx: Ctx,
  relay: Relay,
  pairs: readonly (Pair & { isDropWorked: boolean })[],
  actor: StageActor,
): Promise<MergedStages[]> {
  const ids = [...new Set(pairs.flatMap(({ keepId, dropId }) => [keepId, dropId]))];
  const events = await loadStageEvents(ctx, ids);
  const qualifications = await selectQualifications(ctx, ids);
  const changes = new Map<string, QualificationChange>();
  const written: { contactId: string; event: StageEvent }[] = [];
  const results = pairs.map(({ keepId, dropId, isDropWorked }): MergedStages => {
    const [keep, drop] = [events.get(keepId) ?? [], events.get(dropId) ?? []];
    const decision = { actor, now: ctx.now.getTime(), version: relay.version.id };
    const added = decide(relay.lifecycle, { keep, drop, isDropWorked }, decision);
    const after = [...keep, ...added];
    events.set(keepId, after);
    written.push(...added.map((event) => ({ contactId: keepId, event })));
    const standing = (contactId: string) =>
      qualifications.map((row) => changes.get(row.id) ?? row).filter((row) => row.contactId === contactId);
    const cycle = Math.max(1, readLifecycle(relay.lifecycle, after).cycle);
    const theirs = Math.max(1, readLifecycle(relay.lifecycle, drop).cycle);
    const result: MergedStages = {
      moves: [],
      qualifications: [],
      withdrawn: [],
      wakes: after !== keep && last(after) === 'recycled',
    };
    result.moves.push(...new Set(added.map(({ move }) => move)));
    const moving = standing(dropId).find((row) => row.cycle === theirs && row.status === 'handed-over');
    if (moving && (isDropWorked || added.length > 0) && !standing(keepId).some((row) => row.cycle === cycle)) {
      result.qualifications.push({ id: moving.id, cycle: moving.cycle });
      changes.set(moving.id, { ...moving, contactId: keepId, cycle });
    }
    // What waited is answered: by the handoff that goes on, or by judging the survivor anew.
    const settled = [
      ...standing(dropId).map((row) => ({ row, status: 'withdrawn' as const })),
      ...(isDropWorked ? standing(keepId).map((row) => ({ row, status: 'handed-over' as const })) : []),
    ];
    for (const { row, status } of settled) {
      if (row.status !== 'incomplete' && row.status !== 'queued') continue;
      result.withdrawn.push({ id: row.id, status: row.status, clocks: [] });
      changes.set(row.id, { ...row, status });
    }
    return result;
  });
  await recordStageEvents(ctx, written);
  await updateQualifications(ctx, [...changes.values()]);
  const waiting = results.flatMap(({ withdrawn }) => withdrawn);
  const clocks = await cancelClocks(ctx, { handoffIds: [], qualificationIds: waiting.map(({ id }) => id) });
  for (const one of waiting) {
    one.clocks.push(...clocks.filter(({ qualificationId }) => qualificationId === one.id).map(({ id }) => id));
  }
  return results;
}

const last = (events: readonly StageEvent[]) => events.at(-1)?.to ?? null;
