import { type Ctx, tx } from '../../context.ts';
import { createDayReader } from '../../core/calendar/day.ts';
import { isOpenAt } from '../../core/clock/open-stretches.ts';
import { judgePerson } from '../../core/relay/judge.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { prepareAgreed } from '../calendars/load-calendars.ts';
import { judgeContacts } from '../qualification/judge-contacts.ts';
import { loadPeople } from '../qualification/load-people.ts';
import { previewWave } from '../qualification/preview-wave.ts';
import { holdRouting } from '../routing/prepare-board.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { countGiven, findWaves, insertWaiting, listPeopleAfter, listWaiting, markFound, setWave } from './store.ts';

const peopleAtOnce = 500;
/** So many in a row for whom no rep is left mean that today's wave is out. */
const mostRefused = 300;

/**
 * Hands over who qualified when the version in force began to bind, where its signers chose waves: so many per rep and day,
 * while the calendar is open, within the caps. Each is judged again when it is their turn; called again, it goes on.
 */
export async function sendWaves(ctx: Ctx): Promise<void> {
  const waves = await findWaves(ctx);
  const relay = waves === undefined ? null : await findRelayInForce(ctx);
  if (waves?.waveSize == null || relay?.version.id !== waves.id) return;
  if (waves.wavesFoundAt === null) await findWaiting(ctx, relay);
  const calendar = await prepareAgreed(relay, ctx.now, ctx.now);
  if (calendar !== null && !isOpenAt(calendar, ctx.now.getTime())) return;
  const zone = relay.agreement.calendar?.timezone ?? (await readWorkspace(ctx)).zone;
  const day = createDayReader(zone)(ctx.now.getTime());
  const given = await countGiven(ctx, waves.id, day);
  let refused = 0;
  for (let after: string | null = null; refused < mostRefused; ) {
    const ids = await listWaiting(ctx, waves.id, after, peopleAtOnce);
    if (ids.length === 0) return;
    after = ids.at(-1) ?? null;
    for (const contactId of ids) {
      refused = (await passOn(ctx, relay, { contactId, day, most: waves.waveSize, given })) ? 0 : refused + 1;
      if (refused >= mostRefused) break;
    }
  }
}

/** Whoever qualifies at this instant, without having touched anything since, goes into line. Begun again, it goes on. */
async function findWaiting(ctx: Ctx, relay: Relay): Promise<void> {
  for (let after: string | null = null; ; ) {
    const ids = await listPeopleAfter(ctx, after, peopleAtOnce);
    if (ids.length === 0) break;
    after = ids.at(-1) ?? null;
    const people = await loadPeople(ctx, relay.lifecycle, ids, 'read');
    const judge = ({ person }: (typeof people)[number]) => judgePerson(relay, person, 'wave', ctx.now.getTime());
    const qualified = people.filter((one) => judge(one).qualification?.outcome === 'qualified');
    await insertWaiting(
      ctx,
      relay.version.id,
      qualified.map(({ person }) => person.id),
    );
  }
  await markFound(ctx, relay.version.id);
}

type Turn = { contactId: string; day: string; most: number; given: Map<string, number> };

/** Hands one over, unless whoever would get them has today's share. True when they are out of the line. */
async function passOn(ctx: Ctx, relay: Relay, { contactId, day, most, given }: Turn): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    // Until the end of this transaction nobody else routes: what is previewed is what is done.
    await holdRouting(ctx);
    const { qualified, added } = await previewWave(ctx, relay, [contactId]);
    if (qualified === 0) {
      await setWave(ctx, relay.version.id, contactId, { droppedAt: ctx.now });
      return true;
    }
    const [memberId] = added.keys();
    if (memberId === undefined || (given.get(memberId) ?? 0) >= most) return false;
    await judgeContacts(ctx, relay, new Map([[contactId, 'wave']]));
    await setWave(ctx, relay.version.id, contactId, { day, memberId });
    given.set(memberId, (given.get(memberId) ?? 0) + 1);
    return true;
  });
}
