import { createHash } from 'node:crypto';
import type { Ctx } from '../../context.ts';
import { entryOfKind, type ImportObject, objectOfKind, type RecordObject } from '../../core/imports/fields.ts';
import { type RecordDraft, type RecordPlan, RecordPlanner, type Values } from '../../core/imports/plan-records.ts';
import type { EntryDraft } from '../../core/imports/read-entries.ts';
import { type OwnerField, type RowDraft, type RowRules, readRow } from '../../core/imports/read-row.ts';
import { newId } from '../../db/ids.ts';
import type { RowCounts, RowStatus } from '../../db/import-tables.ts';
import { findAccounts } from '../accounts/find-accounts.ts';
import type { AccountSave } from '../accounts/save-accounts.ts';
import { findContacts } from '../contacts/find-contacts.ts';
import type { ContactSave } from '../contacts/save-contacts.ts';
import { findCustomRules } from '../custom-fields/find-types.ts';
import { findDeals } from '../deals/find-deals.ts';
import type { DealSave } from '../deals/save-deals.ts';
import { findMembers } from '../members/find-members.ts';
import { findSpend } from '../spend/find-spend.ts';
import type { SpendValues } from '../spend/save-spend.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { planOwners } from './plan-owners.ts';
import { type ImportRecord, selectExternalIds } from './store.ts';

/** As many rows are one transaction: enough for the cost of a commit not to matter, few enough not to hold others up. */
export const chunkRows = 2_000;

export type Planners = Record<ImportObject, RecordPlanner>;
export type Plans = Partial<Record<ImportObject, RecordPlan>>;

/** What is to become of one row. */
export type PlannedRow = {
  number: number;
  draft: RowDraft;
  plans: Plans;
  /** Owners whom nobody here is and who become members without sign-in. */
  members: (RecordPlan & { id: string })[];
  /** Members whom the row names, by the field that names them. */
  named: Partial<Record<OwnerField, string>>;
  status: Exclude<RowStatus, 'waiting'>;
  problems: string[];
  /** Pairs of the row's contact and who has a key of it already. */
  alike: { id: string; ref: string }[];
};

/** Records as they are stored, by id. */
export type Loaded = {
  contact: Map<string, ContactSave['after']>;
  account: Map<string, AccountSave['after']>;
  deal: Map<string, DealSave['after']>;
  spend: Map<string, SpendValues>;
  /** Keys of contacts that were removed: nobody is found by them, and nobody is given them. */
  held: Set<string>;
};

/** How the rows of an import are read. */
export async function readRules(ctx: Ctx, given: ImportRecord): Promise<RowRules> {
  const { zone, currency } = await readWorkspace(ctx);
  const { columns, kind, keyBy, touch } = given;
  const ownFields = await findCustomRules(ctx);
  return { columns, kind, keyBy, touch, zone, currency, ownFields, now: ctx.now.getTime() };
}

/** What decides of each record; kept over all rows of a dry run, and made anew for each chunk that is written. */
export function createPlanners(ctx: Ctx, { kind, mode, blanks, owners }: ImportRecord): Planners {
  const create = (object: ImportObject): RecordPlanner =>
    new RecordPlanner({
      // Records beside the one that the rows are about are made along with it, or found.
      mode: objectOfKind[kind] === object ? mode : modeBeside(object),
      blanks,
      onlyNew: ['createdAt'],
      onlyFill: ['accountId', 'domain'],
      newId: () => newId(ctx.now),
    });
  const modeBeside = (object: ImportObject) => {
    if (object === 'member') return owners === 'create' ? 'both' : 'update';
    return mode === 'update' && object !== 'touch' ? 'update' : 'both';
  };
  return {
    ...{ contact: create('contact'), account: create('account'), deal: create('deal'), touch: create('touch') },
    ...{ member: create('member'), activity: create('activity'), note: create('note') },
    ...{ stage: create('stage'), spend: create('spend') },
  };
}

type Row = { number: number; cells: readonly string[] };
/** A row of a file with what it says. */
export type DraftedRow = { number: number; draft: RowDraft };

export function readRows(rows: readonly Row[], rules: RowRules): DraftedRow[] {
  return rows.map(({ number, cells }) => ({ number, draft: readRow(cells, rules) }));
}

/** Decides what becomes of some rows, in their order; locks the records that they find and writes nothing. */
export async function planRows(
  ctx: Ctx,
  given: ImportRecord,
  planners: Planners,
  rows: readonly DraftedRow[],
): Promise<{ planned: PlannedRow[]; loaded: Loaded }> {
  const taken = rows.flatMap(({ draft }) => (draft.fault === null && draft.skip === null ? [draft] : []));
  const loaded = await learnRecords(ctx, given, planners, taken);
  const primary = objectOfKind[given.kind];
  const planned = rows.map((row) => planRow(row, planners, primary));
  return { planned, loaded };
}

const noPlans = { plans: {}, members: [], named: {}, alike: [] };

function planRow(row: DraftedRow, planners: Planners, primary: ImportObject): PlannedRow {
  const { draft } = row;
  const { fault, skip, problems } = draft;
  if (fault !== null) return { ...row, ...noPlans, status: 'fault', problems: [fault] };
  if (skip !== null) return { ...row, ...noPlans, status: 'skipped', problems: [skip] };
  const about = isRecord(primary) ? draft[primary] : draft.entry;
  if (about === null || planners[primary].skips(about)) {
    const why =
      about !== null && planners[primary].find(about) !== undefined ? 'It is there already.' : 'It is not there.';
    return { ...row, ...noPlans, status: 'skipped', problems: [why] };
  }
  const owners = planOwners(draft, planners.member);
  const plans: Plans = {};
  const complete = (one: RecordDraft, object: RecordObject): RecordDraft => {
    const account = object !== 'account' && plans.account?.id ? { accountId: plans.account.id } : {};
    return { ...one, values: { ...one.values, ...account, ...owners.values[object] } };
  };
  if (draft.account !== null) plans.account = planners.account.plan(complete(draft.account, 'account'));
  if (draft.contact !== null) plans.contact = planners.contact.plan(complete(draft.contact, 'contact'));
  if (draft.deal !== null) plans.deal = planners.deal.plan(complete(draft.deal, 'deal'));
  // A touch never changes: it is there, or it is made.
  if (draft.touch !== null && plans.contact?.id) plans.touch = planners.touch.plan({ ...draft.touch, values: {} });
  if (draft.entry !== null) planEntry(draft.entry, plans, planners);
  const alike = listAlike(plans.contact, planners);
  const held = alike.some(({ ref }) => ref.startsWith('email:'));
  const told = held ? ['Another contact has the e-mail address, and keeps it.'] : [];
  return {
    ...row,
    plans,
    members: owners.members,
    named: owners.named,
    alike,
    status: statusOf(plans, primary),
    problems: [...problems, ...owners.problems, ...told],
  };
}

const isRecord = (object: ImportObject): object is RecordObject =>
  object === 'contact' || object === 'account' || object === 'deal' || object === 'touch';

/** Spend may be corrected; other entries never change: they are there, or they are made, where their record is. */
function planEntry(entry: EntryDraft, plans: Plans, planners: Planners): void {
  const needsRecord = entry.object === 'activity' || entry.object === 'note' || entry.object === 'stage';
  if (needsRecord && !(plans.contact ?? plans.deal ?? plans.account)?.id) return;
  plans[entry.object] = planners[entry.object].plan(entry.object === 'spend' ? entry : { ...entry, values: {} });
}

/** Who has a key already that a row gives its contact: the row may be about the same person. */
function listAlike(plan: RecordPlan | undefined, planners: Planners): PlannedRow['alike'] {
  return (plan?.held ?? []).flatMap((ref) => {
    const id = planners.contact.find({ find: [ref] });
    return id === undefined ? [] : [{ id, ref }];
  });
}

/** A row whose own record stays as it is has still changed something where it adds a touch. */
function statusOf(plans: Plans, primary: ImportObject): PlannedRow['status'] {
  const own = plans[primary]?.outcome ?? 'skipped';
  const isAdding = Object.values(plans).some(({ outcome }) => outcome === 'created' || outcome === 'updated');
  return own === 'unchanged' && isAdding ? 'updated' : own;
}

/** Counts of rows by what became of them. */
export function countRows(before: RowCounts, planned: readonly PlannedRow[]): RowCounts {
  const counts = { ...before };
  for (const { status, problems } of planned) {
    counts[status] = (counts[status] ?? 0) + 1;
    if (problems.length > 0 && status !== 'fault' && status !== 'skipped') counts.flagged = (counts.flagged ?? 0) + 1;
  }
  return counts;
}

/** An id as it is kept; of touches without one, a hash of what they are. */
export const externalIdOf = (ref: string): string | null =>
  ref.startsWith('ext:')
    ? ref.slice(4)
    : ref.startsWith('as:')
      ? `as:${createHash('sha256').update(ref).digest('base64url')}`
      : null;

async function learnRecords(
  ctx: Ctx,
  given: ImportRecord,
  planners: Planners,
  drafts: readonly RowDraft[],
): Promise<Loaded> {
  const refsOf = (object: RecordObject) => [
    ...new Set(drafts.flatMap((draft) => [...(draft[object]?.find ?? []), ...(draft[object]?.gives ?? [])])),
  ];
  const lookUp = async (object: ImportObject, refs: readonly string[]): Promise<[ref: string, id: string][]> => {
    const byId = new Map(refs.flatMap((ref) => [externalIdOf(ref)].flatMap((id) => (id === null ? [] : [[id, ref]]))));
    if (byId.size === 0) return [];
    const rows = await selectExternalIds(ctx, given.source, object, [...byId.keys()]);
    return rows.map(({ externalId, recordId }) => [byId.get(externalId) ?? '', recordId]);
  };
  // People before companies, as with messages: two who lock in another order would wait for each other.
  const { contact, held } = await learnContacts(ctx, planners, refsOf('contact'), lookUp);
  const account = await learnAccounts(ctx, planners, refsOf('account'), lookUp);
  const deal = await learnDeals(ctx, planners, refsOf('deal'), lookUp);
  // Touches never change: those that are there are not made again, and nothing else is asked of them.
  planners.touch.learn(await lookUp('touch', refsOf('touch')), []);
  await learnMembers(ctx, planners, drafts, lookUp);
  const entry = entryOfKind(given.kind);
  const entryRefs = entry === null ? [] : [...new Set(drafts.flatMap((draft) => draft.entry?.gives ?? []))];
  const spend = entry === 'spend' ? await learnSpend(ctx, planners, entryRefs, lookUp) : new Map();
  if (entry !== null && entry !== 'spend' && entry !== 'member') {
    planners[entry].learn(await lookUp(entry, entryRefs), []);
  }
  return { account, contact, held, deal, spend };
}

type LookUp = (object: ImportObject, refs: readonly string[]) => Promise<[ref: string, id: string][]>;

const partsOf = (refs: readonly string[], kind: string): string[] =>
  refs.flatMap((ref) => (ref.startsWith(`${kind}:`) ? ref.slice(kind.length + 1) : []));

async function learnAccounts(
  ctx: Ctx,
  planners: Planners,
  refs: readonly string[],
  lookUp: LookUp,
): Promise<Loaded['account']> {
  const byId = await lookUp('account', refs);
  const ids = byId.map(([, id]) => id);
  const rows = await findAccounts(ctx, { ids, domains: partsOf(refs, 'domain'), companyKeys: partsOf(refs, 'name') });
  const loaded = new Map(rows.map(({ domains: _, ...row }) => [row.id, row]));
  planners.account.learn(
    [
      ...byId.filter(([, id]) => loaded.has(id)),
      ...rows.flatMap(({ id, domains }) => domains.map((domain): [string, string] => [`domain:${domain}`, id])),
      ...rows.flatMap(({ id, companyKey }): [string, string][] =>
        companyKey === null ? [] : [[`name:${companyKey}`, id]],
      ),
    ],
    [...loaded].map(([id, row]) => [id, flattenAccount(row)]),
  );
  return loaded;
}

async function learnContacts(
  ctx: Ctx,
  planners: Planners,
  refs: readonly string[],
  lookUp: LookUp,
): Promise<Pick<Loaded, 'contact' | 'held'>> {
  const byId = await lookUp('contact', refs);
  const keys = (['email', 'phone'] as const).flatMap((kind) =>
    partsOf(refs, kind).map((key) => ({ kind, key, value: key })),
  );
  const { contacts, holders } = await findContacts(
    ctx,
    byId.map(([, id]) => id),
    keys,
  );
  const loaded = new Map(contacts.map((row) => [row.id, row]));
  planners.contact.learn(
    [
      ...byId.filter(([, id]) => loaded.has(id)),
      ...holders
        .filter(({ contactId }) => loaded.has(contactId))
        .map(({ kind, key, contactId }): [string, string] => [`${kind}:${key}`, contactId]),
    ],
    contacts.map((row) => [row.id, flattenContact(row)]),
  );
  const gone = holders.filter(({ contactId }) => !loaded.has(contactId));
  return { contact: loaded, held: new Set(gone.map(({ kind, key }) => `${kind}:${key}`)) };
}

async function learnMembers(ctx: Ctx, planners: Planners, drafts: readonly RowDraft[], lookUp: LookUp): Promise<void> {
  const named = drafts.flatMap(({ owners, entry }) => [
    ...owners.flatMap(({ draft }) => draft.find),
    ...(entry?.object === 'member' ? entry.find : []),
  ]);
  const refs = [...new Set(named)];
  if (refs.length === 0) return;
  const byId = await lookUp('member', refs);
  const found = await findMembers(ctx, { emailKeys: partsOf(refs, 'email'), nameKeys: partsOf(refs, 'name') });
  planners.member.learn(
    [
      ...byId,
      ...found.flatMap(({ id, emailKey, nameKey }): [string, string][] => [
        [`email:${emailKey}`, id],
        [`name:${nameKey}`, id],
      ]),
    ],
    [],
  );
}

async function learnSpend(
  ctx: Ctx,
  planners: Planners,
  refs: readonly string[],
  lookUp: LookUp,
): Promise<Loaded['spend']> {
  const byId = await lookUp('spend', refs);
  const rows = await findSpend(
    ctx,
    byId.map(([, id]) => id),
  );
  const loaded = new Map(rows.map((row) => [row.id, row]));
  planners.spend.learn(
    byId.filter(([, id]) => loaded.has(id)),
    rows.map(({ id, day, channel, source, medium, campaign, content, amount, currency }) => [
      id,
      { day, channel, source, medium, campaign, content, amount, currency },
    ]),
  );
  return loaded;
}

async function learnDeals(
  ctx: Ctx,
  planners: Planners,
  refs: readonly string[],
  lookUp: LookUp,
): Promise<Loaded['deal']> {
  const byId = await lookUp('deal', refs);
  const rows = await findDeals(
    ctx,
    byId.map(([, id]) => id),
  );
  const loaded = new Map(rows.map((row) => [row.id, row]));
  planners.deal.learn(
    byId.filter(([, id]) => loaded.has(id)),
    rows.map((row) => [row.id, flattenDeal(row)]),
  );
  return loaded;
}

const flattenOwn = (fields: Record<string, unknown>): [string, Values[string]][] =>
  Object.entries(fields).map(([key, value]) => [`custom.${key}`, toValue(value)]);

/** Own fields hold what a cell or a message can say: texts, numbers, yes or no, and lists of texts. */
function toValue(value: unknown): Values[string] {
  return value as Values[string];
}

function flattenAccount(row: AccountSave['after']): Values {
  const { name, domain, industry, country, employees, ownerId, fields } = row;
  return { name, domain, industry, country, employees, ownerId, ...Object.fromEntries(flattenOwn(fields)) };
}

function flattenContact(row: ContactSave['after']): Values {
  const { email, name, firstName, lastName, title, phone, country, language, source, fields } = row;
  const { accountId, ownerId } = row;
  const named = { email, name, firstName, lastName, title, phone, country, language, source, accountId, ownerId };
  return { ...named, ...Object.fromEntries(flattenOwn(fields)) };
}

function flattenDeal(row: DealSave['after']): Values {
  const { name, stage, amount, expectedClose, openedAt, wonAt, lostAt, lossReason, fields } = row;
  const { accountId, ownerId, sdrId } = row;
  const at = (instant: Date | null) => instant?.getTime() ?? null;
  return {
    ...{ name, amount, expectedClose, lossReason, accountId, ownerId, sdrId },
    // A stage that followed from the outcome follows from it again.
    stage: ['won', 'lost', 'open'].includes(stage) ? null : stage,
    openedAt: at(openedAt),
    wonAt: at(wonAt),
    lostAt: at(lostAt),
    ...Object.fromEntries(flattenOwn(fields)),
  };
}
