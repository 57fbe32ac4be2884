import type { Ctx } from '../../context.ts';
import type { VersionCaller, VersionMove } from '../../core/agreement/version-life.ts';
import { refuseMove } from '../../core/agreement/version-life.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { lockRoles } from '../members/lock-member.ts';
import { listDepartments } from '../workspaces/list-departments.ts';
import { type CheckedText, checkText } from './check-text.ts';
import { startDueVersion } from './start-version.ts';
import { listSignatures, lockVersionRow, type VersionRow } from './store.ts';
import { lifeOf } from './summarise-version.ts';

/** A version that is about to change, its text, and who changes it. */
export type LockedVersion = { row: VersionRow; text: CheckedText; caller: VersionCaller };

/**
 * Makes this transaction the only one that moves agreements or names heads in the workspace, and sees to it that what is
 * due is in force: signing, editing and proposing at once happen one after the other, each seeing what the other did.
 */
export async function lockAgreements(ctx: Ctx): Promise<void> {
  await lockRoles(ctx);
  await startDueVersion(ctx);
}

export async function lockVersion(ctx: Ctx, versionId: string): Promise<LockedVersion> {
  await lockAgreements(ctx);
  const row = requireFound('agreement', await lockVersionRow(ctx, versionId));
  return { row, text: await checkText(ctx, row.source), caller: await confirmCaller(ctx) };
}

/** Throws `agreement.forbidden` (403) or `agreement.wrong-state` (409), each with what to do. */
export async function requireMove(ctx: Ctx, { row, text, caller }: LockedVersion, move: VersionMove): Promise<void> {
  const refusal = refuseMove(lifeOf(row, text, await listSignatures(ctx, row.id)), caller, move);
  if (refusal === null) return;
  if (refusal.by === 'caller') throw new BatonError('forbidden', 'agreement.forbidden', refusal.message);
  throw new BatonError('conflict', 'agreement.wrong-state', refusal.message, { extra: { versionStatus: row.status } });
}

/** Who acts, as it is under the lock: somebody else may have become head since the request came in. */
async function confirmCaller(ctx: Ctx): Promise<VersionCaller> {
  const { actor } = ctx;
  if (actor.kind !== 'member') return { role: null, actsFor: [] };
  const { data: posts } = await listDepartments(ctx);
  const holds = posts.filter(({ headId, deputyId }) => headId === actor.id || deputyId === actor.id);
  const actsFor = actor.actsFor.filter((department) => holds.some((post) => post.department === department));
  return { role: actor.role, actsFor };
}
