import { setImmediate } from 'node:timers/promises';
import type { Ctx } from '../../context.ts';
import { entryObjects, type ImportObject, type RecordObject, recordObjects } from '../../core/imports/fields.ts';
import type { RecordPlan, Values } from '../../core/imports/plan-records.ts';
import type { TouchDraft } from '../../core/imports/read-row.ts';
import { accountFields, contactFields, listDifferences } from '../../core/record-fields.ts';
import { addDomains } from '../accounts/add-domains.ts';
import { type AccountSave, saveAccounts } from '../accounts/save-accounts.ts';
import { addKeys } from '../contacts/add-keys.ts';
import { giveIdentities } from '../contacts/give-identities.ts';
import { type ContactSave, saveContacts } from '../contacts/save-contacts.ts';
import { type DealSave, saveDeals } from '../deals/save-deals.ts';
import { type MadeRecord, recordMade } from '../import-records/record-made.ts';
import { recordTouches } from '../touches/record-touches.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import type { PartProgress, PartStep } from './follow-part.ts';
import { listChanges } from './list-changes.ts';
import { externalIdOf, type Loaded, type PlannedRow } from './plan-rows.ts';
import { type ExternalRef, type ImportRecord, saveExternalIds } from './store.ts';
import { writeEntries, writeMembers } from './write-entries.ts';

type Change = { id: string; rowNumber: number; isNew: boolean; at: number | null; plan: RecordPlan };

/**
 * Writes what was planned for some rows, in the caller's transaction: companies, people, deals and touches, the ids under
 * which they are found again, and what was made, so that it can be undone.
 */
export async function writeRecords(
  ctx: Ctx,
  given: ImportRecord,
  planned: readonly PlannedRow[],
  loaded: Loaded,
  progress: PartProgress,
): Promise<void> {
  await progress.follow('accounts');
  const made: MadeRecord[] = await writeMembers(ctx, planned);
  const grown: { object: ImportObject; recordId: string; version: number }[] = [];
  const note = (object: RecordObject, changes: readonly Change[], versionOf: (id: string) => number) => {
    for (const { id, rowNumber, isNew } of changes) {
      if (isNew) made.push({ object, recordId: id, rowNumber, version: 1, at: null });
      else grown.push({ object, recordId: id, version: versionOf(id) + 1 });
    }
  };
  const accounts = listWrites(planned, 'account');
  const companies = accounts.map((change) => toAccount(ctx, change, loaded.account.get(change.id) ?? null));
  note('account', accounts, (id) => loaded.account.get(id)?.version ?? 0);
  const contacts = listWrites(planned, 'contact');
  const people = contacts.map((change) => toContact(ctx, given, change, loaded.contact.get(change.id) ?? null));
  note('contact', contacts, (id) => loaded.contact.get(id)?.version ?? 0);
  // One connection takes statements in their order: while it carries one out, the next is made ready.
  await inTurn(progress, [
    ['accounts', () => saveAccounts(ctx, companies)],
    ['domains', () => addDomains(ctx, listDomains(planned))],
    ['contacts', () => saveContacts(ctx, people)],
    ['keys', () => addKeys(ctx, listKeys(planned, loaded))],
    ['ids', () => saveExternalIds(ctx, given.source, listExternalIds(planned))],
  ]);
  await progress.take('rest', async () => {
    const deals = listWrites(planned, 'deal');
    const business = await writeDeals(ctx, deals, planned, loaded);
    note('deal', deals, (id) => loaded.deal.get(id)?.version ?? 0);
    made.push(...(await writeTouches(ctx, given, planned)));
    made.push(...(await writeEntries(ctx, given, planned, loaded)));
    const changes = listChanges(planned, { account: companies, contact: people, deal: business }, loaded);
    await recordMade(ctx, given.id, { made, grown, changes });
  });
}

const listDomains = (planned: readonly PlannedRow[]) =>
  listRefs(planned, 'account', 'domain').map(({ key, id }) => ({ domain: key, accountId: id }));

/** Starts each piece of work as soon as the one before has been sent off; throws what failed first when all have ended. */
async function inTurn(
  progress: PartProgress,
  pieces: readonly (readonly [PartStep, () => Promise<unknown>])[],
): Promise<void> {
  const started: Promise<unknown>[] = [];
  for (const [step, work] of pieces) {
    const isFree = await progress.follow(step).then(
      () => true,
      () => false,
    );
    // Where the part before has failed, taking the step fails as well; that is told when all have ended.
    const piece = progress.take(step, work);
    piece.catch(() => {});
    started.push(piece);
    if (!isFree) break;
    await setImmediate();
  }
  for (const outcome of await Promise.allSettled(started)) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Each record once, as the last of its rows leaves it. */
function listWrites(planned: readonly PlannedRow[], object: RecordObject): Change[] {
  const changes = new Map<string, Change>();
  for (const { number, plans, draft } of planned) {
    const plan = plans[object];
    if (!plan?.id || (plan.outcome !== 'created' && plan.outcome !== 'updated')) continue;
    const before = changes.get(plan.id);
    changes.set(plan.id, {
      id: plan.id,
      rowNumber: before?.rowNumber ?? number,
      isNew: before?.isNew ?? plan.outcome === 'created',
      at: before?.at ?? draft.touch?.at ?? null,
      plan,
    });
  }
  return [...changes.values()];
}

const ownOf = (values: Values): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name.startsWith('custom.') && value !== null ? [[name.slice('custom.'.length), value]] : [],
    ),
  );

const textOf = (values: Values, name: string): string | null => {
  const value = values[name] ?? null;
  return value === null ? null : String(value);
};
const numberOf = (values: Values, name: string): number | null => {
  const value = values[name];
  return typeof value === 'number' ? value : null;
};
const instantOf = (values: Values, name: string): Date | null => {
  const at = numberOf(values, name);
  return at === null ? null : new Date(at);
};

/** What a file says is told when it is brought in: what is told later stands over it. */
const toldNow = (ctx: Ctx, differences: readonly { field: string }[]): Record<string, number> =>
  Object.fromEntries(differences.map(({ field }) => [field, ctx.now.getTime()]));

function toAccount(ctx: Ctx, { id, plan: { values } }: Change, before: AccountSave['before']): AccountSave {
  const blank = { ...{ id, revenue: null, ownerId: null, tier: null, isTarget: false }, toldAt: {}, companyKey: null };
  const after: AccountSave['after'] = {
    ...(before ?? { ...blank, createdAt: ctx.now, deletedAt: null, version: 0 }),
    name: textOf(values, 'name'),
    domain: before?.domain ?? textOf(values, 'domain'),
    industry: textOf(values, 'industry'),
    country: textOf(values, 'country'),
    employees: numberOf(values, 'employees'),
    ownerId: textOf(values, 'ownerId'),
    fields: ownOf(values),
  };
  const told = toldNow(ctx, listDifferences(accountFields, before ?? {}, after));
  return { before, after: { ...after, toldAt: { ...after.toldAt, ...told } } };
}

function toContact(
  ctx: Ctx,
  given: ImportRecord,
  { id, at, plan: { values } }: Change,
  before: ContactSave['before'],
): ContactSave {
  const createdAt = new Date(Math.min(numberOf(values, 'createdAt') ?? at ?? ctx.now.getTime(), ctx.now.getTime()));
  const people = { ownerId: null, foundBy: null, buyingRole: null, protectedUntil: null };
  const derived = { emailDomain: null, mailbox: null, reachable: false, zone: null };
  const rest = { consent: {}, toldAt: {}, createdAt, deletedAt: null, version: 0 };
  const after: ContactSave['after'] = {
    ...(before ?? { id, ...people, ...derived, ...rest }),
    accountId: textOf(values, 'accountId'),
    ownerId: textOf(values, 'ownerId'),
    email: textOf(values, 'email'),
    name: textOf(values, 'name'),
    firstName: textOf(values, 'firstName'),
    lastName: textOf(values, 'lastName'),
    title: textOf(values, 'title'),
    phone: textOf(values, 'phone'),
    country: textOf(values, 'country'),
    language: textOf(values, 'language'),
    source: textOf(values, 'source') ?? (before === null && !isSourced(given) ? given.source : null),
    fields: ownOf(values),
  };
  const told = toldNow(ctx, listDifferences(contactFields, before ?? {}, after));
  return { before, after: { ...after, toldAt: { ...after.toldAt, ...told } } };
}

/** A file that says where its contacts come from is believed, also where it says nothing. */
const isSourced = ({ columns }: ImportRecord): boolean => columns.some(({ field }) => field === 'contact.source');

async function writeDeals(
  ctx: Ctx,
  changes: readonly Change[],
  planned: readonly PlannedRow[],
  loaded: Loaded,
): Promise<DealSave[]> {
  if (changes.length === 0 && !planned.some(({ plans }) => plans.deal)) return [];
  const { currency } = await readWorkspace(ctx);
  const parties = new Map<string, Set<string>>();
  for (const { plans } of planned) {
    if (!plans.deal?.id || !plans.contact?.id) continue;
    parties.set(plans.deal.id, (parties.get(plans.deal.id) ?? new Set()).add(plans.contact.id));
  }
  const changed = new Map(changes.map((change) => [change.id, change]));
  const ids = new Set([...changed.keys(), ...parties.keys()]);
  const saves = [...ids].flatMap((id) => {
    const change = changed.get(id);
    const before = loaded.deal.get(id) ?? null;
    const after = change === undefined ? before : toDeal(change, before, currency);
    return after === null ? [] : [{ before, after, contactIds: [...(parties.get(id) ?? [])] }];
  });
  await saveDeals(ctx, saves);
  return saves;
}

function toDeal(
  { id, plan: { values, refs } }: Change,
  before: DealSave['before'],
  currency: string,
): DealSave['after'] {
  const wonAt = instantOf(values, 'wonAt');
  const lostAt = wonAt === null ? instantOf(values, 'lostAt') : null;
  const amount = numberOf(values, 'amount');
  const known = refs.find((ref) => ref.startsWith('ext:'))?.slice('ext:'.length);
  return {
    ...(before ?? { id, kind: 'new' as const, currency, version: 0 }),
    accountId: textOf(values, 'accountId'),
    name: textOf(values, 'name') ?? before?.name ?? (known === undefined ? 'Deal' : `Deal ${known}`),
    stage: textOf(values, 'stage') ?? (wonAt !== null ? 'won' : lostAt !== null ? 'lost' : 'open'),
    amount,
    baseAmount: amount,
    expectedClose: textOf(values, 'expectedClose'),
    openedAt: instantOf(values, 'openedAt'),
    wonAt,
    lostAt,
    lossReason: textOf(values, 'lossReason'),
    ownerId: textOf(values, 'ownerId'),
    sdrId: textOf(values, 'sdrId'),
    fields: ownOf(values),
  };
}

/** Touches of history: known when they happened, and never live. */
async function writeTouches(ctx: Ctx, given: ImportRecord, planned: readonly PlannedRow[]): Promise<MadeRecord[]> {
  const fresh = planned.flatMap(({ number, plans, draft }) =>
    plans.touch?.outcome === 'created' && plans.touch.id && plans.contact?.id && draft.touch
      ? [{ id: plans.touch.id, contactId: plans.contact.id, draft: draft.touch, rowNumber: number }]
      : [],
  );
  const identities = await giveIdentities(
    ctx,
    fresh.map(({ contactId }) => contactId),
  );
  await recordTouches(
    ctx,
    fresh.map(({ id, contactId, draft }) => ({
      id,
      identityId: requireIdentity(identities.get(contactId), contactId),
      ...wordsOf(draft),
      at: draft.at,
      knownAt: draft.at,
      department: given.touch.department,
      memberId: null,
      live: false,
      props: ownOf(draft.values),
      messageHash: null,
    })),
  );
  return fresh.map(({ id, draft, rowNumber }) => ({
    object: 'touch' as const,
    recordId: id,
    rowNumber,
    version: 1,
    at: new Date(draft.at),
  }));
}

function wordsOf({ values }: TouchDraft) {
  const word = (name: string) => textOf(values, name);
  return {
    kind: word('kind') ?? 'event',
    name: word('name'),
    path: word('path'),
    form: word('form'),
    campaign: word('campaign'),
    source: word('source'),
    medium: word('medium'),
    content: word('content'),
  };
}

function requireIdentity(id: number | undefined, contactId: string): number {
  if (id === undefined) throw new Error(`Contact ${contactId} has no identity`);
  return id;
}

function listRefs(planned: readonly PlannedRow[], object: ImportObject, kind: string): { key: string; id: string }[] {
  return planned.flatMap(({ plans }) => {
    const { id, refs = [] } = plans[object] ?? {};
    return refs.flatMap((ref) => (id && ref.startsWith(`${kind}:`) ? [{ key: ref.slice(kind.length + 1), id }] : []));
  });
}

function listKeys(planned: readonly PlannedRow[], { held }: Loaded) {
  return (['email', 'phone'] as const).flatMap((kind) =>
    listRefs(planned, 'contact', kind)
      .filter(({ key }) => !held.has(`${kind}:${key}`))
      .map(({ key, id }) => ({ kind, key, value: key, contactId: id })),
  );
}

function listExternalIds(planned: readonly PlannedRow[]): ExternalRef[] {
  const found = new Map<string, ExternalRef>();
  for (const { plans, members } of planned) {
    for (const { id, refs } of members) {
      for (const ref of refs.filter((one) => one.startsWith('ext:'))) {
        found.set(`member:${ref}`, { object: 'member', externalId: ref.slice('ext:'.length), recordId: id });
      }
    }
    for (const object of [...recordObjects, ...entryObjects]) {
      const { id, refs = [] } = plans[object] ?? {};
      for (const ref of refs) {
        const externalId = externalIdOf(ref);
        if (id && externalId !== null) found.set(`${object}:${externalId}`, { object, externalId, recordId: id });
      }
    }
  }
  return [...found.values()];
}
