import { z } from 'zod';
import { Department, MemberDepartment, Role } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { Email, Empty, Id, Instant, Line, Locale, Password, Zone } from '../../core/wire.ts';

/** Who is signed in, and what the browser needs to act for them. */
export const SessionState = z.object({
  member: z.object({
    id: Id,
    name: z.string(),
    email: z.string(),
    department: MemberDepartment,
    role: Role,
    /** Departments that this member heads, or signs for as deputy while the head is absent. */
    actsFor: z.array(Department),
    zone: z.string().nullable(),
    locale: z.string().nullable(),
    version: z.int(),
  }),
  workspace: z.object({
    id: Id,
    name: z.string(),
    currency: z.string(),
    zone: z.string(),
    locale: z.string(),
    /** Made-up people: nothing in it is real. */
    sample: z.boolean(),
  }),
  /** Must come back as `X-CSRF-Token` with every change. */
  csrfToken: z.string(),
});
export type SessionState = z.infer<typeof SessionState>;

export const signIn = contract({
  id: 'session.sign-in',
  method: 'POST',
  path: '/api/session',
  summary: 'Sign in with e-mail and password.',
  access: 'public',
  body: z.strictObject({ email: z.string().max(254), password: z.string().max(200) }),
  response: SessionState,
  status: 201,
  example: { email: 'olivia@example.test', password: 'a long enough password' },
});

export const getSession = contract({
  id: 'session.get',
  method: 'GET',
  path: '/api/session',
  summary: 'Say who is signed in.',
  access: 'signed-in',
  response: SessionState,
});

export const signOut = contract({
  id: 'session.sign-out',
  method: 'DELETE',
  path: '/api/session',
  summary: 'Sign out of this browser.',
  access: 'signed-in',
  response: Empty,
  status: 204,
});

export const Session = z.object({
  id: Id,
  /** The browser and system, as far as its user agent says. */
  device: z.string(),
  address: z.string(),
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
  current: z.boolean(),
});
export type Session = z.infer<typeof Session>;

export const listSessions = contract({
  id: 'sessions.list',
  method: 'GET',
  path: '/api/sessions',
  summary: 'List the browsers in which you are signed in.',
  access: 'signed-in',
  response: z.object({ data: z.array(Session) }),
});

export const endSession = contract({
  id: 'sessions.end',
  method: 'DELETE',
  path: '/api/sessions/:sessionId',
  summary: 'Sign one of your browsers out.',
  access: 'signed-in',
  params: z.object({ sessionId: Id }),
  response: Empty,
  status: 204,
});

export const endOtherSessions = contract({
  id: 'sessions.end-others',
  method: 'DELETE',
  path: '/api/sessions',
  summary: 'Sign out everywhere but here.',
  access: 'signed-in',
  response: z.object({ ended: z.int() }),
});

export const editProfile = contract({
  id: 'profile.edit',
  method: 'PATCH',
  path: '/api/profile',
  summary: 'Change your own name, time zone or language.',
  access: 'signed-in',
  body: z.strictObject({
    name: Line.optional(),
    zone: Zone.nullable().optional(),
    locale: Locale.nullable().optional(),
  }),
  response: SessionState,
  example: { name: 'Olivia O.' },
});

export const changePassword = contract({
  id: 'profile.change-password',
  method: 'POST',
  path: '/api/profile/password',
  summary: 'Change your password; every other browser is signed out.',
  access: 'signed-in',
  body: z.strictObject({ current: z.string().max(200), next: Password }),
  response: SessionState,
  keyed: false,
  example: { current: 'a long enough password', next: 'another long password' },
});

export const requestPasswordReset = contract({
  id: 'password-resets.request',
  method: 'POST',
  path: '/api/password-resets',
  summary: 'Send a link to set a new password, if the address belongs to a member. The answer is the same either way.',
  access: 'public',
  body: z.strictObject({ email: Email }),
  response: Empty,
  status: 202,
  example: { email: 'nobody@example.test' },
});

export const completePasswordReset = contract({
  id: 'password-resets.complete',
  method: 'POST',
  path: '/api/password-resets/complete',
  summary: 'Set a new password by a link; every session of the member ends.',
  access: 'public',
  body: z.strictObject({ token: z.string().min(1).max(100), password: Password }),
  response: Empty,
  status: 204,
  example: { token: 'not-a-token', password: 'another long password' },
});
