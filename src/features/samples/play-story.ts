import { type Ctx, tx } from '../../context.ts';
import type { Reach } from '../../core/access.ts';
import { dueForTarget } from '../../core/clock/target.ts';
import type { DemoTouch } from '../../core/demo/journey.ts';
import type { DemoPerson } from '../../core/demo/person.ts';
import { BatonError } from '../../core/errors.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { type CalendarBook, loadCalendars } from '../calendars/load-calendars.ts';
import { readChannels } from '../channels/read-channels.ts';
import type { ChannelTable } from '../channels/schema.ts';
import { judgeDueClocks } from '../clocks/judge-due-clocks.ts';
import { resolveContacts } from '../contacts/resolve-contacts.ts';
import { endArbitrations } from '../feedback/decide-rejection.ts';
import { acceptByTimeout } from '../handoffs/accept-by-timeout.ts';
import { reassignLate } from '../handoffs/reassign-late.ts';
import { routeQueue } from '../handoffs/route-queue.ts';
import { wakeContacts } from '../handoffs/wake-contacts.ts';
import { markContacts } from '../marks/mark-contacts.ts';
import { judgeDueContacts } from '../qualification/judge-due-contacts.ts';
import { judgeMarked } from '../qualification/judge-marked.ts';
import { rebuildLeads } from '../qualification/rebuild-leads.ts';
import { foldRollups } from '../rollups/fold-rollups.ts';
import { recordTouches } from '../touches/record-touches.ts';
import { describePerson, describeTouch } from './describe-visit.ts';
import { playLead } from './play-lead.ts';
import type { Stage } from './play-rejection.ts';
import { type Actors, requireActor } from './seed-sample.ts';
import { isAnyClockDue, prepareStatistics, selectOffers } from './store.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** So much of the story is one transaction. */
const stretch = 7 * day;
/** After so many of them the database looks at how many rows there are: it would plan for empty tables to the end. */
const looksAgain = new Set([2, 5, 10, 16]);
/** As often time does what it does by itself. */
const tick = 2 * hour;
/** The tick of a day in which its business begins. */
const morning = 3;
/** What arrives is taken in at least so often, and at once where somebody asks for what makes them a lead. */
const arrivalsEvery = 9 * hour;

/** One thing that happens in the story. */
type Step = { at: number; run: (ctx: Ctx) => Promise<void> };

export type StoryToPlay = {
  readonly seed: number;
  readonly from: number;
  readonly end: number;
  readonly quietFrom: number;
  readonly people: readonly DemoPerson[];
  readonly scripts: ReadonlyMap<string, string>;
  /** What else happens, such as spend. */
  readonly steps: readonly Step[];
};

const reaches: Record<string, Reach> = { member: 'own', lead: 'team', head: 'all', sponsor: 'all', admin: 'all' };

/**
 * Plays a story from its beginning to its end through the verbs of the relay, each at its instant: people arrive, qualify and are
 * handed over, Sales decides and works, Marketing answers, promises are kept and break. A stretch of days is one transaction.
 *
 * @param onProgress is told the share that is done, from 0 to 1, outside of any transaction
 * @returns what was refused, by code: a rep who comes too late is no mistake
 */
export async function playStory(
  ctx: Ctx,
  actors: Actors,
  story: StoryToPlay,
  onProgress: (share: number) => Promise<void>,
): Promise<Map<string, number>> {
  const { seed, from, end, quietFrom, scripts } = story;
  const refused = new Map<string, number>();
  const byId = new Map([...actors].map(([key, { id }]) => [id, key]));
  const steps = createSteps(end);
  let calendars: CalendarBook = () => null;
  let lead = 0;
  const stage: Stage = {
    ...{ seed, end, quietFrom, scripts, at: steps.add },
    as: (ctx, key) => {
      const actor = requireActor(actors, key);
      return { ...ctx, actor, reach: reaches[actor.role] ?? 'own' };
    },
    keyOf: (memberId) => byId.get(memberId) ?? null,
    idOf: (key) => requireActor(actors, key).id,
    after(memberId, from, hours) {
      const applied = calendars(memberId, null);
      if (applied === null) throw new Error('The sample has no calendar');
      return dueForTarget(applied.calendar, from, { business: Math.round(hours * hour) }).due ?? end + day;
    },
  };
  let looked = new Date(from);
  const lookAt = async (ctx: Ctx) => {
    const since = looked;
    looked = ctx.now;
    for (const offer of await selectOffers(ctx, since)) {
      if (seen.has(offer.id)) continue;
      seen.add(offer.id);
      playLead(stage, { ...offer, n: lead });
      lead += 1;
    }
  };
  const seen = new Set<string>();
  for (const step of story.steps) steps.add(step.at, step.run);
  addArrivals(steps.add, story, await readChannels(ctx), lookAt);
  for (let at = from + tick; at < end; at += tick) if (isBusiness(at)) steps.add(at, (ctx) => passTime(ctx, lookAt));
  steps.add(end, (ctx) => passTime(ctx, lookAt));

  for (let until = from + stretch; ; until += stretch) {
    await tx({ ...ctx, now: new Date(Math.min(until, end)) }, async (ctx) => {
      const ids = [...actors.values()].map(({ id }) => id);
      calendars = await loadCalendars(ctx, await findRelayInForce(ctx), ids);
      for (let step = steps.take(until); step !== null; step = steps.take(until)) {
        await step.run({ ...ctx, now: new Date(step.at) }).catch((error: unknown) => {
          if (!(error instanceof BatonError)) throw error;
          refused.set(error.code, (refused.get(error.code) ?? 0) + 1);
        });
      }
    });
    while (await foldRollups({ ...ctx, now: new Date(Math.min(until, end)) }));
    if (looksAgain.has(Math.round((until - from) / stretch))) await prepareStatistics(ctx);
    await onProgress(Math.min(1, (until - from) / (end - from)));
    if (until > end) return refused;
  }
}

/** Steps in order of time; of two at one instant the one that was added first. */
function createSteps(end: number) {
  const waiting: Step[] = [];
  return {
    add(at: number, run: Step['run']): void {
      if (at > end) return;
      let [low, high] = [0, waiting.length];
      // The latest stands first, so that the next is taken from the end.
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((waiting[middle]?.at ?? 0) > at) low = middle + 1;
        else high = middle;
      }
      waiting.splice(low, 0, { at, run });
    },
    take(until: number): Step | null {
      const next = waiting.at(-1);
      if (next === undefined || next.at > until) return null;
      waiting.pop();
      return next;
    },
  };
}

/** Has whoever got a lead since the last look begin to work it. */
type LookAt = (ctx: Ctx) => Promise<void>;

/** Whether it is a working day, from the morning of Berlin to the evening of New York. */
function isBusiness(at: number): boolean {
  const date = new Date(at);
  return date.getUTCDay() % 6 !== 0 && date.getUTCHours() >= morning * (tick / hour);
}

/** What time alone does: the rounds of every loop that may follow from an instant. Grades fade and people wake by the day. */
async function passTime(ctx: Ctx, lookAt: LookAt): Promise<void> {
  const isDue = await isAnyClockDue(ctx);
  if (isDue) {
    while (await judgeDueClocks(ctx));
    await acceptByTimeout(ctx);
    await reassignLate(ctx);
    await endArbitrations(ctx);
  }
  const isMorning = Math.floor(ctx.now.getUTCHours() / (tick / hour)) === morning;
  if (isMorning) {
    while (await wakeContacts(ctx));
    const relay = await findRelayInForce(ctx);
    if (relay !== null) await routeQueue(ctx, relay, rebuildLeads);
    while (await judgeDueContacts(ctx));
  }
  if (isDue || isMorning) await lookAt(ctx);
}

const asking = new Set(['demo-request', 'roi-calculator']);

type Arrival = { person: DemoPerson; touch: DemoTouch };

/** Kinds by which somebody says who they are, and what is done at once because of it. */
const naming = new Set(['form-submitted', 'content-downloaded', 'webinar-registered', 'email-clicked']);

/** Touches arrive as they are made: in small batches, and each that asks for something at once. */
function addArrivals(
  add: (at: number, run: Step['run']) => void,
  { seed, end, people }: StoryToPlay,
  channels: ChannelTable,
  lookAt: LookAt,
): void {
  const all = people.flatMap((person) => person.touches.map((touch): Arrival => ({ person, touch })));
  all.sort((a, b) => a.touch.at - b.touch.at || a.person.n - b.person.n);
  const known = new Map<number, { identityId: number; contactId: string }>();
  const unknown = new Map<number, DemoTouch[]>();
  const take = (batch: readonly Arrival[]) => (ctx: Ctx) =>
    takeArrivals(ctx, batch, { seed, end, channels, known, unknown, lookAt });
  let batch: Arrival[] = [];
  for (const arrival of all) {
    const [first] = batch;
    if (first !== undefined && arrival.touch.at - first.touch.at > arrivalsEvery) {
      add(timeOf(batch), take(batch));
      batch = [];
    }
    batch.push(arrival);
    if (!(arrival.touch.form !== null && asking.has(arrival.touch.form))) continue;
    add(timeOf(batch), take(batch));
    batch = [];
  }
  if (batch.length > 0) add(timeOf(batch), take(batch));
}

/** A moment after the last of them. */
const timeOf = (batch: readonly Arrival[]): number => (batch.at(-1)?.touch.at ?? 0) + 400;

type Arriving = {
  seed: number;
  end: number;
  channels: ChannelTable;
  known: Map<number, { identityId: number; contactId: string }>;
  /** What was done by people of whom nobody knows yet who they are. */
  unknown: Map<number, DemoTouch[]>;
  lookAt: LookAt;
};

async function takeArrivals(ctx: Ctx, batch: readonly Arrival[], arriving: Arriving): Promise<void> {
  const { seed, end, channels, known, unknown, lookAt } = arriving;
  const named = new Set<DemoPerson>();
  for (const { person, touch } of batch) {
    if (!known.has(person.n) && naming.has(touch.kind)) named.add(person);
  }
  const fresh = [...named];
  const { owners } = await resolveContacts(
    ctx,
    fresh.map((person) => describePerson(person, { seed, until: end }, ctx.now.getTime())),
  );
  for (const [at, person] of fresh.entries()) {
    const { identityId, contactId } = owners[at] ?? { identityId: null, contactId: null };
    if (identityId !== null && contactId !== null) known.set(person.n, { identityId, contactId });
  }
  const touched = new Set<string>();
  const touches = batch.flatMap(({ person, touch }) => {
    const owner = known.get(person.n);
    const before = unknown.get(person.n) ?? [];
    if (owner === undefined) {
      unknown.set(person.n, [...before, touch]);
      return [];
    }
    unknown.delete(person.n);
    touched.add(owner.contactId);
    return [...before, touch].map((one) => describeTouch(one, owner.identityId, channels, true));
  });
  await recordTouches(ctx, touches);
  await markContacts(ctx, new Map([...touched].map((id) => [id, 'touch'])));
  while (await judgeMarked(ctx, 500));
  await lookAt(ctx);
}
