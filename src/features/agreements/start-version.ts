import { type Ctx, tx } from '../../context.ts';
import { inWorkspace, type JobCtx } from '../../jobs/job.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockRoles } from '../members/lock-member.ts';
import { notifyMembers } from '../notifications/notify-members.ts';
import { notifyParties } from './notify-parties.ts';
import {
  findCurrent,
  findDue,
  listAcknowledgementRows,
  listDueWorkspaces,
  listSigners,
  updateVersion,
} from './store.ts';

/**
 * Brings the signed version whose instant has come into force, from exactly that instant on, whenever it is noticed; what
 * was in force until then ends at it. Needs the lock of agreements.
 */
export async function startDueVersion(by: Ctx): Promise<void> {
  // Time does it, not whoever happens to come by.
  const ctx: Ctx = { ...by, actor: { kind: 'system', id: null } };
  const due = await findDue(ctx);
  if (!due || due.effectiveAt === null) return;
  const at = due.effectiveAt;
  const current = await findCurrent(ctx);
  if (current) {
    await updateVersion(ctx, current.id, { status: 'superseded', inForceTo: at });
    const after = { status: 'superseded', inForceTo: at.toISOString(), supersededBy: due.id };
    await recordChange(ctx, { verb: 'agreement.superseded', object: 'agreement', objectId: current.id, after });
  }
  await updateVersion(ctx, due.id, { status: 'in-force', inForceFrom: at });
  const after = { status: 'in-force', inForceFrom: at.toISOString() };
  await recordChange(ctx, { verb: 'agreement.came-into-force', object: 'agreement', objectId: due.id, after });
  await notifyParties(ctx, due.id, 'in-force', ['marketing', 'sales', 'sponsor']);
  // Those who sign have just been told.
  const signers = new Set((await listSigners(ctx)).map(({ memberId }) => memberId));
  const members = (await listAcknowledgementRows(ctx, due.id)).filter(
    ({ id, acknowledgedAt }) => acknowledgedAt === null && !signers.has(id),
  );
  await notifyMembers(ctx, [
    {
      ...{ kind: 'agreement-to-confirm', key: `agreement-to-confirm:${due.id}`, object: 'agreement', objectId: due.id },
      memberIds: members.map(({ id }) => id),
      text: `Version ${due.number} of our agreement is in force. Please read and confirm it.`,
    },
  ]);
}

/** Whatever is due in any workspace. */
export async function startDueVersions(ctx: JobCtx): Promise<void> {
  const failures: unknown[] = [];
  for (const workspace of await listDueWorkspaces(ctx.db, ctx.now)) {
    // What fails in one workspace is tried again; the others do not wait for it.
    await tx(inWorkspace(ctx, workspace), async (ctx) => {
      await lockRoles(ctx);
      await startDueVersion(ctx);
    }).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Agreements that are due did not come into force');
}
