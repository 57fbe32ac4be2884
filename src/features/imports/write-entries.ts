import type { Ctx } from '../../context.ts';
import type { EntryDraft } from '../../core/imports/read-entries.ts';
import { readStageKey } from '../../core/imports/read-entries.ts';
import { moveStage } from '../../core/lifecycle/move-stage.ts';
import { type StageEvent, sideStates } from '../../core/lifecycle/stage-events.ts';
import { inChunks } from '../../db/chunks.ts';
import { type LoggedActivity, logActivities } from '../activities/log-activities.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { loadStageEvents } from '../contacts/load-stage-events.ts';
import { recordStageEvents } from '../contacts/record-stage-events.ts';
import { recordDealStages } from '../deals/record-deal-stages.ts';
import type { MadeRecord } from '../import-records/record-made.ts';
import { addOwners } from '../members/add-owners.ts';
import { writeNotes } from '../notes/write-notes.ts';
import { saveSpend } from '../spend/save-spend.ts';
import type { Loaded, PlannedRow } from './plan-rows.ts';
import type { ImportRecord } from './store.ts';

type Entry = { row: PlannedRow; draft: EntryDraft; id: string; outcome: 'created' | 'updated' };

/** Rows that are entries of a kind and are to be written. */
function listEntries(planned: readonly PlannedRow[], object: EntryDraft['object']): Entry[] {
  return planned.flatMap((row) => {
    const plan = row.plans[object];
    const draft = row.draft.entry;
    if (!plan?.id || draft?.object !== object) return [];
    const { id, outcome } = plan;
    return outcome === 'created' || outcome === 'updated' ? [{ row, draft, id, outcome }] : [];
  });
}

const made = (object: MadeRecord['object'], { id, row: { number } }: Entry): MadeRecord => ({
  ...{ object, recordId: id, rowNumber: number, version: 1, at: null },
});

const textOf = (draft: EntryDraft, name: string): string | null => {
  const value = draft.values[name] ?? null;
  return value === null ? null : String(value);
};

/** Makes members of owners whom nobody here is, before the records that name them. */
export async function writeMembers(ctx: Ctx, planned: readonly PlannedRow[]): Promise<MadeRecord[]> {
  const own = listEntries(planned, 'member').filter(({ outcome }) => outcome === 'created');
  const others = planned.flatMap((row) => row.members.map((plan) => ({ row, plan })));
  const nameOf = (name: unknown, email: unknown) =>
    String(name ?? String(email ?? '').split('@')[0] ?? '') || 'Unnamed';
  await addOwners(ctx, [
    ...own.map(({ id, draft: { values, gives } }) => ({
      id,
      name: nameOf(values.name ?? (values.email === null ? gives[0]?.slice('ext:'.length) : null), values.email),
      email: values.email === null ? null : String(values.email),
      department: values.department === 'marketing' ? ('marketing' as const) : ('sales' as const),
    })),
    ...others.map(({ plan: { id, values } }) => ({
      id,
      name: nameOf(values.name, values.email),
      email: typeof values.email === 'string' ? values.email : null,
      department: 'sales' as const,
    })),
  ]);
  return [
    ...own.map((entry) => made('member', entry)),
    ...others.map(({ row, plan: { id } }) => ({
      ...{ object: 'member' as const, recordId: id, rowNumber: row.number, version: 1, at: null },
    })),
  ];
}

/** Writes what rows are that are no records of their own: activities, notes, stages and spend. */
export async function writeEntries(
  ctx: Ctx,
  given: ImportRecord,
  planned: readonly PlannedRow[],
  loaded: Loaded,
): Promise<MadeRecord[]> {
  return [
    ...(await writeActivities(ctx, given, listEntries(planned, 'activity'))),
    ...(await writeNotesOf(ctx, given, listEntries(planned, 'note'))),
    ...(await writeStages(ctx, given, listEntries(planned, 'stage'))),
    ...(await writeSpend(ctx, listEntries(planned, 'spend'), loaded)),
  ];
}

/** Under which name another system knows an entry; one that is known by what it is has none. */
function externalOf(
  { source }: ImportRecord,
  { gives }: EntryDraft,
): { source: string | null; externalId: string | null } {
  const ref = gives.find((one) => one.startsWith('ext:'));
  return ref === undefined ? { source: null, externalId: null } : { source, externalId: ref.slice('ext:'.length) };
}

/** What was there already, whoever brought it, stands: the row has made nothing. */
function keepStanding(entries: readonly Entry[], written: readonly { id: string; isNew: boolean }[]): Entry[] {
  return entries.filter(({ row, draft }, at) => {
    const { id, isNew } = written[at] ?? { id: '', isNew: true };
    const plan = row.plans[draft.object];
    if (isNew || plan === undefined) return isNew;
    row.plans[draft.object] = { ...plan, id, outcome: 'unchanged' };
    row.status = 'unchanged';
    return false;
  });
}

async function writeActivities(ctx: Ctx, given: ImportRecord, entries: readonly Entry[]): Promise<MadeRecord[]> {
  const rows = entries.map(({ row: { plans, named }, draft, id }): LoggedActivity => {
    if (!plans.contact?.id || draft.at === null) throw new Error('An activity was planned without its person or time');
    const { kind, outcome, direction, minutes, note } = toActivityValues(draft.values);
    return {
      ...{ id, contactId: plans.contact.id, dealId: plans.deal?.id ?? null, memberId: named['activity.owner'] ?? null },
      ...{ kind, outcome, direction, minutes, note, ...externalOf(given, draft) },
      ...{ at: new Date(draft.at), live: false, known: 'typed' },
    };
  });
  // The people of the part are judged once, when all of it is there.
  const written = await logActivities(ctx, rows, { judge: false });
  return keepStanding(entries, written).map((entry) => made('activity', entry));
}

/** `readEntry` gives these values and no others to an activity. */
const toActivityValues = (values: EntryDraft['values']) =>
  values as unknown as Pick<LoggedActivity, 'kind'> &
    Required<Pick<LoggedActivity, 'outcome' | 'direction' | 'minutes' | 'note'>>;

async function writeNotesOf(ctx: Ctx, given: ImportRecord, entries: readonly Entry[]): Promise<MadeRecord[]> {
  const rows = entries.map(({ row: { plans, named }, draft, id }) => {
    const contactId = plans.contact?.id ?? null;
    const dealId = contactId === null ? (plans.deal?.id ?? null) : null;
    return {
      ...{
        id,
        contactId,
        dealId,
        accountId: contactId === null && dealId === null ? (plans.account?.id ?? null) : null,
      },
      ...{ body: textOf(draft, 'body') ?? '', authorId: named['note.author'] ?? null, ...externalOf(given, draft) },
      at: draft.at === null ? ctx.now : new Date(draft.at),
    };
  });
  return keepStanding(entries, await writeNotes(ctx, rows)).map((entry) => made('note', entry));
}

async function writeStages(ctx: Ctx, given: ImportRecord, entries: readonly Entry[]): Promise<MadeRecord[]> {
  const ofDeals = entries.filter(({ row }) => row.plans.deal?.id);
  await recordDealStages(
    ctx,
    ofDeals.map(({ row, draft, id }) => ({
      ...{ id, dealId: row.plans.deal?.id ?? '', stage: textOf(draft, 'to') ?? '', actorId: given.id },
      at: new Date(draft.at ?? ctx.now),
    })),
  );
  const ofPeople = entries.filter(({ row }) => !row.plans.deal?.id);
  return [...ofDeals.map((entry) => made('stage', entry)), ...(await moveContacts(ctx, given, ofPeople))];
}

/** Why a row has moved nobody, when that is worth a word. */
const isThere = new Set(['stage.already-there', 'stage.backward']);

/**
 * Adds what another system knows of the lead stages of people, in the order in which it happened, as moves by this import.
 * Nobody falls back: a stage that somebody is at or beyond adds nothing.
 */
async function moveContacts(ctx: Ctx, given: ImportRecord, entries: readonly Entry[]): Promise<MadeRecord[]> {
  const relay = entries.length === 0 ? null : await findRelayInForce(ctx);
  const keys = [...(relay?.lifecycle.stages.map(({ key }) => key) ?? []), ...sideStates];
  const known = await loadStageEvents(
    ctx,
    entries.flatMap(({ row }) => row.plans.contact?.id ?? []),
  );
  const added: { contactId: string; event: StageEvent }[] = [];
  const moved = new Map<string, MadeRecord>();
  for (const entry of entries.toSorted((a, b) => (a.draft.at ?? 0) - (b.draft.at ?? 0))) {
    const { row, draft } = entry;
    const contactId = row.plans.contact?.id ?? '';
    const word = textOf(draft, 'to') ?? '';
    const to = readStageKey(word, keys);
    const events = known.get(contactId) ?? [];
    const move = {
      ...{ to: to ?? word, actor: { kind: 'import' as const, id: given.id }, occurredAt: draft.at },
      ...{ decidedAt: ctx.now.getTime(), version: relay?.version.id ?? null },
      reason: textOf(draft, 'reason') ?? (sideStates.some((state) => state === to) ? 'imported' : null),
    };
    const result = relay === null ? null : moveStage(relay.lifecycle, { events, mergedInto: null }, move);
    if (!result?.ok) {
      const isKnown = result !== null && isThere.has(result.code);
      row.status = isKnown ? 'unchanged' : 'skipped';
      row.problems.push(isKnown ? 'The person is at this stage or beyond already.' : (result?.message ?? noStages));
      delete row.plans.stage;
      continue;
    }
    known.set(contactId, [...events, ...result.events]);
    added.push(...result.events.map((event) => ({ contactId, event })));
    const seq = result.events.at(-1)?.seq ?? 0;
    moved.set(contactId, { object: 'stage', recordId: contactId, rowNumber: row.number, version: seq, at: null });
  }
  for (const events of inChunks(added)) await recordStageEvents(ctx, events);
  return [...moved.values()];
}

const noStages = 'There is no agreement in force whose stages these are.';

async function writeSpend(ctx: Ctx, entries: readonly Entry[], { spend }: Loaded): Promise<MadeRecord[]> {
  const last = new Map(entries.map((entry) => [entry.id, entry]));
  await saveSpend(
    ctx,
    [...last.values()].map(({ id, row }) => ({
      before: spend.get(id) ?? null,
      after: { id, ...toSpendValues(row.plans.spend?.values ?? {}) },
    })),
  );
  for (const { outcome, row } of entries) {
    if (outcome === 'updated') row.problems.push('It was there with another amount, which this one replaces.');
  }
  return entries.filter(({ outcome }) => outcome === 'created').map((entry) => made('spend', entry));
}

const noWords = { channel: null, source: null, medium: null, campaign: null, content: null };

/** `readEntry` gives these values and no others to spend; what is blank is not among them. */
const toSpendValues = (values: EntryDraft['values']) =>
  ({ ...noWords, ...values }) as unknown as Omit<Parameters<typeof saveSpend>[1][number]['after'], 'id'>;
