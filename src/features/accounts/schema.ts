import { z } from 'zod';
import { buyingRoles } from '../../core/buying-role.ts';
import { contract } from '../../core/contract.ts';
import { Empty, Id, Instant, Line, Named, PageQuery, page } from '../../core/wire.ts';
import {
  Count,
  ListFilter,
  LongFilter,
  LongPage,
  OwnFields,
  readers,
  TimelineEntry,
  TimelineQuery,
  writers,
} from '../contacts/schema.ts';

/** One company as lists show it. */
export const AccountSummary = z.object({
  id: Id,
  /** The name, else the domain. */
  label: z.string(),
  name: z.string().nullable(),
  domain: z.string().nullable(),
  industry: z.string().nullable(),
  country: z.string().nullable(),
  employees: z.int().nullable(),
  /** Minor units of the workspace's currency. */
  revenue: z.int().nullable(),
  owner: Named.nullable(),
  tier: z.int().nullable(),
  isTarget: z.boolean(),
  /** How many people of it are known, within reach or not. */
  people: z.int(),
  fields: z.record(z.string(), z.unknown()),
  createdAt: Instant,
  deletedAt: Instant.nullable(),
  version: z.int(),
});
export type AccountSummary = z.infer<typeof AccountSummary>;

export const Account = AccountSummary.extend({
  domains: z.array(z.string()),
  lists: z.array(Named),
  /** The buying committee within reach, those with a role first; more are in the list of people. */
  committee: z.array(
    Named.extend({
      title: z.string().nullable(),
      buyingRole: z.enum(buyingRoles).nullable(),
      persona: z.string().nullable(),
      grade: z.string().nullable(),
      stage: z.string().nullable(),
      lastTouchAt: Instant.nullable(),
    }),
  ),
  /** The company that this one was merged into. */
  mergedInto: Id.nullable(),
  mayEdit: z.boolean(),
});
export type Account = z.infer<typeof Account>;

const AccountParams = z.object({ accountId: Id });
const AccountOrder = z.object({
  sort: z.enum(['name', 'created']).default('name'),
  direction: z.enum(['asc', 'desc']).optional(),
});

export const listAccounts = contract({
  id: 'accounts.list',
  method: 'GET',
  path: '/api/accounts',
  summary: 'List companies within reach; a filter may ask fields of companies.',
  access: readers,
  query: PageQuery.extend({ ...ListFilter.shape, ...AccountOrder.shape }),
  response: page(AccountSummary),
});

export const queryAccounts = contract({
  id: 'accounts.query',
  method: 'POST',
  path: '/api/accounts/query',
  summary: 'List companies within reach that a condition means that is too long for an address.',
  access: readers,
  body: LongFilter.extend({ ...LongPage.shape, ...AccountOrder.shape }),
  response: page(AccountSummary),
  example: { filter: { all: [{ field: 'account.domain', op: 'exists' }] } },
});

export const countAccounts = contract({
  id: 'accounts.count',
  method: 'GET',
  path: '/api/accounts/count',
  summary: 'Count companies as a list would show them, exactly up to 10,000.',
  access: readers,
  query: ListFilter,
  response: Count,
});

export const countQuery = contract({
  id: 'accounts.count-query',
  method: 'POST',
  path: '/api/accounts/count',
  summary: 'Count companies that a condition means that is too long for an address, exactly up to 10,000.',
  access: readers,
  body: LongFilter,
  response: Count,
  example: { filter: { all: [{ field: 'account.domain', op: 'exists' }] } },
});

export const getAccount = contract({
  id: 'accounts.get',
  method: 'GET',
  path: '/api/accounts/:accountId',
  summary: 'Read one company with its buying committee.',
  access: readers,
  params: AccountParams,
  response: Account,
  versioned: 'read',
});

export const getAccountTimeline = contract({
  id: 'accounts.timeline',
  method: 'GET',
  path: '/api/accounts/:accountId/timeline',
  summary: 'Read what happened between us and all people of a company within reach, the latest first.',
  access: readers,
  params: AccountParams,
  query: TimelineQuery,
  response: page(TimelineEntry),
});

const AccountValues = z.strictObject({
  name: Line.nullable().optional(),
  /** The first is the main one. */
  domains: z.array(z.string().trim().min(1).max(253)).max(50).optional(),
  industry: Line.nullable().optional(),
  country: Line.nullable().optional(),
  employees: z.int().min(0).max(100_000_000).nullable().optional(),
  revenue: z.int().min(0).nullable().optional(),
  ownerId: Id.nullable().optional(),
  tier: z.int().min(1).max(9).nullable().optional(),
  isTarget: z.boolean().optional(),
  fields: OwnFields.optional(),
});
export type AccountChange = z.output<typeof AccountValues>;

export const createAccount = contract({
  id: 'accounts.create',
  method: 'POST',
  path: '/api/accounts',
  summary: 'Add a company by hand.',
  access: writers,
  body: AccountValues.extend({
    /** Adds the company although others look like it; a domain that another one has stays there. */
    anyway: z.boolean().default(false),
  }),
  response: Account,
  status: 201,
  example: { name: 'Plant Inc', domains: ['plant.example'] },
});

export const editAccount = contract({
  id: 'accounts.edit',
  method: 'PATCH',
  path: '/api/accounts/:accountId',
  summary: 'Change what is known of a company.',
  access: writers,
  params: AccountParams,
  body: AccountValues,
  response: Account,
  versioned: 'edit',
  example: { industry: 'Manufacturing' },
});

export const deleteAccount = contract({
  id: 'accounts.delete',
  method: 'DELETE',
  path: '/api/accounts/:accountId',
  summary: 'Remove a company; it can be restored, and its people stay.',
  access: writers,
  params: AccountParams,
  response: Empty,
  status: 204,
});

export const restoreAccount = contract({
  id: 'accounts.restore',
  method: 'POST',
  path: '/api/accounts/:accountId/restore',
  summary: 'Restore a company that was removed.',
  access: writers,
  params: AccountParams,
  response: Account,
});
