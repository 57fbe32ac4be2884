/** How far the two sides are before an agreement can be in force, from the records that are there. */
import type { Department, MemberDepartment } from '../../../src/core/access.ts';
import type { Invitation } from '../../../src/features/invitations/schema.ts';
import type { Team } from '../../../src/features/teams/schema.ts';
import type { DepartmentPost } from '../../../src/features/workspaces/schema.ts';

export type HeadState = { is: 'joined'; headId: string } | { is: 'invited'; email: string } | { is: 'missing' };

export type SideState = {
  department: Department;
  head: HeadState;
  teams: { id: string; name: string; size: number }[];
};

export type Evidence = {
  posts: readonly DepartmentPost[];
  /** Empty for those who may not read them. */
  invitations: readonly Pick<Invitation, 'heads' | 'status' | 'email'>[];
  teams: readonly (Pick<Team, 'id' | 'name'> & { department: MemberDepartment; members: readonly unknown[] })[];
};

/**
 * @example
 * sideOf('sales', { posts: [{ department: 'sales', headId: 'a', deputyId: null, version: 1 }], invitations: [], teams: [] }).head.is // 'joined'
 */
export function sideOf(department: Department, { posts, invitations, teams }: Evidence): SideState {
  const headId = posts.find((post) => post.department === department)?.headId;
  const invitation = invitations.find(({ heads, status }) => heads === department && status === 'open');
  const head: HeadState = headId
    ? { is: 'joined', headId }
    : invitation
      ? { is: 'invited', email: invitation.email }
      : { is: 'missing' };
  return {
    department,
    head,
    teams: teams
      .filter((team) => team.department === department || team.department === 'both')
      .map(({ id, name, members }) => ({ id, name, size: members.length })),
  };
}

export type Step = 'head' | 'team' | 'people';
export const sideSteps: readonly Step[] = ['head', 'team', 'people'];

/** A side is ready when its head is here and somebody is in one of its teams. */
export function isDone(step: Step, side: SideState): boolean {
  if (step === 'head') return side.head.is === 'joined';
  if (step === 'team') return side.teams.length > 0;
  return side.teams.some(({ size }) => size > 0);
}

export const doneOf = (side: SideState): number => sideSteps.filter((step) => isDone(step, side)).length;
