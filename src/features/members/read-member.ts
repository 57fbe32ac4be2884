import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import type { Member } from './schema.ts';
import { findMemberRow, type MemberRow } from './store.ts';

export async function readMember(ctx: Ctx, memberId: string): Promise<Member> {
  return toMember(requireFound('member', await findMemberRow(ctx, memberId)));
}

export function toMember(row: MemberRow): Member {
  const { nameKey: _, lastSeenAt, createdAt, ...member } = row;
  return { ...member, lastSeenAt: lastSeenAt?.toISOString() ?? null, createdAt: createdAt.toISOString() };
}
