import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireVersion } from '../../core/version.ts';
import type { MergeObject } from '../../db/merge-tables.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { readMerge } from './list-merges.ts';
import { mergeAccounts } from './merge-accounts.ts';
import { carryOut } from './merge-contacts.ts';
import { type Choice, choosePair, sayRefusal } from './preview-merge.ts';
import type { Merge } from './schema.ts';

/** Merges two records as somebody decided who has seen both: a version of either that is stale is refused. */
export async function mergeRecords(
  ctx: Ctx,
  object: MergeObject,
  recordId: string,
  version: number,
  { otherVersion, ...choice }: Choice & { otherVersion: number },
): Promise<Merge> {
  return tx(ctx, async (ctx) => {
    const { keep, drop, why, versions } = await choosePair(ctx, object, recordId, choice);
    requireVersion(object, { version: versions.get(recordId) ?? 0 }, version);
    requireVersion(object, { version: versions.get(choice.otherId) ?? 0 }, otherVersion);
    const memberId = await findResponsibleMember(ctx);
    const pair = { keepId: keep.values.id, dropId: drop.values.id };
    const systems = Object.keys(keep.links.externalIds).filter((system) => {
      const other = drop.links.externalIds[system];
      return other !== undefined && other !== keep.links.externalIds[system];
    });
    const refuse = (fields: readonly string[]) =>
      new BatonError('conflict', 'merge.conflicting-ids', sayRefusal(object, fields, systems), {
        extra: { fields, systems },
      });
    if (object === 'account') {
      const made = await mergeAccounts(ctx, pair, { why, memberId });
      if (typeof made !== 'string') throw refuse(made.fields);
      await judgeEdited(ctx, 'account', [pair.keepId]);
      return readMerge(ctx, made);
    }
    const order = { pairs: [{ ...pair, why }], cause: 'member' as const, memberId, areOne: choice.areOne };
    const { merges, refused } = await carryOut(ctx, order);
    if (refused[0] !== undefined) throw refuse(refused[0].refusal.fields);
    await judgeEdited(ctx, 'contact', [pair.keepId]);
    return readMerge(ctx, merges[0]?.id ?? '');
  });
}
