import type { Ctx } from '../../context.ts';
import { readLifecycle } from '../../core/lifecycle/stage-events.ts';
import { derivePerson } from '../../core/relay/derive.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { loadPeople } from './load-people.ts';
import { markDue, type ScoredRow, selectScored } from './store.ts';

/** Contacts that one round looks at. */
const atOnce = 500;
/** Sums of halving points in another order differ by less. */
const tolerance = 1e-6;

/** A round of the check: who was looked at, whose facts were not those of their touches, and where the next round begins. */
export type CheckedScores = { looked: number; wrong: string[]; next: string | null };

/**
 * Compares scores, grades and counts of touches with what follows from the touches, each as of the instant at which it was
 * worked out, for contacts that were judged under the version in force. Those that differ are judged again a moment later unless
 * this is only a check; what was decided on them stays decided.
 *
 * @param after the contact with which the last round ended
 */
export async function checkScores(
  ctx: Ctx,
  relay: Relay,
  { after, check }: { after: string | null; check: boolean },
): Promise<CheckedScores> {
  const rows = await selectScored(ctx, relay.version.id, after, atOnce);
  const people = await loadPeople(
    ctx,
    relay.lifecycle,
    rows.map(({ id }) => id),
    'read',
  );
  const scored = new Map(rows.map((row) => [row.id, row]));
  const wrong = people.flatMap(({ person }) => {
    const row = scored.get(person.id);
    if (row === undefined || row.scoredAt === null) return [];
    const at = row.scoredAt.getTime();
    const events = person.events.filter(({ decidedAt }) => decidedAt < at);
    const then = { ...person, events };
    const derived = derivePerson(relay, then, readLifecycle(relay.lifecycle, events), at, at);
    const lastTouchAt = derived.facts.derived.lastTouchAt;
    const isRight =
      isNear(row.fit, derived.assessment?.fit.score ?? null) &&
      isNear(row.engagement, derived.assessment?.engagement.score ?? null) &&
      row.grade === (derived.assessment?.grade ?? null) &&
      row.persona === derived.persona &&
      row.segment === derived.segment &&
      row.touchCount === (derived.facts.derived.touchCount ?? 0) &&
      (row.lastTouchAt?.getTime() ?? null) === (lastTouchAt ?? null);
    return isRight ? [] : [person.id];
  });
  if (!check && wrong.length > 0) await markDue(ctx, wrong);
  return { looked: rows.length, wrong, next: rows.length < atOnce ? null : (rows.at(-1)?.id ?? null) };
}

function isNear(stored: ScoredRow['fit'], derived: number | null): boolean {
  return stored === null || derived === null ? stored === derived : Math.abs(stored - derived) < tolerance;
}
