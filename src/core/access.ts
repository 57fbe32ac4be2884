import { z } from 'zod';

/** What a member may do at all. Signing and arbitrating come from heading a department, not from the role. */
export const roles = ['admin', 'head', 'lead', 'member', 'viewer', 'sponsor'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

export const departments = ['marketing', 'sales'] as const;
export const Department = z.enum(departments);
export type Department = z.infer<typeof Department>;

/** Where a member works; `both` for one who belongs to Marketing and Sales alike. */
export const MemberDepartment = z.enum(['marketing', 'sales', 'both']);
export type MemberDepartment = z.infer<typeof MemberDepartment>;

/** What a member sees where a rule says `visible`: a setting of the workspace that one member's own setting replaces. */
export const Visibility = z.enum(['own', 'team', 'all']);
export type Visibility = z.infer<typeof Visibility>;

/**
 * How far a right reaches, by the member a record belongs to: themselves, members of their teams, members of the
 * departments they head, whatever their visibility setting says, everybody.
 */
export type Reach = 'own' | 'team' | 'department' | 'visible' | 'all';

/** What an API key may be given. A key acts with scopes, never as a role. */
export const scopes = [
  'workspace:read',
  'workspace:write',
  'members:read',
  'members:write',
  'teams:read',
  'teams:write',
  'calendars:read',
  'calendars:write',
  'agreements:read',
  'agreements:write',
  'contacts:read',
  'contacts:write',
  'handoffs:read',
  'handoffs:write',
  'deals:read',
  'deals:write',
  'sources:read',
  'sources:write',
  'imports:read',
  'imports:write',
  'forms:read',
  'forms:write',
  'audit:read',
] as const;
export const Scope = z.enum(scopes);
export type Scope = z.infer<typeof Scope>;

/**
 * Who may call a route. A role that is not named may not; a key may only where a scope is named.
 * `public` needs no session; `signed-in` is every member, for their own account only, never a key; `write-key` is whoever
 * sends the write key of a source, and nobody else.
 */
export type Access = 'public' | 'signed-in' | 'write-key' | { roles: Partial<Record<Role, Reach>>; scope?: Scope };

/**
 * Every role with the same reach.
 *
 * @example
 * everyRole('own').viewer // 'own'
 */
export const everyRole = (reach: Reach): Record<Role, Reach> => ({
  admin: reach,
  head: reach,
  lead: reach,
  member: reach,
  viewer: reach,
  sponsor: reach,
});
