import type { Ctx } from '../../context.ts';
import type { CustomFacts } from '../../core/agreement/facts.ts';
import { isSideState, type LifecycleRules, readLifecycle } from '../../core/lifecycle/stage-events.ts';
import type { Person } from '../../core/relay/person.ts';
import { loadStageEvents } from '../contacts/load-stage-events.ts';
import { loadTouches } from '../touches/load-touches.ts';
import {
  lockPeople,
  type PersonRow,
  selectConfirmations,
  selectDeals,
  selectJourneys,
  selectLists,
  selectPeople,
  selectQualifications,
  selectStamps,
} from './store.ts';

/** A person with the rows that they were read from, and the qualification of the cycle that runs or begins. */
export type LoadedPerson = {
  person: Person;
  row: PersonRow;
  cycle: number;
  qualification: { id: string; explore: boolean; occurredAt: Date } | null;
  /** The one of this cycle that was withdrawn: whoever qualifies again takes its place. */
  withdrawnId: string | null;
};

/**
 * All that the agreement may ask about some contacts, in a handful of statements whatever their number. Unless they are only
 * read, their rows are locked until the transaction ends, in the order of their ids.
 */
export async function loadPeople(
  ctx: Ctx,
  rules: LifecycleRules,
  contactIds: readonly string[],
  purpose: 'write' | 'read' = 'write',
): Promise<LoadedPerson[]> {
  if (contactIds.length === 0) return [];
  const { rows, touches } = await (purpose === 'write' ? lockWithTouches : readWithTouches)(ctx, contactIds);
  const ids = rows.map(({ id }) => id);
  const records = [...ids, ...new Set(rows.flatMap(({ foundAccountId }) => foundAccountId ?? []))];
  const moves = await loadStageEvents(ctx, ids);
  const journeys = groupBy(await selectJourneys(ctx, ids));
  const qualifications = groupBy(await selectQualifications(ctx, ids));
  const deals = groupBy(await selectDeals(ctx, ids));
  const confirmations = groupBy(await selectConfirmations(ctx, ids));
  const lists = await selectLists(ctx, records);
  const listsOf = (id: string | null) => lists.filter(({ recordId }) => recordId === id).map(({ name }) => name);
  return rows.map((row): LoadedPerson => {
    const events = moves.get(row.id) ?? [];
    const state = readLifecycle(rules, events);
    const cycle = state.current === 'recycled' ? state.cycle + 1 : Math.max(1, state.cycle);
    const ofCycle = qualifications.get(row.id)?.find((one) => one.cycle === cycle);
    const [found, withdrawnId] = ofCycle?.status === 'withdrawn' ? [undefined, ofCycle.id] : [ofCycle, null];
    const deal = deals.get(row.id)?.[0];
    const person: Person = {
      id: row.id,
      createdAt: row.createdAt.getTime(),
      contact: { ...contactFactsOf(row), lists: listsOf(row.id) },
      account: row.foundAccountId === null ? null : { ...accountFactsOf(row), lists: listsOf(row.foundAccountId) },
      deal:
        deal === undefined
          ? null
          : {
              open: deal.wonAt === null && deal.lostAt === null,
              won: deal.wonAt !== null,
              amount: deal.baseAmount,
              stage: deal.stage,
              expectedClose: deal.expectedClose,
              kind: deal.kind,
            },
      confirm: confirmations.get(row.id)?.[0]?.confirm ?? null,
      touches: touches.get(row.id) ?? [],
      recycles: events
        .filter(({ to, compensates }) => to === 'recycled' && compensates === null)
        .map(({ occurredAt, decidedAt }) => ({ at: occurredAt ?? decidedAt, knownAt: decidedAt })),
      events,
      journey: (journeys.get(row.id) ?? []).map(({ fromStep, toStep, at, kind }) => ({
        from: fromStep,
        to: toStep,
        at: at.getTime(),
        kind,
      })),
      standing: found === undefined ? null : found.status === 'incomplete' ? 'waiting' : 'handed-over',
      wakeUpAt: state.current !== null && isSideState(state.current) ? (row.wakeUpAt?.getTime() ?? null) : null,
    };
    return { person, row, cycle, qualification: found ?? null, withdrawnId };
  });
}

async function readWithTouches(ctx: Ctx, contactIds: readonly string[]) {
  const rows = await selectPeople(ctx, contactIds);
  const touches = await loadTouches(
    ctx,
    rows.map(({ id }) => id),
  );
  return { rows, touches };
}

/**
 * Histories take longest to read, and what arrives is read no further than the oldest transaction that holds a lock: they are read
 * before, and once more of those alone whom somebody else changed in between.
 */
async function lockWithTouches(ctx: Ctx, contactIds: readonly string[]) {
  const before = await selectStamps(ctx, contactIds);
  const touches = await loadTouches(ctx, contactIds);
  const rows = await lockPeople(ctx, contactIds);
  const changed = rows.flatMap(({ id, stamp }) => (before.get(id) === stamp ? [] : id));
  if (changed.length > 0) {
    const anew = await loadTouches(ctx, changed);
    for (const id of changed) touches.set(id, anew.get(id) ?? []);
  }
  return { rows, touches };
}

function groupBy<Row extends { contactId: string | null }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.contactId === null) continue;
    const group = groups.get(row.contactId) ?? [];
    group.push(row);
    groups.set(row.contactId, group);
  }
  return groups;
}

function contactFactsOf(row: PersonRow): Person['contact'] {
  const { email, emailDomain, mailbox, name, firstName, lastName, title, phone, country, language, source } = row;
  const described = { email, emailDomain, mailbox, name, firstName, lastName, title, phone, country, language, source };
  return {
    ...described,
    createdAt: row.createdAt.getTime(),
    owner: row.ownerId,
    consent: row.consent,
    reachable: row.reachable,
    custom: toFacts(row.fields),
  };
}

function accountFactsOf(row: PersonRow): NonNullable<Person['account']> {
  return {
    name: row.accountName,
    domain: row.accountDomain,
    industry: row.accountIndustry,
    country: row.accountCountry,
    employees: row.accountEmployees,
    revenue: row.accountRevenue,
    owner: row.accountOwnerId,
    tier: row.accountTier,
    isTarget: row.accountIsTarget ?? false,
    custom: toFacts(row.accountFields ?? {}),
  };
}

/** Own fields are written as plain values only. */
const toFacts = (fields: Record<string, unknown>): CustomFacts => fields as CustomFacts;
