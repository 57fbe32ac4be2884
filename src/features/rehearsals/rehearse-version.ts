import { type Ctx, tx } from '../../context.ts';
import { type Judgement, judgePerson } from '../../core/relay/judge.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { newId } from '../../db/ids.ts';
import { compileDraft, findRelay } from '../agreements/find-relay.ts';
import { loadVersion } from '../agreements/load-version.ts';
import type { Lead } from '../handoffs/offer-leads.ts';
import { previewOffers } from '../handoffs/preview-offers.ts';
import { type LoadedPerson, loadPeople } from '../qualification/load-people.ts';
import { findHighIntent, writeLead } from '../qualification/write-lead.ts';
import { listLoads } from '../routing/list-loads.ts';
import type { RehearsalResult } from './schema.ts';
import {
  countPeople,
  deleteOldRehearsals,
  findRehearsal,
  listPeopleAfter,
  type RehearsalRow,
  updateRehearsal,
} from './store.ts';

const peopleAtOnce = 500;
/** More leads than this are counted and not laid out over the reps: their caps are reached long before. */
const mostRouted = 5_000;
const sampleSize = 10;
const keptRehearsals = 5;

/**
 * Judges everybody by a version as if it were in force and keeps only the counts: no score, stage, decision, handoff or clock
 * is written, and nobody is told. Done again, it begins anew.
 */
export async function rehearseVersion(ctx: Ctx, rehearsalId: string): Promise<void> {
  const row = await findRehearsal(ctx, rehearsalId);
  if (row === undefined || row.status === 'done' || row.status === 'failed') return;
  try {
    const result = await rehearse(ctx, row);
    const values = result === null ? null : JSON.stringify(result);
    await updateRehearsal(ctx, rehearsalId, {
      status: values === null ? 'failed' : 'done',
      result: values,
      finishedAt: ctx.now,
    });
  } catch (error) {
    ctx.log.error({ error, rehearsalId }, 'A rehearsal failed');
    await updateRehearsal(ctx, rehearsalId, { status: 'failed', result: null, finishedAt: ctx.now });
  }
  await deleteOldRehearsals(ctx, row.versionId, keptRehearsals);
}

async function rehearse(ctx: Ctx, row: RehearsalRow): Promise<RehearsalResult | null> {
  const version = await loadVersion(ctx, row.versionId);
  // Another text than was asked for is another rehearsal.
  const relay = version.hash === row.hash ? await compileDraft(ctx, version) : null;
  if (relay === null) return null;
  const current = row.againstId === null ? null : await findRelay(ctx, row.againstId);
  const tally = new Tally(relay, current);
  await updateRehearsal(ctx, row.id, { status: 'running', people: await countPeople(ctx), judged: 0 });
  let after: string | null = null;
  for (let judged = 0; ; ) {
    const ids = await listPeopleAfter(ctx, after, peopleAtOnce);
    if (ids.length === 0) break;
    after = ids.at(-1) ?? null;
    await judgeBatch(ctx, { relay, current, tally }, ids);
    judged += ids.length;
    await updateRehearsal(ctx, row.id, { judged });
  }
  // Routing is read with its locks, and nothing is left of them when the transaction ends.
  const chosen = await tx(ctx, (ctx) => previewOffers(ctx, relay, tally.leads));
  const added = Map.groupBy(
    chosen.filter((one) => one !== null),
    (memberId) => memberId,
  );
  const loads = await listLoads(ctx, [...added.keys()]);
  return {
    label: labels[version.status] ?? 'draft, unsigned',
    ...tally.summarise(),
    perRep: loads.map((load) => ({ ...load, added: added.get(load.memberId)?.length ?? 0 })),
    queued: chosen.length - chosen.filter((one) => one !== null).length,
    routed: tally.leads.length,
  };
}

const labels: Partial<Record<string, string>> = {
  proposed: 'proposed, not signed by both',
  signed: 'signed, not in force yet',
  'in-force': 'in force',
};

type Rehearsing = { relay: Relay; current: Relay | null; tally: Tally };

async function judgeBatch(ctx: Ctx, { relay, current, tally }: Rehearsing, ids: readonly string[]): Promise<void> {
  const now = ctx.now.getTime();
  const people = await loadPeople(ctx, relay.lifecycle, ids, 'read');
  // What is loaded depends on the order of the stages: with other stages it is read by each.
  const isAlike = current !== null && JSON.stringify(current.lifecycle) === JSON.stringify(relay.lifecycle);
  const ofCurrent = current === null ? [] : isAlike ? people : await loadPeople(ctx, current.lifecycle, ids, 'read');
  const judgedNow = new Map(
    ofCurrent.map(({ person }) => [person.id, current === null ? null : judgePerson(current, person, 'wave', now)]),
  );
  for (const loaded of people) {
    const judgement = judgePerson(relay, loaded.person, 'wave', now);
    tally.add(loaded, judgement, judgedNow.get(loaded.person.id) ?? null);
    const { qualification, occurredAt } = judgement;
    if (qualification?.outcome !== 'qualified' || tally.leads.length >= mostRouted) continue;
    const { explore, evidence } = qualification;
    const highIntentAt = findHighIntent(relay, loaded.person, now);
    const decision = { id: newId(ctx.now), explore, evidence, occurredAt: new Date(occurredAt ?? now), highIntentAt };
    tally.leads.push(writeLead(relay, { ...loaded, judgement }, decision, now));
  }
}

type Count = RehearsalResult['draft'];
type Sample = RehearsalResult['sample'][number];

/** What is counted on the way through everybody. */
class Tally {
  readonly leads: Lead[] = [];
  readonly #draft: Counter;
  readonly #current: Counter | null;
  readonly #changes = { newly: 0, noLonger: 0, newlySample: [] as Sample[], noLongerSample: [] as Sample[] };
  readonly #sample: Sample[] = [];

  constructor(relay: Relay, current: Relay | null) {
    this.#draft = createCounter(relay);
    this.#current = current === null ? null : createCounter(current);
  }

  add({ person, row }: LoadedPerson, draft: Judgement, current: Judgement | null): void {
    const sample = { contactId: person.id, name: row.name, grade: draft.derived.assessment?.grade ?? null };
    const put = (list: Sample[]) => list.length < sampleSize && list.push(sample);
    this.#draft.count(draft);
    if (qualifies(draft)) put(this.#sample);
    if (current === null) return;
    this.#current?.count(current);
    if (qualifies(draft) === qualifies(current)) return;
    const isNew = qualifies(draft);
    this.#changes[isNew ? 'newly' : 'noLonger'] += 1;
    put(isNew ? this.#changes.newlySample : this.#changes.noLongerSample);
  }

  summarise(): Pick<RehearsalResult, 'draft' | 'inForce' | 'changes' | 'sample'> {
    return {
      draft: this.#draft.read(),
      inForce: this.#current?.read() ?? null,
      changes: this.#changes,
      sample: this.#sample,
    };
  }
}

const qualifies = ({ qualification }: Judgement) => qualification?.outcome === 'qualified';

type Counter = { count(judgement: Judgement): void; read(): Count };

function createCounter({ agreement }: Relay): Counter {
  const byStage = new Map<string, number>();
  const byGrade = new Map<string, number>();
  let [qualified, incomplete] = [0, 0];
  const raise = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const names = new Map(agreement.stages.map(({ key, name }) => [key, name]));
  return {
    count({ state, derived, qualification }) {
      if (qualification?.outcome === 'qualified') qualified += 1;
      if (qualification?.outcome === 'incomplete') incomplete += 1;
      raise(byStage, state.current ?? 'none');
      if (derived.assessment?.grade) raise(byGrade, derived.assessment.grade);
    },
    read: () => ({
      qualified,
      incomplete,
      byStage: [...byStage].map(([key, people]) => ({ key, name: names.get(key) ?? key, people })),
      byGrade: [...byGrade].map(([grade, people]) => ({ grade, people })).sort((a, b) => (a.grade < b.grade ? -1 : 1)),
    }),
  };
}
