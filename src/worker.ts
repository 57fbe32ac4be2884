import type { Config } from './config.ts';
import { createMailSender, type SendMail } from './connectors/smtp.ts';
import type { Enqueue } from './context.ts';
import { removeExpiredAnswers } from './db/idempotency.ts';
import { openNudges } from './db/nudges.ts';
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
import { type Loop, startLoops } from './jobs/loop.ts';
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

/** The nudge that a stream may have something to tell; every other one is the name of a loop. */
const news = 'news';

export type Worker = {
  enqueue: Enqueue;
  /** Ends the rest of a loop, in this process and in the others: its cause has just been committed. */
  wake: (loop: string) => void;
  /** Has a listener called when a loop has done something: of this process, or of another that has said so. */
  onWork: (listener: () => void) => void;
  /** Tells other processes that this one has written news. */
  tellNews: () => void;
  stop(): Promise<void>;
};

/** Makes sure that changes can be recorded, opens the queue, and runs jobs unless this process only serves the web. */
export async function startWorker(parts: WorkerParts): Promise<Worker> {
  const { direct, config, ...jobParts } = parts;
  await ensureAuditMonths(parts.databases.workers, parts.clock());
  const sendMail = config.smtpUrl ? createMailSender(config.smtpUrl, config.mailFrom) : null;
  const works = config.role !== 'web';
  const queue = await openQueue(direct, collectJobs(sendMail), parts.log, { works });
  if (works) await queue.work(jobParts);
  const loops = startLoops(works ? collectLoops() : [], { ...jobParts, enqueue: queue.enqueue });
  const listeners: (() => void)[] = [];
  const tellListeners = () => {
    for (const listener of listeners) listener();
  };
  const nudges = await openNudges(direct, parts.databases.workers, parts.log, (name) => {
    if (name === news) tellListeners();
    else loops.wake(name);
  });
  loops.onWork(() => {
    tellListeners();
    nudges.send(news);
  });
  return {
    enqueue: queue.enqueue,
    wake(loop) {
      loops.wake(loop);
      nudges.send(loop);
    },
    onWork: (listener) => void listeners.push(listener),
    tellNews: () => nudges.send(news),
    async stop() {
      await Promise.all([loops.stop(), queue.stop(), nudges.stop()]);
    },
  };
}
