/** Which departments and members the signed-in role may act for, so that a page offers only what the server will allow. */
import { useQueries } from '@tanstack/react-query';
import type { Access, Department, MemberDepartment, Reach } from '../../../src/core/access.ts';
import { listMembers } from '../../../src/features/members/schema.ts';
import type { SessionState } from '../../../src/features/sessions/schema.ts';
import { listTeams } from '../../../src/features/teams/schema.ts';
import { queryOf, useList } from '../../queries.ts';
import { useSession } from '../../session.ts';

export function reachOf({ member }: SessionState, { access }: { readonly access: Access }): Reach | null {
  return typeof access === 'string' ? 'own' : (access.roles[member.role] ?? null);
}

/** Records of a department, such as teams. `both` belongs to each head. */
export function reachesDepartment(
  session: SessionState,
  contract: { readonly access: Access },
  department: MemberDepartment,
): boolean {
  const reach = reachOf(session, contract);
  const { actsFor } = session.member;
  if (reach === 'all') return true;
  return reach === 'department' && (department === 'both' ? actsFor.length > 0 : actsFor.includes(department));
}

/** How the members in reach can be chosen: everybody, those of a department, or these few. */
export type MemberReach = {
  /** For the search of members; undefined for no bound by department. */
  department?: Department;
  /** All that can be chosen, where they are few enough to be listed. */
  only?: { id: string; name: string }[];
  reaches: (memberId: string) => boolean;
};

const atMost = 200;

export function useMemberReach(contract: { readonly access: Access }): MemberReach {
  const session = useSession();
  const { member: me } = session;
  const reach = reachOf(session, contract);
  const { rows: teams = [] } = useList(listTeams, {});
  const asked = reach === 'department' && me.actsFor.length === 1 ? me.actsFor : [];
  const found = useQueries({
    queries: asked.map((department) => queryOf(listMembers, { query: { department, limit: atMost } })),
  });
  if (reach === 'all') return { reaches: () => true };
  if (reach === 'department' && me.actsFor.length > 1) return { reaches: () => true };
  if (reach === 'department' && me.actsFor[0]) {
    const page = found[0]?.data;
    const ids = new Set([me.id, ...(page?.data ?? []).map(({ id }) => id)]);
    // Of a department beyond one page the server tells who is in it.
    return { department: me.actsFor[0], reaches: (memberId) => ids.has(memberId) || Boolean(page?.nextCursor) };
  }
  const own = { id: me.id, name: me.name };
  const mine = teams.filter(
    ({ lead, members }) => lead?.id === me.id || members.some((each) => each.memberId === me.id),
  );
  const mates =
    reach === 'team' ? mine.flatMap(({ members }) => members.map(({ memberId: id, name }) => ({ id, name }))) : [];
  const only = reach === null ? [] : [...new Map([own, ...mates].map((each) => [each.id, each])).values()];
  return { only, reaches: (memberId) => only.some(({ id }) => id === memberId) };
}
