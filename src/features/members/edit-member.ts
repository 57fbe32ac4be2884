import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { applyChange } from '../../core/change.ts';
import { BatonError } from '../../core/errors.ts';
import { sortKey } from '../../core/text.ts';
import { requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { rotateSessions } from '../sessions/rotate-sessions.ts';
import { readMember } from './read-member.ts';
import { refuseKeyGrant } from './refuse-key-grant.ts';
import { refuseLastAdmin } from './refuse-last-admin.ts';
import type { editMember as contract, Member } from './schema.ts';
import { type LockedMember, lockMemberRow, lockRoster, updateMember } from './store.ts';

type Change = z.output<NonNullable<(typeof contract)['body']>>;

/** Changes a member. A new role gives every session of theirs a new token, so that none from before carries the new rights. */
export async function editMember(ctx: Ctx, memberId: string, change: Change, version: number): Promise<Member> {
  return tx(ctx, async (ctx) => {
    await lockRoster(ctx);
    const before = requireVersion('member', await lockMemberRow(ctx, memberId, 'change'), version);
    await changeMember(ctx, before, change);
    return readMember(ctx, memberId);
  });
}

/** Saves and records what differs; nothing at all when nothing does. Needs the roster's and the member's lock. */
export async function changeMember(ctx: Ctx, before: LockedMember, change: Change): Promise<void> {
  const { name, department, role, visibility } = before;
  const old = { name, department, role, visibility };
  const { next, changed } = applyChange(old, change);
  if (changed.length === 0) return;
  const newRole = changed.includes('role');
  if (newRole) await refuseRole(ctx, before, next.role);
  await updateMember(ctx, before.id, { ...next, nameKey: sortKey(next.name) });
  if (newRole) await rotateSessions(ctx, before.id);
  await recordChange(ctx, { verb: 'member.edited', object: 'member', objectId: before.id, before: old, after: next });
}

async function refuseRole(ctx: Ctx, member: LockedMember, role: LockedMember['role']): Promise<void> {
  refuseKeyGrant(ctx, { role });
  if (role !== 'admin') await refuseLastAdmin(ctx, member, '#/role');
  if (role === 'head' || role === 'admin' || role === 'sponsor') return;
  const { heads } = await readMember(ctx, member.id);
  if (heads.length === 0) return;
  const detail = `${member.name} heads a department, which needs the role head, admin or sponsor. Name another head first.`;
  throw new BatonError('conflict', 'member.heads-department', detail, { errors: [{ pointer: '#/role', detail }] });
}
