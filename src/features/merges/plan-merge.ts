import type { Ctx } from '../../context.ts';
import { type MergePlan, type MergeRefusal, planMerge } from '../../core/identity/merge.ts';
import { accountMergeRules, contactMergeRules, type MergeRecord } from '../../core/identity/merge-rule.ts';
import { chooseSurvivor, type SurvivorFacts } from '../../core/identity/survivor.ts';
import { accountFields, contactFields } from '../../core/record-fields.ts';
import type { MergeObject } from '../../db/merge-tables.ts';
import { selectLinks } from './store.ts';

/** What both kinds of record have that a merge looks at. */
export type Values = {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly toldAt: Readonly<Record<string, number>>;
  readonly createdAt: Date;
  readonly consent?: Readonly<Record<string, 'granted' | 'denied'>>;
};

/** The ids of a record in other systems, by system, and its user id. */
export type Links = { externalIds: Record<string, string>; userId: string | null };

const names: Record<MergeObject, Readonly<Record<string, string>>> = { contact: contactFields, account: accountFields };
/** Kept beside the fields that have dates. */
const beside: Record<MergeObject, readonly string[]> = { contact: ['protectedUntil'], account: [] };
const asRows = new Set(['externalIds', 'userId', 'emails', 'phones', 'lists', 'optedOut']);
const instants = new Set(['createdAt', 'protectedUntil']);

export async function loadLinks(ctx: Ctx, object: MergeObject, ids: readonly string[]): Promise<Map<string, Links>> {
  const links = new Map<string, Links>(ids.map((id) => [id, { externalIds: {}, userId: null }]));
  for (const { recordId, source, value } of await selectLinks(ctx, object, ids)) {
    const own = links.get(recordId);
    if (own === undefined) continue;
    if (source === null) own.userId ??= value;
    else own.externalIds[source] ??= value;
  }
  return links;
}

/** A record as a flat set of fields: own ones as `custom.<key>`, instants as text. Consents are by purpose. */
export function toMergeRecord(object: MergeObject, values: Values, { externalIds, userId }: Links): MergeRecord {
  const all = new Map<string, unknown>(Object.entries(values));
  const plain = [...Object.keys(names[object]), ...beside[object], 'createdAt'].map((field) => {
    const value = all.get(field) ?? null;
    return [field, value instanceof Date ? value.toISOString() : value] as const;
  });
  const own = Object.entries(values.fields).map(([key, value]) => [`custom.${key}`, value] as const);
  const consents = values.consent === undefined ? {} : { consents: values.consent };
  const ids = object === 'contact' ? { externalIds, userId } : { externalIds };
  return { ...Object.fromEntries([...plain, ...own]), ...consents, ...ids, id: values.id };
}

/** The merge of two records, or why they are not one. `areOne`: somebody has said so of two user ids. */
export function planRecords(
  object: MergeObject,
  keep: MergeRecord,
  drop: MergeRecord,
  areOne: boolean,
): MergePlan | MergeRefusal {
  const rules = object === 'contact' ? contactMergeRules : accountMergeRules;
  const plan = planMerge(keep, areOne ? { ...drop, userId: null } : drop, rules, []);
  if (plan.refused !== null) return plan;
  // What a record has several of is moved as rows: ids, addresses, lists.
  return { ...plan, changes: plan.changes.filter(({ field }) => !asRows.has(field)) };
}

/** Values with some fields of a flat record in their place. */
export function withFields<V extends Values>(values: V, fields: Readonly<Record<string, unknown>>): V {
  const next = new Map<string, unknown>(Object.entries(values));
  const own = new Map(Object.entries(values.fields));
  for (const [field, value] of Object.entries(fields)) {
    if (field.startsWith('custom.')) {
      if (value === undefined || value === null) own.delete(field.slice('custom.'.length));
      else own.set(field.slice('custom.'.length), value);
    } else if (field === 'consents') next.set('consent', value ?? {});
    else next.set(field, instants.has(field) && typeof value === 'string' ? new Date(value) : (value ?? null));
  }
  return asValues<V>({ ...Object.fromEntries(next), fields: Object.fromEntries(own) });
}

/** The name under which it is kept when a field was last told. */
export function toldName(object: MergeObject, field: string): string {
  return names[object][field] ?? field;
}

/** Which of two stays when nobody says so. Addresses are not verified yet, so none is better than another. */
export function preferRecord(a: { values: Values; links: Links }, b: { values: Values; links: Links }) {
  const facts = ({ values, links }: typeof a): SurvivorFacts => ({
    id: values.id,
    isLinked: links.userId !== null || Object.keys(links.externalIds).length > 0,
    hasVerifiedEmail: false,
    createdAt: values.createdAt.getTime(),
  });
  return chooseSurvivor(facts(a), facts(b));
}

/** The same fields with other values, each of the type that the field has: they come from records of the same kind. */
const asValues = <V>(values: unknown): V => values as V;
