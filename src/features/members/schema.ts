import { z } from 'zod';
import { Department, everyRole, MemberDepartment, Role, Visibility } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { Id, Instant, Line, Named, PageQuery, page } from '../../core/wire.ts';

/** A user of Baton. The directory of a workspace is open to all of its members: work is assigned by name. */
export const Member = z.object({
  id: Id,
  name: z.string(),
  email: z.string(),
  department: MemberDepartment,
  role: Role,
  /** Departments of which this member is head. */
  heads: z.array(Department),
  /** Departments of which this member is deputy. */
  deputises: z.array(Department),
  teams: z.array(Named),
  /** What this member sees; null follows the workspace. */
  visibility: Visibility.nullable(),
  active: z.boolean(),
  /** Came with an import as the owner of records, and cannot sign in before being invited. */
  awaitsInvitation: z.boolean(),
  /** An absence covers this instant. */
  absent: z.boolean(),
  lastSeenAt: Instant.nullable(),
  createdAt: Instant,
  version: z.int(),
});
export type Member = z.infer<typeof Member>;

const MemberParams = z.object({ memberId: Id });

export const listMembers = contract({
  id: 'members.list',
  method: 'GET',
  path: '/api/members',
  summary: 'List members by name.',
  access: { roles: everyRole('all'), scope: 'members:read' },
  query: PageQuery.extend({
    search: z.string().max(100).optional(),
    active: z.enum(['true', 'false']).optional(),
    department: MemberDepartment.optional(),
  }),
  response: page(Member),
});

export const getMember = contract({
  id: 'members.get',
  method: 'GET',
  path: '/api/members/:memberId',
  summary: 'Read one member.',
  access: { roles: everyRole('all'), scope: 'members:read' },
  params: MemberParams,
  response: Member,
  versioned: 'read',
});

export const editMember = contract({
  id: 'members.edit',
  method: 'PATCH',
  path: '/api/members/:memberId',
  summary: 'Change name, department, role or visibility of a member.',
  access: { roles: { admin: 'all' }, scope: 'members:write' },
  params: MemberParams,
  body: z.strictObject({
    name: Line.optional(),
    department: MemberDepartment.optional(),
    role: Role.optional(),
    visibility: Visibility.nullable().optional(),
  }),
  response: Member,
  versioned: 'edit',
  example: { name: 'Renamed Member' },
});

/** One kind of thing that a member is responsible for, with how many are open. */
export const HandoverPart = z.object({ kind: z.string(), label: z.string(), count: z.int() });

export const previewHandover = contract({
  id: 'members.preview-handover',
  method: 'GET',
  path: '/api/members/:memberId/handover',
  summary: 'Show what somebody must take over before this member is deactivated.',
  access: { roles: { admin: 'all' }, scope: 'members:read' },
  params: MemberParams,
  response: z.object({ data: z.array(HandoverPart) }),
});

export const deactivateMember = contract({
  id: 'members.deactivate',
  method: 'POST',
  path: '/api/members/:memberId/deactivate',
  summary: 'Deactivate a member and hand everything open to a successor, all or nothing.',
  access: { roles: { admin: 'all' }, scope: 'members:write' },
  params: MemberParams,
  body: z.strictObject({
    /** Who takes over. Needed only when something is open. */
    successorId: Id.nullable(),
  }),
  response: Member,
  example: { successorId: '{successorId}' },
});

export const reactivateMember = contract({
  id: 'members.reactivate',
  method: 'POST',
  path: '/api/members/:memberId/reactivate',
  summary: 'Let a deactivated member sign in again. What was handed over stays where it is.',
  access: { roles: { admin: 'all' }, scope: 'members:write' },
  params: MemberParams,
  response: Member,
});
