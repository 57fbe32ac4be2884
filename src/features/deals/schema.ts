import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { buyingRoles } from '../../core/buying-role.ts';
import { contract } from '../../core/contract.ts';
import { closedStages, dealKinds, dealRequirements } from '../../core/deals/pipeline.ts';
import { handoffStates } from '../../core/handoff/handoff.ts';
import { Currency, Day, Empty, Id, Instant, Line, Named, PageQuery, page } from '../../core/wire.ts';
import { TimelineEntry, TimelineQuery } from '../contacts/schema.ts';
import { Money } from '../handoffs/schema.ts';

const Keyed = z.object({ key: z.string(), name: z.string() });
const Text = z.string().trim().min(1).max(2_000);
const Key = z
  .string()
  .max(50)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Please use small letters, digits and hyphens.');

const dealStates = ['open', 'won', 'lost'] as const;

/** One deal as lists show it. */
export const DealSummary = z.object({
  id: Id,
  name: z.string(),
  kind: z.enum(dealKinds),
  status: z.enum(dealStates),
  /** Where it is, or was when it ended; of a stage that is none of the pipeline's, the key stands for the name. */
  stage: Keyed,
  stageSince: Instant.nullable(),
  amount: Money.nullable(),
  /** The amount in the workspace's currency: of a closed one at the rate of that day, else an estimate; null without a rate. */
  base: Money.nullable(),
  baseIsEstimate: z.boolean(),
  expectedClose: Day.nullable(),
  /** It is open, and the day of its expected close is over. */
  overdue: z.boolean(),
  openedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  lossReason: Keyed.nullable(),
  account: Named.nullable(),
  /** Of its people within reach, the decision-maker, else the first. */
  contact: Named.nullable(),
  people: z.int(),
  owner: Named.nullable(),
  sdr: Named.nullable(),
  createdAt: Instant,
  deletedAt: Instant.nullable(),
  version: z.int(),
});
export type DealSummary = z.infer<typeof DealSummary>;

export const Deal = DealSummary.extend({
  /** Its people within reach, the decision-maker first. */
  contacts: z.array(
    Named.extend({
      title: z.string().nullable(),
      role: z.enum(buyingRoles).nullable(),
      stage: z.string().nullable(),
      grade: z.string().nullable(),
    }),
  ),
  /** How many people of it are not within reach. */
  otherPeople: z.int(),
  /** What happened to it, the latest first. */
  history: z.array(
    z.object({
      id: Id,
      kind: z.enum(['opened', 'moved', 'won', 'lost', 'reopened']),
      stage: Keyed,
      at: Instant,
      /** Null for what came with a file, and what a rule did. */
      by: Named.nullable(),
      reason: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
  /** The handoffs that led here. */
  handoffs: z.array(
    z.object({ id: Id, status: z.enum(handoffStates), contact: Named, member: Named, offeredAt: Instant }),
  ),
  /** Further fields that came with a file. */
  fields: z.record(z.string(), z.unknown()),
  /** What each stage still lacks; under `won` what winning does. */
  missing: z.record(z.string(), z.array(z.enum(dealRequirements))),
  mayEdit: z.boolean(),
});
export type Deal = z.infer<typeof Deal>;

const DealParams = z.object({ dealId: Id });
const readers = {
  roles: { ...everyRole('visible'), admin: 'all', head: 'all', sponsor: 'all' },
  scope: 'deals:read',
} as const;
export const writers = {
  roles: { admin: 'all', head: 'department', lead: 'team', member: 'own' },
  scope: 'deals:write',
} as const;
const settlers = { roles: { admin: 'all', head: 'all' }, scope: 'deals:write' } as const;

const DealFilter = z.object({
  search: z.string().trim().max(100).optional(),
  /** The id of a member, or `none` for what nobody owns. */
  owner: z.union([Id, z.literal('none')]).optional(),
  kind: z.enum(dealKinds).optional(),
  accountId: Id.optional(),
  contactId: Id.optional(),
  /** First and last day of the expected close. */
  closeFrom: Day.optional(),
  closeTo: Day.optional(),
});
export type DealFilter = z.output<typeof DealFilter>;

export const dealSorts = ['close', 'amount', 'name', 'created', 'closed'] as const;

export const listDeals = contract({
  id: 'deals.list',
  method: 'GET',
  path: '/api/deals',
  summary: 'List deals within reach.',
  access: readers,
  query: PageQuery.extend({
    ...DealFilter.shape,
    status: z.enum(dealStates).optional(),
    stage: z.string().max(100).optional(),
    /** `true` shows what was removed. */
    deleted: z.stringbool().optional(),
    sort: z.enum(dealSorts).default('close'),
    direction: z.enum(['asc', 'desc']).optional(),
  }),
  response: page(DealSummary),
});

const Column = z.object({
  stage: Keyed,
  /** False for a stage that is none of the pipeline's, as files bring them. */
  known: z.boolean(),
  count: z.int(),
  /** In the workspace's currency; of those that have an amount in it or a rate. */
  sum: Money,
  /** How many have an amount without a rate. */
  unconverted: z.int(),
  /** The first by expected close. */
  deals: z.array(DealSummary),
});

export const getBoard = contract({
  id: 'deals.board',
  method: 'GET',
  path: '/api/deals/board',
  summary: 'Read open deals within reach by stage, with count and sum of each.',
  access: readers,
  query: DealFilter,
  response: z.object({ columns: z.array(Column) }),
});

export const getDeal = contract({
  id: 'deals.get',
  method: 'GET',
  path: '/api/deals/:dealId',
  summary: 'Read one deal with its people and its history.',
  access: readers,
  params: DealParams,
  response: Deal,
  versioned: 'read',
});

export const getDealTimeline = contract({
  id: 'deals.timeline',
  method: 'GET',
  path: '/api/deals/:dealId/timeline',
  summary: 'Read what happened between us, all people of a deal and its company within reach, the latest first.',
  access: readers,
  params: DealParams,
  query: TimelineQuery,
  response: page(TimelineEntry),
});

const Amount = z.strictObject({ minor: z.int().min(0).max(9e14), currency: Currency });
const DealValues = z.strictObject({
  name: Line.optional(),
  kind: z.enum(dealKinds).optional(),
  amount: Amount.nullable().optional(),
  expectedClose: Day.nullable().optional(),
  accountId: Id.nullable().optional(),
  ownerId: Id.optional(),
  /** Who found it for the owner. */
  sdrId: Id.nullable().optional(),
});
export type DealChange = z.output<typeof DealValues>;

const Role = z.enum(buyingRoles).nullable();

export const createDeal = contract({
  id: 'deals.create',
  method: 'POST',
  path: '/api/deals',
  summary:
    'Open a deal, also from an accepted handoff: its person and company come with it, and it stays open until the deal ends.',
  access: writers,
  body: DealValues.extend({
    /** The first stage unless said. */
    stage: Key.optional(),
    contacts: z
      .array(z.strictObject({ contactId: Id, role: Role.default(null) }))
      .max(100)
      .default([]),
    handoffId: Id.optional(),
  }),
  response: Deal,
  status: 201,
  example: {
    name: 'Rollout in all plants',
    amount: { minor: 9_000_000, currency: 'EUR' },
    expectedClose: '2026-06-30',
  },
});

export const editDeal = contract({
  id: 'deals.edit',
  method: 'PATCH',
  path: '/api/deals/:dealId',
  summary: 'Change what is known of a deal.',
  access: writers,
  params: DealParams,
  body: DealValues,
  response: Deal,
  versioned: 'edit',
  example: { expectedClose: '2026-07-31' },
});

export const moveDeal = contract({
  id: 'deals.move',
  method: 'POST',
  path: '/api/deals/:dealId/stage',
  summary: 'Move an open deal to a stage of the pipeline, which may ask for fields.',
  access: writers,
  params: DealParams,
  body: z.strictObject({ stage: Key }),
  response: Deal,
  example: { stage: 'solution' },
});

export const winDeal = contract({
  id: 'deals.win',
  method: 'POST',
  path: '/api/deals/:dealId/win',
  summary: 'Win a deal: its people become customers, and its handoffs are won.',
  access: writers,
  params: DealParams,
  body: z.strictObject({ note: Text.optional() }),
  response: Deal,
  example: {},
});

export const loseDeal = contract({
  id: 'deals.lose',
  method: 'POST',
  path: '/api/deals/:dealId/lose',
  summary: 'Lose a deal with a reason: its people are recycled or disqualified, and its handoffs are lost.',
  access: writers,
  params: DealParams,
  body: z.strictObject({
    reason: Key,
    note: Text.optional(),
    /** Instead of what the reason says. */
    verdict: z.enum(['recycle', 'disqualify']).optional(),
    /** For `recycle`: the day on which its people wake up. */
    wakeUpOn: Day.optional(),
  }),
  response: Deal,
  example: { reason: 'bad-timing' },
});

export const reopenDeal = contract({
  id: 'deals.reopen',
  method: 'POST',
  path: '/api/deals/:dealId/reopen',
  summary: 'Open a deal again that was won or lost by mistake, and take back what that had moved.',
  access: writers,
  params: DealParams,
  body: z.strictObject({ note: Text }),
  response: Deal,
  example: { note: 'The order came after all.' },
});

const LinkParams = z.object({ dealId: Id, contactId: Id });

export const putDealContact = contract({
  id: 'deals.put-contact',
  method: 'PUT',
  path: '/api/deals/:dealId/contacts/:contactId',
  summary: 'Put a person on a deal, or say which part they play when it is decided.',
  access: writers,
  params: LinkParams,
  body: z.strictObject({ role: Role }),
  response: Deal,
  example: { role: 'decision-maker' },
});

export const removeDealContact = contract({
  id: 'deals.remove-contact',
  method: 'DELETE',
  path: '/api/deals/:dealId/contacts/:contactId',
  summary: 'Take a person off a deal; their stage and what happened stay.',
  access: writers,
  params: LinkParams,
  response: Empty,
  status: 204,
});

export const deleteDeal = contract({
  id: 'deals.delete',
  method: 'DELETE',
  path: '/api/deals/:dealId',
  summary: 'Remove a deal that should not be there; it can be restored, and its open handoffs go on without it.',
  access: writers,
  params: DealParams,
  response: Empty,
  status: 204,
});

export const restoreDeal = contract({
  id: 'deals.restore',
  method: 'POST',
  path: '/api/deals/:dealId/restore',
  summary: 'Restore a deal that was removed.',
  access: writers,
  params: DealParams,
  response: Deal,
});

const PipelineShape = {
  stages: z
    .array(
      z.strictObject({
        key: Key.refine(
          (key) => !closedStages.some((one) => one === key),
          'Deals end as won and lost without a stage.',
        ),
        name: Line,
        requires: z.array(z.enum(dealRequirements)),
        /** The chance to win from there, 0 to 1. */
        likelihood: z.number().min(0).max(1).nullable(),
      }),
    )
    .min(1)
    .max(20)
    .refine(areKeysUnique, 'Two stages have the same key.'),
  lossReasons: z
    .array(
      z.strictObject({
        key: Key,
        name: Line,
        verdict: z.enum(['recycle', 'disqualify']),
        sleepDays: z.int().min(1).max(1_500).nullable(),
      }),
    )
    .min(1)
    .max(50)
    .refine(areKeysUnique, 'Two reasons have the same key.'),
};

function areKeysUnique(list: readonly { key: string }[]): boolean {
  return new Set(list.map(({ key }) => key)).size === list.length;
}

const PipelineView = z.object({ ...PipelineShape, version: z.int() });
export type PipelineView = z.infer<typeof PipelineView>;

export const getPipeline = contract({
  id: 'pipelines.get',
  method: 'GET',
  path: '/api/deals/pipeline',
  summary: 'Read the stages of deals and the reasons for which they are lost.',
  access: readers,
  response: PipelineView,
  versioned: 'read',
});

export const editPipeline = contract({
  id: 'pipelines.edit',
  method: 'PUT',
  path: '/api/deals/pipeline',
  summary: 'Change the stages of deals and the reasons for which they are lost.',
  access: settlers,
  body: z.strictObject(PipelineShape),
  response: PipelineView,
  versioned: 'edit',
  example: {
    stages: [{ key: 'discovery', name: 'Discovery', requires: [], likelihood: 0.1 }],
    lossReasons: [{ key: 'price', name: 'Price', verdict: 'recycle', sleepDays: 180 }],
  },
});
