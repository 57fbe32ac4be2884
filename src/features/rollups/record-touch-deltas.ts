import type { Ctx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import { createDayReader } from '../../core/calendar/day.ts';
import { holdZone, insertDeltas } from './store.ts';

/** What is counted of a touch: codes of the dictionary; null, or 0, where it has no such word. */
export type CountedTouch = {
  at: Date;
  identityId: number;
  kind: number;
  channel: number | null;
  department: Department;
  campaign: number | null;
  form: number | null;
  source: number | null;
  live: boolean;
};

const readers = new Map<string, (at: number) => string>();

/**
 * Counts touches in the transaction that stores them (`sign` 1) or takes them away (-1). One that moves is both: it goes
 * as it was and comes as it is.
 */
export async function recordTouchDeltas(ctx: Ctx, touches: readonly CountedTouch[], sign: 1 | -1): Promise<void> {
  if (touches.length === 0) return;
  const zone = await holdZone(ctx);
  const dayOf = readers.get(zone) ?? createDayReader(zone);
  readers.set(zone, dayOf);
  const deltas = new Map<string, Parameters<typeof insertDeltas>[1][number]>();
  for (const touch of touches) {
    const { identityId, kind, department, live } = touch;
    const [channel, campaign, form, source] = [
      touch.channel ?? 0,
      touch.campaign ?? 0,
      touch.form ?? 0,
      touch.source ?? 0,
    ];
    const day = dayOf(touch.at.getTime());
    const key = `${day} ${identityId} ${kind} ${channel} ${department} ${campaign} ${form} ${source} ${live}`;
    const delta = deltas.get(key);
    if (delta) delta.touches += sign;
    else
      deltas.set(key, {
        day,
        identityId,
        kind,
        channel,
        department,
        campaign,
        form,
        source,
        live,
        touches: Number(sign),
      });
  }
  await insertDeltas(ctx, [...deltas.values()]);
}
