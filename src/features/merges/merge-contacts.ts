import { type Ctx, tx } from '../../context.ts';
import { applyMerge, type MergeChange, type MergeRefusal } from '../../core/identity/merge.ts';
import { contactFields, listDifferences } from '../../core/record-fields.ts';
import { newId } from '../../db/ids.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { listConsents } from '../consents/list-consents.ts';
import { type NewConsent, recordConsents } from '../consents/record-consents.ts';
import { findContacts } from '../contacts/find-contacts.ts';
import { saveContacts } from '../contacts/save-contacts.ts';
import { resolveDuplicates } from '../duplicates/resolve-duplicates.ts';
import { mergeHandoffs } from '../handoffs/merge-handoffs.ts';
import { pinIdentitiesOf } from '../identities/pin-identities.ts';
import { mergeStages } from './merge-stages.ts';
import { loadLinks, planRecords, toldName, toMergeRecord, withFields } from './plan-merge.ts';
import { type CarriedOut, type MergeCause, newMergeId, nothingMoved, saveMerges } from './save-merges.ts';
import { markMerged, moveEntries, moveRows, type Pair } from './store.ts';

type Contact = Awaited<ReturnType<typeof findContacts>>['contacts'][number];
type Planned = Pair & { id: string; why: string; changes: readonly MergeChange[]; told: Record<string, number | null> };

export type MergedContacts = {
  merges: readonly { id: string; keepId: string; dropId: string }[];
  /** Those that may not be one person by what is known of them: they belong into the queue of duplicates. */
  refused: readonly (Pair & { refusal: MergeRefusal })[];
};

/** What merging is told: which records become which, and why. */
export type MergeOrder = {
  pairs: readonly (Pair & { why: string })[];
  cause: MergeCause;
  memberId: string | null;
  /** Somebody has said that two user ids are one person. */
  areOne?: boolean;
};

/**
 * Makes contacts one that messages have proved to be one person, in the transaction of the messages. A contact is in one group
 * only, and a `keepId` in none of the `dropIds`. The caller judges the survivors; until then their facts are marked as out of date.
 *
 * @returns also whom it refused, since they have different ids in another system
 */
export function mergeContactGroups(
  ctx: Ctx,
  groups: readonly { keepId: string; dropIds: readonly string[] }[],
  cause: 'identity',
): Promise<MergedContacts> {
  const why = 'A message proved them to be one person.';
  const pairs = groups.flatMap(({ keepId, dropIds }) => dropIds.map((dropId) => ({ keepId, dropId, why })));
  return carryOut(ctx, { pairs, cause, memberId: null, areOne: true });
}

/** Merges contacts as ordered, all or none but those that are refused. Touches stay with their identities, which move. */
export async function carryOut(
  ctx: Ctx,
  { pairs, cause, memberId, areOne = false }: MergeOrder,
): Promise<MergedContacts> {
  return tx(ctx, async (ctx) => {
    const ids = [...new Set(pairs.flatMap(({ keepId, dropId }) => [keepId, dropId]))];
    const before = new Map((await findContacts(ctx, ids, [])).contacts.map((row) => [row.id, row]));
    const { planned, refused, after } = await plan(ctx, pairs, before, { areOne, cause });
    if (planned.length === 0) return { merges: [], refused };
    const relay = await findRelayInForce(ctx);
    const handoffs = await mergeHandoffs(ctx, planned);
    const actor =
      memberId === null ? ({ kind: 'rule', id: 'merge' } as const) : ({ kind: 'user', id: memberId } as const);
    const worked = planned.map((pair, n) => ({ ...pair, isDropWorked: handoffs[n]?.isDropWorked ?? false }));
    const stages = relay === null ? [] : await mergeStages(ctx, relay, worked, actor);
    // Who was one person all along has said all of it: the last word holds.
    const consents = cause === 'identity' ? [] : await restrictConsents(ctx, planned, before);
    const rows = await moveRows(ctx, 'contact', planned);
    if (cause === 'member') await pinIdentitiesOf(ctx, [...new Set(planned.map(({ keepId }) => keepId))]);
    const lists = await moveEntries(ctx, 'lists', planned);
    const deals = await moveEntries(ctx, 'deals', planned);
    const duplicates = await resolveDuplicates(ctx, 'contact', planned, memberId);
    await recordConsents(ctx, consents);
    await saveContacts(
      ctx,
      [...after].map(([id, values]) => ({ before: before.get(id) ?? null, after: values })),
    );
    await markMerged(
      ctx,
      'contact',
      planned.map(({ keepId, dropId }, n) => ({ keepId, dropId, wakes: stages[n]?.wakes ?? false })),
    );
    const merges = planned.map(({ id, keepId, dropId, why, changes, told }, n): CarriedOut => {
      const { isDropWorked: _, ...ended } = handoffs[n] ?? { isDropWorked: false, handoffs: [], cancelled: [] };
      const { wakes: __, ...moved } = stages[n] ?? { wakes: false, moves: [], qualifications: [], withdrawn: [] };
      return {
        ...{ id, keepId, dropId, why, changes },
        moved: {
          ...nothingMoved(),
          ...ended,
          ...moved,
          rows: rows.get(dropId) ?? {},
          lists: lists.get(dropId) ?? [],
          deals: deals.get(dropId) ?? [],
          consents: consents.filter(({ proof }) => proof.mergeId === id).map((consent) => consent.id),
          told,
          duplicates: duplicates.get(dropId) ?? [],
        },
      };
    });
    await saveMerges(ctx, 'contact', merges, { cause, memberId });
    return { merges: merges.map(({ id, keepId, dropId }) => ({ id, keepId, dropId })), refused };
  });
}

/** Plans each merge on what the ones before have made of the survivor. */
async function plan(
  ctx: Ctx,
  pairs: MergeOrder['pairs'],
  before: ReadonlyMap<string, Contact>,
  { areOne, cause }: { areOne: boolean; cause: MergeCause },
) {
  const links = await loadLinks(ctx, 'contact', [...before.keys()]);
  const planned: Planned[] = [];
  const refused: (Pair & { refusal: MergeRefusal })[] = [];
  const after = new Map<string, Contact>();
  for (const { keepId, dropId, why } of pairs) {
    const [keep, drop] = [after.get(keepId) ?? before.get(keepId), before.get(dropId)];
    const [ours, theirs] = [links.get(keepId), links.get(dropId)];
    if (!(keep && drop && ours && theirs)) continue;
    const record = toMergeRecord('contact', keep, ours);
    const merge = planRecords('contact', record, toMergeRecord('contact', drop, theirs), areOne);
    if (merge.refused !== null) {
      refused.push({ keepId, dropId, refusal: merge });
      continue;
    }
    const fields = applyMerge(merge, record);
    const changed = Object.fromEntries(merge.changes.map(({ field }) => [field, fields[field]]));
    const told = Object.fromEntries(
      merge.changes.map(({ field }) => [toldName('contact', field), keep.toldAt[toldName('contact', field)] ?? null]),
    );
    const heard = Object.keys(told).flatMap((name) =>
      drop.toldAt[name] === undefined ? [] : [[name, drop.toldAt[name]]],
    );
    // Where somebody chose between two values, older messages of the other record do not choose again.
    const chosen = cause === 'identity' ? [] : listChosen(keep, drop).map((name) => [name, ctx.now.getTime()]);
    after.set(keepId, {
      ...withFields(keep, changed),
      toldAt: { ...keep.toldAt, ...Object.fromEntries(heard), ...Object.fromEntries(chosen) },
    });
    links.set(keepId, {
      externalIds: { ...theirs.externalIds, ...ours.externalIds },
      userId: ours.userId ?? theirs.userId,
    });
    planned.push({ id: newMergeId(ctx), keepId, dropId, why, changes: merge.changes, told });
  }
  return { planned, refused, after };
}

/** The fields of which both records have a value, and not the same. */
function listChosen(keep: Contact, drop: Contact): string[] {
  return listDifferences(contactFields, drop, keep).flatMap(({ field, old, new: kept }) =>
    old === null || kept === null ? [] : [field],
  );
}

/** Where one record refuses what the other allowed later, the refusal stands as the last word. */
async function restrictConsents(
  ctx: Ctx,
  planned: readonly Planned[],
  contacts: ReadonlyMap<string, Contact>,
): Promise<NewConsent[]> {
  const made: NewConsent[] = [];
  for (const { id, keepId, dropId } of planned) {
    const [ours, theirs] = [contacts.get(keepId)?.consent ?? {}, contacts.get(dropId)?.consent ?? {}];
    const differ = Object.keys(ours).filter((purpose) => (theirs[purpose] ?? ours[purpose]) !== ours[purpose]);
    if (differ.length === 0) continue;
    const words = [...(await listConsents(ctx, keepId)), ...(await listConsents(ctx, dropId))];
    for (const purpose of differ) {
      const last = words.filter((word) => word.purpose === purpose).toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
      if (last?.status === 'denied') continue;
      made.push({
        ...{ id: newId(ctx.now), contactId: keepId, purpose, status: 'denied', at: ctx.now, knownAt: ctx.now },
        proof: { how: 'Merged: one of the two records refused it', mergeId: id },
      });
    }
  }
  return made;
}
