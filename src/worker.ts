import type { Config } from './config.ts';
import { createMailSender, type SendMail } from './connectors/smtp.ts';
import type { Enqueue } from './context.ts';
import { removeExpiredAnswers } from './db/idempotency.ts';
import { agreementJobs, agreementLoops } from './features/agreements/jobs.ts';
import { ensureAuditMonths } from './features/audit/ensure-audit-months.ts';
import { auditJobs } from './features/audit/jobs.ts';
import { bulkEditJobs } from './features/bulk-edits/jobs.ts';
import { captureJobs, captureLoops } from './features/capture/jobs.ts';
import { clockLoops } from './features/clocks/jobs.ts';
import { duplicateJobs } from './features/duplicates/jobs.ts';
import { eventJobs } from './features/events/jobs.ts';
import { formJobs } from './features/forms/jobs.ts';
import { handoffLoops } from './features/handoffs/jobs.ts';
import { importJobs } from './features/imports/jobs.ts';
import { inboundMailJobs, inboundMailLoops } from './features/inbound-mail/jobs.ts';
import { momentLoops } from './features/key-moments/jobs.ts';
import { notificationJobs, notificationLoops } from './features/notifications/jobs.ts';
import { outboxJobs } from './features/outbox/jobs.ts';
import { passwordJobs } from './features/passwords/jobs.ts';
import { qualificationLoops } from './features/qualification/jobs.ts';
import { rehearsalJobs } from './features/rehearsals/jobs.ts';
import { rollupJobs, rollupLoops } from './features/rollups/jobs.ts';
import { sampleJobs } from './features/samples/jobs.ts';
import { searchJobs } from './features/search/jobs.ts';
import { sessionJobs } from './features/sessions/jobs.ts';
import { verdictLinkJobs } from './features/verdict-links/jobs.ts';
import { type Job, type JobParts, upkeep } from './jobs/job.ts';
import { type Loop, type Loops, startLoops } from './jobs/loop.ts';
import { openQueue } from './jobs/queue.ts';

/** Every job of Baton, and its own upkeep. Web processes know them too: they send what workers run. */
export const collectJobs = (sendMail: SendMail | null): Job[] => [
  ...agreementJobs,
  ...auditJobs,
  ...bulkEditJobs,
  ...captureJobs,
  ...duplicateJobs,
  ...eventJobs,
  ...rehearsalJobs,
  ...rollupJobs,
  ...sampleJobs,
  ...importJobs,
  ...inboundMailJobs,
  ...formJobs,
  ...notificationJobs,
  ...outboxJobs(sendMail),
  ...searchJobs,
  ...sessionJobs,
  ...passwordJobs,
  ...verdictLinkJobs,
  upkeep('remove-expired-answers', '20 2 * * *', {}, async (ctx) => void (await removeExpiredAnswers(ctx.db, ctx.now))),
];

/** Every loop of Baton: work that follows its cause within a moment. */
export const collectLoops = (): Loop[] => [
  ...agreementLoops,
  ...captureLoops,
  ...rollupLoops,
  ...qualificationLoops,
  ...clockLoops,
  ...handoffLoops,
  ...momentLoops,
  ...inboundMailLoops,
  ...notificationLoops,
];

type WorkerParts = Omit<JobParts, 'enqueue'> & {
  /** Reaches the primary without a pooler in between. */
  direct: Parameters<typeof openQueue>[0];
  config: Pick<Config, 'role' | 'smtpUrl' | 'mailFrom'>;
};

/** Makes sure that changes can be recorded, opens the queue, and runs jobs unless this process only serves the web. */
export async function startWorker(
  parts: WorkerParts,
): Promise<Pick<Loops, 'wake' | 'onWork' | 'stop'> & { enqueue: Enqueue }> {
  const { direct, config, ...jobParts } = parts;
  await ensureAuditMonths(parts.databases.workers, parts.clock());
  const sendMail = config.smtpUrl ? createMailSender(config.smtpUrl, config.mailFrom) : null;
  const works = config.role !== 'web';
  const queue = await openQueue(direct, collectJobs(sendMail), parts.log, { works });
  if (works) await queue.work(jobParts);
  const loops = startLoops(works ? collectLoops() : [], { ...jobParts, enqueue: queue.enqueue });
  return {
    enqueue: queue.enqueue,
    wake: loops.wake,
    onWork: loops.onWork,
    async stop() {
      await Promise.all([loops.stop(), queue.stop()]);
    },
  };
}
