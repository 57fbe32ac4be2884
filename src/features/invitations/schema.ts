import { z } from 'zod';
import { Department, MemberDepartment, Role } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { Email, Empty, Id, Instant, Line, Named, Password } from '../../core/wire.ts';
import { SessionState } from '../sessions/schema.ts';

export const Invitation = z.object({
  id: Id,
  email: z.string(),
  name: z.string().nullable(),
  department: MemberDepartment,
  role: Role,
  /** The department that this person will head on joining. */
  heads: Department.nullable(),
  teamId: Id.nullable(),
  invitedBy: Named,
  status: z.enum(['open', 'accepted', 'expired', 'revoked']),
  createdAt: Instant,
  expiresAt: Instant,
});
export type Invitation = z.infer<typeof Invitation>;

/** The link is in the answer once, and stays visible to admins in the outbox. */
const InvitationWithLink = Invitation.extend({ link: z.string() });
const InvitationParams = z.object({ invitationId: Id });

export const listInvitations = contract({
  id: 'invitations.list',
  method: 'GET',
  path: '/api/invitations',
  summary: 'List invitations, open ones first.',
  access: { roles: { admin: 'all' }, scope: 'members:read' },
  response: z.object({ data: z.array(Invitation) }),
});

export const inviteMember = contract({
  id: 'invitations.create',
  method: 'POST',
  path: '/api/invitations',
  summary: 'Invite somebody by a link that works once within 7 days.',
  access: { roles: { admin: 'all' }, scope: 'members:write' },
  body: z.strictObject({
    email: Email,
    name: Line.nullable().optional(),
    department: MemberDepartment,
    role: Role,
    heads: Department.nullable().optional(),
    teamId: Id.nullable().optional(),
    /** Who it is to become, of those who came with an import; else whoever of them has the address. */
    memberId: Id.nullable().optional(),
  }),
  response: InvitationWithLink,
  status: 201,
  example: { email: 'sam@example.test', name: 'Sam', department: 'sales', role: 'head', heads: null, teamId: null },
});

export const renewInvitation = contract({
  id: 'invitations.renew',
  method: 'POST',
  path: '/api/invitations/:invitationId/renew',
  summary: 'Make a new link for an invitation; the old one stops working.',
  access: { roles: { admin: 'all' }, scope: 'members:write' },
  params: InvitationParams,
  response: InvitationWithLink,
});

export const revokeInvitation = contract({
  id: 'invitations.revoke',
  method: 'DELETE',
  path: '/api/invitations/:invitationId',
  summary: 'Take an invitation back.',
  access: { roles: { admin: 'all' }, scope: 'members:write' },
  params: InvitationParams,
  response: Empty,
  status: 204,
});

export const openInvitation = contract({
  id: 'invitations.open',
  method: 'POST',
  path: '/api/invitations/open',
  summary: 'Read an invitation by the token of its link.',
  access: 'public',
  body: z.strictObject({ token: z.string().min(1).max(100) }),
  response: z.object({
    email: z.string(),
    name: z.string().nullable(),
    department: MemberDepartment,
    heads: Department.nullable(),
    workspaceName: z.string(),
    invitedBy: z.string(),
    expiresAt: Instant,
  }),
  example: { token: 'not-a-token' },
});

export const acceptInvitation = contract({
  id: 'invitations.accept',
  method: 'POST',
  path: '/api/invitations/accept',
  summary: 'Join the workspace by an invitation and sign in.',
  access: 'public',
  body: z.strictObject({ token: z.string().min(1).max(100), name: Line, password: Password }),
  response: SessionState,
  status: 201,
  example: { token: 'not-a-token', name: 'Sam', password: 'a long enough password' },
});
