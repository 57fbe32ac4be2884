import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { endSessions } from '../sessions/end-sessions.ts';
import { countOpen, type HandoverPart, type OpenPart } from './handover.ts';
import { requireActive } from './lock-member.ts';
import { readMember } from './read-member.ts';
import { refuseLastAdmin } from './refuse-last-admin.ts';
import type { Member } from './schema.ts';
import { lockMemberRow, lockRoster, updateMember } from './store.ts';

/** Closes a member's account and hands everything open to the successor: all of it or, when one part cannot go, nothing. */
export async function deactivateMember(
  ctx: Ctx,
  memberId: string,
  successorId: string | null,
  parts: readonly HandoverPart[],
): Promise<Member> {
  return tx(ctx, async (ctx) => {
    await lockRoster(ctx);
    // From here on nothing new can be given to the member: whoever tries waits for this lock, then finds them inactive.
    const member = requireFound('member', await lockMemberRow(ctx, memberId, 'change'));
    if (!member.active) throw new BatonError('conflict', 'member.not-active', `${member.name} is deactivated already.`);
    await refuseLastAdmin(ctx, member);
    if (successorId !== null) await lockSuccessor(ctx, memberId, successorId);
    const open = await countOpen(ctx, parts, memberId);
    if (open.length > 0) await handOver(ctx, parts, open, memberId, successorId);
    await updateMember(ctx, memberId, { active: false });
    await endSessions(ctx, memberId);
    const handedOver = Object.fromEntries(open.map(({ kind, count }) => [kind, count]));
    await recordChange(ctx, {
      verb: 'member.deactivated',
      object: 'member',
      objectId: memberId,
      before: { active: true },
      after: { active: false, ...(open.length > 0 ? { successorId, handedOver } : {}) },
    });
    return readMember(ctx, memberId);
  });
}

async function lockSuccessor(ctx: Ctx, memberId: string, successorId: string): Promise<void> {
  requireActive(await lockMemberRow(ctx, successorId, 'use'), '#/successorId');
  if (successorId !== memberId) return;
  const detail = 'Choose somebody else to take over.';
  throw new BatonError('invalid', 'member.successor-self', detail, { errors: [{ pointer: '#/successorId', detail }] });
}

async function handOver(
  ctx: Ctx,
  parts: readonly HandoverPart[],
  open: OpenPart[],
  memberId: string,
  successorId: string | null,
): Promise<void> {
  if (successorId === null) {
    const list = open.map(({ label, count }) => `${label.toLowerCase()} (${count})`).join(', ');
    const detail = `Choose who takes over: ${list}.`;
    throw new BatonError('conflict', 'member.successor-needed', detail, {
      errors: [{ pointer: '#/successorId', detail }],
      extra: { parts: open },
    });
  }
  const kinds = new Set(open.map(({ kind }) => kind));
  const moving = parts.filter(({ kind }) => kinds.has(kind));
  // All are asked before the first moves: a refusal has changed nothing, not even for a moment.
  for (const part of moving) await part.refuse?.(ctx, memberId, successorId);
  for (const part of moving) await part.move(ctx, memberId, successorId);
  const left = await countOpen(ctx, parts, memberId);
  if (left.length > 0) throw new Error(`The handover left behind: ${left.map(({ kind }) => kind).join(', ')}`);
}
