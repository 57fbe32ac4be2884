import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { Id, Instant } from '../../core/wire.ts';

/** That something happened: ids only, what is behind them is read through the API. */
export const Event = z.object({
  /** Its place; the stream goes on after it. */
  id: z.string(),
  /** `handoff.accepted` */
  kind: z.string(),
  object: z.string(),
  objectId: Id,
  at: Instant,
});
export type Event = z.infer<typeof Event>;

/** Where a reader stands: `<transaction>-<number>`. */
const EventId = z.string().regex(/^\d{1,20}-\d{1,19}$/, 'Send the id of an event, or of the last answer.');

export const followEvents = contract({
  id: 'events.follow',
  method: 'GET',
  path: '/api/events',
  summary:
    'Read what happened since, within reach. Asked for text/event-stream it goes on as server-sent events, from Last-Event-ID after a break.',
  access: {
    roles: { ...everyRole('visible'), admin: 'all', head: 'all', lead: 'team', sponsor: 'all' },
    scope: 'handoffs:read',
  },
  query: z.object({
    /** From which event on; only what comes from now on unless said. */
    after: EventId.optional(),
    /** No further than an event that can be read: then it is not looked again for where reading has to end. */
    until: EventId.optional(),
  }),
  response: z.object({
    data: z.array(Event),
    /** From where to go on. */
    lastId: z.string(),
    /** What came between is not kept any more: read everything again. */
    reset: z.boolean(),
    /** More is there already. */
    more: z.boolean(),
  }),
  stream: { after: 'after', until: 'until', last: 'lastId' },
});
