import type { Ctx } from '../../context.ts';
import { accountFields, contactFields } from '../../core/record-fields.ts';
import { findAccounts } from '../accounts/find-accounts.ts';
import { saveAccounts } from '../accounts/save-accounts.ts';
import { findContacts } from '../contacts/find-contacts.ts';
import { saveContacts } from '../contacts/save-contacts.ts';
import { findDeals } from '../deals/find-deals.ts';
import { dealFields } from '../deals/name-fields.ts';
import { saveDeals } from '../deals/save-deals.ts';
import { deleteChanges, deleteRefs, keepChanges, selectChanges } from './store.ts';

type Change = Awaited<ReturnType<typeof selectChanges>>[number];
type Restored = { restored: number; kept: number; contactIds: string[] };

/**
 * Gives records that were there before an import the next of the values back that it changed, field by field, in the caller's
 * transaction. What somebody has changed since stays, and is listed. Null where there is nothing more.
 */
export async function restoreValues(
  ctx: Ctx,
  { id, source }: { id: string; source: string },
  limit: number,
): Promise<Restored | null> {
  const changes = await selectChanges(ctx, id, limit);
  if (changes.length === 0) return null;
  const back = new Restoring();
  const of = (object: Change['object']) => changes.filter((change) => change.object === object && !isRef(change));
  await restoreContacts(ctx, of('contact'), back);
  await restoreAccounts(ctx, of('account'), back);
  await restoreDeals(ctx, of('deal'), back);
  await deleteRefs(ctx, source, changes.filter(isRef).map(toRef));
  for (const { recordId } of changes.filter(isRef)) back.records.add(recordId);
  const kept = [...back.kept].map(([change, why]) => ({ ...change, why }));
  await keepChanges(ctx, id, kept);
  await deleteChanges(
    ctx,
    id,
    changes.filter((change) => !back.kept.has(change)),
  );
  const contactIds = changes.flatMap(({ object, recordId }) => (object === 'contact' ? recordId : []));
  return { restored: back.records.size, kept: kept.length, contactIds: [...new Set(contactIds)] };
}

/** What became of each change so far. */
class Restoring {
  readonly kept = new Map<Change, string>();
  readonly records = new Set<string>();

  /** Those of records that are still there, by record. */
  group(changes: readonly Change[], found: readonly { id: string }[]): Map<string, Change[]> {
    const ids = new Set(found.map(({ id }) => id));
    for (const change of changes) if (!ids.has(change.recordId)) this.kept.set(change, 'It was removed since.');
    return Map.groupBy(changes, ({ recordId }) => recordId);
  }

  /** A record with its older values, as far as its newer ones are still the import's; null where none is. */
  setBack<Values extends Fielded>(
    record: Values,
    changes: readonly Change[],
    names: Readonly<Record<string, string>>,
  ): { after: Values; told: Map<string, number | null> } | null {
    const keys = new Map(Object.entries(names).map(([key, field]) => [field, key]));
    const after: Record<string, unknown> = { ...record };
    const own: Record<string, unknown> = { ...record.fields };
    const told = new Map<string, number | null>();
    for (const change of changes) {
      const { field, old, oldToldAt } = change;
      const key = keys.get(field);
      const name = field.slice('custom.'.length);
      if (JSON.stringify((key === undefined ? own[name] : after[key]) ?? null) !== JSON.stringify(change.new)) {
        this.kept.set(change, `Its ${field.replace(/^custom\./, '').replaceAll('_', ' ')} was changed since.`);
        continue;
      }
      told.set(field, oldToldAt);
      if (key !== undefined) after[key] = toValue(key, old);
      else if (old === null) delete own[name];
      else own[name] = old;
    }
    if (told.size === 0) return null;
    this.records.add(record.id);
    return { after: toRecord<Values>({ ...after, fields: own }), told };
  }
}

type Fielded = { readonly id: string; readonly fields: Readonly<Record<string, unknown>> };

const isRef = ({ field }: Change): boolean => field.startsWith('ref:');

function toRef({ object, recordId, field }: Change) {
  const [, kind = '', ...value] = field.split(':');
  return { object, recordId, kind, value: value.join(':') };
}

/** Instants are texts in what was noted. */
const toValue = (key: string, old: unknown): unknown =>
  key.endsWith('At') && typeof old === 'string' ? new Date(old) : old;

/** The values come from a record of this kind, under the names of its columns. */
const toRecord = <Values>(values: Record<string, unknown>): Values => values as Values;

/** What was told before the import counts as told then, so that what is told later stands over it. */
function tellBack(toldAt: Readonly<Record<string, number>>, told: ReadonlyMap<string, number | null>) {
  const kept = Object.entries(toldAt).filter(([field]) => !told.has(field));
  const old = [...told].flatMap(([field, at]): [string, number][] => (at === null ? [] : [[field, at]]));
  return Object.fromEntries([...kept, ...old]);
}

async function restoreContacts(ctx: Ctx, changes: readonly Change[], back: Restoring): Promise<void> {
  const { contacts } = await findContacts(ctx, [...new Set(changes.map(({ recordId }) => recordId))], []);
  const groups = back.group(changes, contacts);
  await saveContacts(
    ctx,
    contacts.flatMap((before) => {
      const set = back.setBack(before, groups.get(before.id) ?? [], contactFields);
      return set === null ? [] : [{ before, after: { ...set.after, toldAt: tellBack(before.toldAt, set.told) } }];
    }),
  );
}

async function restoreAccounts(ctx: Ctx, changes: readonly Change[], back: Restoring): Promise<void> {
  const ids = [...new Set(changes.map(({ recordId }) => recordId))];
  const accounts = await findAccounts(ctx, { ids, domains: [], companyKeys: [] });
  const groups = back.group(changes, accounts);
  await saveAccounts(
    ctx,
    accounts.flatMap(({ domains: _, ...before }) => {
      const set = back.setBack(before, groups.get(before.id) ?? [], accountFields);
      return set === null ? [] : [{ before, after: { ...set.after, toldAt: tellBack(before.toldAt, set.told) } }];
    }),
  );
}

async function restoreDeals(ctx: Ctx, changes: readonly Change[], back: Restoring): Promise<void> {
  const deals = await findDeals(ctx, [...new Set(changes.map(({ recordId }) => recordId))]);
  const groups = back.group(changes, deals);
  await saveDeals(
    ctx,
    deals.flatMap((before) => {
      const set = back.setBack(before, groups.get(before.id) ?? [], dealFields);
      if (set === null) return [];
      return [{ before, after: { ...set.after, baseAmount: set.after.amount }, contactIds: [] }];
    }),
  );
}
