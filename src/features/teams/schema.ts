import { z } from 'zod';
import { everyRole, MemberDepartment } from '../../core/access.ts';
import { TeamKey } from '../../core/agreement/team-key.ts';
import { contract } from '../../core/contract.ts';
import { Empty, Id, Instant, Line, Named } from '../../core/wire.ts';

/** One span of time in which a member was in a team with one weight and cap. A change ends the row and begins the next. */
export const Membership = z.object({
  memberId: Id,
  name: z.string(),
  /** Share of the team's leads in weighted rotation, relative to the others. */
  weight: z.int(),
  /** Most open handoffs; null for no limit. */
  cap: z.int().nullable(),
  from: Instant,
  to: Instant.nullable(),
});
export type Membership = z.infer<typeof Membership>;

export const Team = z.object({
  id: Id,
  /** How an agreement names the team, made from its first name; null for one of an earlier Baton. Renaming keeps it. */
  key: z.string().nullable(),
  name: z.string(),
  department: MemberDepartment,
  lead: Named.nullable(),
  /** Members at this instant. */
  members: z.array(Membership),
  calendarId: Id.nullable(),
  /** An archived team is in no list and cannot be changed; it can be read, for history. */
  archivedAt: Instant.nullable(),
  version: z.int(),
});
export type Team = z.infer<typeof Team>;

const TeamParams = z.object({ teamId: Id });
const write = { roles: { admin: 'all', head: 'department' }, scope: 'teams:write' } as const;

export const listTeams = contract({
  id: 'teams.list',
  method: 'GET',
  path: '/api/teams',
  summary: 'List teams by name.',
  access: { roles: everyRole('all'), scope: 'teams:read' },
  response: z.object({ data: z.array(Team) }),
});

export const createTeam = contract({
  id: 'teams.create',
  method: 'POST',
  path: '/api/teams',
  summary: 'Create a team.',
  access: write,
  body: z.strictObject({
    name: Line,
    department: MemberDepartment,
    leadId: Id.nullable().optional(),
    /** Made from the name unless said. */
    key: TeamKey.optional(),
  }),
  response: Team,
  status: 201,
  example: { name: 'New team', department: 'sales', leadId: null },
});

export const getTeam = contract({
  id: 'teams.get',
  method: 'GET',
  path: '/api/teams/:teamId',
  summary: 'Read one team.',
  access: { roles: everyRole('all'), scope: 'teams:read' },
  params: TeamParams,
  response: Team,
  versioned: 'read',
});

export const editTeam = contract({
  id: 'teams.edit',
  method: 'PATCH',
  path: '/api/teams/:teamId',
  summary: 'Change name, department, lead or key of a team.',
  access: write,
  params: TeamParams,
  body: z.strictObject({
    name: Line.optional(),
    department: MemberDepartment.optional(),
    leadId: Id.nullable().optional(),
    key: TeamKey.optional(),
  }),
  response: Team,
  versioned: 'edit',
  example: { name: 'Renamed team' },
});

export const archiveTeam = contract({
  id: 'teams.archive',
  method: 'DELETE',
  path: '/api/teams/:teamId',
  summary: 'Archive a team: memberships end now, the record stays for history.',
  access: write,
  params: TeamParams,
  response: Empty,
  status: 204,
});

export const setMembership = contract({
  id: 'teams.set-membership',
  method: 'PUT',
  path: '/api/teams/:teamId/members/:memberId',
  summary: 'Put a member into a team, or change weight and cap from now on.',
  access: write,
  params: TeamParams.extend({ memberId: Id }),
  body: z.strictObject({ weight: z.int().min(0).max(1000), cap: z.int().min(0).max(10_000).nullable() }),
  response: Team,
  example: { weight: 1, cap: 15 },
});

export const endMembership = contract({
  id: 'teams.end-membership',
  method: 'DELETE',
  path: '/api/teams/:teamId/members/:memberId',
  summary: 'Take a member out of a team from now on.',
  access: write,
  params: TeamParams.extend({ memberId: Id }),
  response: Team,
});

export const listMemberships = contract({
  id: 'teams.memberships',
  method: 'GET',
  path: '/api/teams/:teamId/memberships',
  summary: 'List who was in a team when, with weight and cap.',
  access: { roles: everyRole('all'), scope: 'teams:read' },
  params: TeamParams,
  response: z.object({ data: z.array(Membership) }),
});
