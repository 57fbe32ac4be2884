import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import type { MergeObject } from '../../db/merge-tables.ts';
import { findAccounts } from '../accounts/find-accounts.ts';
import { findContacts } from '../contacts/find-contacts.ts';
import { countOpen } from '../handoffs/count-open.ts';
import { type Links, loadLinks, planRecords, preferRecord, toMergeRecord, type Values } from './plan-merge.ts';
import type { MergePreview, previewContactMerge } from './schema.ts';
import { countRows, lockRecords } from './store.ts';

export type Choice = z.output<NonNullable<(typeof previewContactMerge)['body']>>;

type Known = { values: Values & { name: string | null; version: number }; label: string; links: Links };

/** What a merge of two records would do: which stays and why, what changes, what moves, and why it is refused where it is. */
export async function previewMerge(
  ctx: Ctx,
  object: MergeObject,
  recordId: string,
  choice: Choice,
): Promise<MergePreview> {
  return tx(ctx, async (ctx) => {
    const { keep, drop, why } = await choosePair(ctx, object, recordId, choice);
    const ours = toMergeRecord(object, keep.values, keep.links);
    const theirs = toMergeRecord(object, drop.values, drop.links);
    const plan = planRecords(object, ours, theirs, choice.areOne);
    const systems = Object.keys(keep.links.externalIds).filter((system) => {
      const other = drop.links.externalIds[system];
      return other !== undefined && other !== keep.links.externalIds[system];
    });
    const ids = [keep.values.id, drop.values.id];
    return {
      survivor: { id: keep.values.id, name: keep.label, version: keep.values.version },
      merged: { id: drop.values.id, name: drop.label, version: drop.values.version },
      why,
      refused:
        plan.refused === null
          ? null
          : {
              fields: [...plan.fields],
              systems,
              why: sayRefusal(object, plan.fields, systems),
              isForYouToSay: plan.fields.every((field) => field === 'userId'),
            },
      changes:
        plan.refused === null
          ? plan.changes.map(({ field, before = null, after, why }) => ({ field, before, after, why }))
          : [],
      moves: await countRows(ctx, object, drop.values.id),
      endsHandoff: object === 'contact' && (await countOpen(ctx, ids)) > 1,
    };
  });
}

/** Why two records are not merged, and what can be done about it. */
export function sayRefusal(object: MergeObject, fields: readonly string[], systems: readonly string[]): string {
  if (fields.includes('externalIds')) {
    const which = systems.length === 0 ? 'another system' : systems.join(' and ');
    const they = object === 'contact' ? 'two people' : 'two companies';
    return `They have different ids in ${which}, which knows them as ${they}. Merge them there first.`;
  }
  return 'Each has a user id of its own, and a user id is one person. If they are one person all the same, say so.';
}

/** Both records, of which the one that stays comes first. Throws where one is out of reach, removed or merged already. */
export async function choosePair(
  ctx: Ctx,
  object: MergeObject,
  recordId: string,
  { otherId, survivorId }: Choice,
): Promise<{ keep: Known; drop: Known; why: string; versions: Map<string, number> }> {
  if (recordId === otherId) {
    throw new BatonError('invalid', 'merge.same-record', 'This is one record, not two. Choose another one.');
  }
  if (survivorId !== undefined && survivorId !== recordId && survivorId !== otherId) {
    throw new BatonError('invalid', 'merge.survivor-unknown', 'One of the two records has to be the one that stays.');
  }
  const locked = await lockRecords(ctx, object, [recordId, otherId]);
  for (const id of [recordId, otherId]) {
    const row = requireFound(
      object,
      locked.find((one) => one.id === id),
    );
    if (row.mergedInto !== null || row.deletedAt !== null) {
      const detail =
        row.mergedInto === null ? 'was removed. Restore it first.' : 'was merged into another one already.';
      throw new BatonError('conflict', 'merge.not-standing', `One of the two records ${detail}`);
    }
  }
  const [a, b] = await loadKnown(ctx, object, [recordId, otherId]);
  const preferred = preferRecord(a, b);
  const chosen = survivorId ?? preferred.survivorId;
  const why = survivorId === undefined || survivorId === preferred.survivorId ? preferred.why : 'It was chosen.';
  const versions = new Map(locked.map(({ id, version }) => [id, version]));
  return chosen === a.values.id ? { keep: a, drop: b, why, versions } : { keep: b, drop: a, why, versions };
}

async function loadKnown(ctx: Ctx, object: MergeObject, ids: readonly [string, string]): Promise<[Known, Known]> {
  const links = await loadLinks(ctx, object, ids);
  const rows =
    object === 'contact'
      ? (await findContacts(ctx, ids, [])).contacts.map((row) => ({
          ...row,
          label: row.name ?? row.email ?? row.phone ?? '',
        }))
      : (await findAccounts(ctx, { ids, domains: [], companyKeys: [] })).map((row) => ({
          ...row,
          label: row.name ?? row.domain ?? '',
        }));
  const known = (id: string): Known => {
    const row = requireFound(
      object,
      rows.find((one) => one.id === id),
    );
    const { label, ...values } = row;
    return { values, label, links: links.get(id) ?? { externalIds: {}, userId: null } };
  };
  return [known(ids[0]), known(ids[1])];
}
