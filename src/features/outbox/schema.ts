import { z } from 'zod';
import { contract } from '../../core/contract.ts';
import { Id, Instant, PageQuery, page } from '../../core/wire.ts';

/** A mail that Baton wrote. Without SMTP settings it waits here, and an admin passes it on by hand. */
export const OutboxMail = z.object({
  id: Id,
  to: z.string(),
  subject: z.string(),
  status: z.enum(['no-smtp', 'waiting', 'sent', 'failed']),
  attempts: z.int(),
  /** Why the last attempt failed, in words. */
  problem: z.string().nullable(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
});
export type OutboxMail = z.infer<typeof OutboxMail>;

const admins = { roles: { admin: 'all' } } as const;

export const listOutbox = contract({
  id: 'outbox.list',
  method: 'GET',
  path: '/api/outbox',
  summary: 'List mails, the newest first.',
  access: admins,
  query: PageQuery,
  response: page(OutboxMail),
});

export const revealMail = contract({
  id: 'outbox.reveal',
  method: 'POST',
  path: '/api/outbox/:mailId/reveal',
  summary: 'Read the text of a mail with its link. That it was read is recorded.',
  access: admins,
  params: z.object({ mailId: Id }),
  response: z.object({ to: z.string(), subject: z.string(), text: z.string() }),
});

export const retryMail = contract({
  id: 'outbox.retry',
  method: 'POST',
  path: '/api/outbox/:mailId/retry',
  summary: 'Try to send a mail again now.',
  access: admins,
  params: z.object({ mailId: Id }),
  response: OutboxMail,
});
