import { z } from 'zod';
import type { SendMail } from '../../connectors/smtp.ts';
import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, type Job, job, upkeep } from '../../jobs/job.ts';
import { deliverMail } from './deliver-mail.ts';
import { enqueueDueMails } from './enqueue-due-mails.ts';

/** @param send null without SMTP settings: mails then wait in the outbox */
export const outboxJobs = (send: SendMail | null): Job[] => [
  job(
    'deliver-mail',
    z.object({ workspace: z.uuid(), mailId: z.uuid() }),
    { concurrency: 2, expireInSeconds: 120 },
    async (ctx, { workspace, mailId }) => {
      if (send) await deliverMail(inWorkspace(ctx, workspace), mailId, send);
    },
  ),
  upkeep('enqueue-due-mails', '* * * * *', { atStart: true }, async (ctx) => {
    if (!send) return;
    for (const workspace of await listWorkspaceIds(ctx.db)) await enqueueDueMails(inWorkspace(ctx, workspace));
  }),
];
