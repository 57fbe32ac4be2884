import { z } from 'zod';
import { contract } from '../../core/contract.ts';
import { Id, Instant } from '../../core/wire.ts';

const Counts = z.object({
  /** Would be handed over at once if nobody waited for a new touch. */
  qualified: z.int(),
  /** Would qualify but for information that Marketing owes first. */
  incomplete: z.int(),
  byStage: z.array(z.object({ key: z.string(), name: z.string(), people: z.int() })),
  byGrade: z.array(z.object({ grade: z.string(), people: z.int() })),
});

const Sample = z.object({ contactId: Id, name: z.string().nullable(), grade: z.string().nullable() });

/** What a text says of the people who are there. Nothing of it was written down, nobody is bound. */
export const RehearsalResult = z.object({
  /** To stand beside every figure: "draft, unsigned" or what the text is by now. */
  label: z.string(),
  draft: Counts,
  /** The same people by the agreement in force at the time; null where none was. */
  inForce: Counts.nullable(),
  /** People who qualify by one and not by the other. */
  changes: z.object({
    newly: z.int(),
    noLonger: z.int(),
    newlySample: z.array(Sample),
    noLongerSample: z.array(Sample),
  }),
  sample: z.array(Sample),
  /** Load if all of them were handed over at once, by the routing and caps of the draft. */
  perRep: z.array(z.object({ memberId: Id, name: z.string(), open: z.int(), cap: z.int().nullable(), added: z.int() })),
  /** Of those who qualify, whom nobody could take within the caps. */
  queued: z.int(),
  /** How many of those who qualify were laid out over the reps: all of them, or the first 5,000. */
  routed: z.int(),
});
export type RehearsalResult = z.infer<typeof RehearsalResult>;

export const Rehearsal = z.object({
  id: Id,
  version: z.object({ id: Id, number: z.int() }),
  /** Of the text that was rehearsed. */
  hash: z.string(),
  /** The text was changed since. */
  isOutdated: z.boolean(),
  against: z.object({ id: Id, number: z.int() }).nullable(),
  status: z.enum(['waiting', 'running', 'done', 'failed']),
  people: z.int(),
  judged: z.int(),
  askedAt: Instant,
  finishedAt: Instant.nullable(),
  result: RehearsalResult.nullable(),
});
export type Rehearsal = z.infer<typeof Rehearsal>;

const VersionParams = z.object({ versionId: Id });

export const startRehearsal = contract({
  id: 'rehearsals.create',
  method: 'POST',
  path: '/api/agreements/:versionId/rehearsals',
  summary:
    'Rehearse a version: judge everybody by its text without binding anybody. One of the same text that runs is given instead.',
  access: { roles: { admin: 'all', head: 'all', sponsor: 'all' }, scope: 'agreements:write' },
  params: VersionParams,
  response: Rehearsal,
  status: 202,
});

export const getRehearsal = contract({
  id: 'rehearsals.get',
  method: 'GET',
  path: '/api/agreements/:versionId/rehearsal',
  summary:
    'Read the last rehearsal of a version: who would qualify, at which stage and grade, and the load per rep; null for none.',
  // Its samples name people, whatever the caller may see of them elsewhere.
  access: { roles: { admin: 'all', head: 'all', sponsor: 'all' }, scope: 'agreements:read' },
  params: VersionParams,
  response: z.object({ data: Rehearsal.nullable() }),
});

export const getWaves = contract({
  id: 'waves.get',
  method: 'GET',
  path: '/api/agreements/:versionId/waves',
  summary:
    'Say how far the waves of a version are, in which those are handed over who qualified when it came into force.',
  access: { roles: { admin: 'all', head: 'all', sponsor: 'all' }, scope: 'agreements:read' },
  params: VersionParams,
  response: z.object({
    /** Per rep and day; null where new touches only were agreed. */
    waveSize: z.int().nullable(),
    people: z.int(),
    handedOver: z.int(),
    waiting: z.int(),
    /** Did not qualify any more when it was their turn. */
    dropped: z.int(),
  }),
});
