import type { Ctx } from '../../context.ts';
import { decodeData } from '../../http/cross-site.ts';
import { type Exchange, type Route, route } from '../../http/route.ts';
import { giveSettings } from './give-settings.ts';
import { listFaults } from './list-faults.ts';
import { listMessages } from './list-messages.ts';
import { listNotices } from './list-notices.ts';
import { Notices } from './note-messages.ts';
import { MessageQueue } from './queue-messages.ts';
import { type Intake, receiveMessages } from './receive-messages.ts';
import { resendFault } from './resend-fault.ts';
import * as contracts from './schema.ts';
import { Allowances } from './take-tokens.ts';

/** A GIF of one transparent point, the smallest that every mail program shows. */
const point = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const ingest = { pool: 'ingest' } as const;

/** @param wake ends the rest of a loop in this process: what arrived is processed at once */
export function captureRoutes(wake: (loop: string) => void): Route[] {
  const intake: Intake = { queue: new MessageQueue(wake), allowances: new Allowances(), notices: new Notices() };
  const takeBatch =
    (isPast: boolean) =>
    (ctx: Ctx, { body }: { body: Batch }, exchange: Exchange) => {
      const { batch: messages, context, integrations, sentAt } = body;
      return receiveMessages(ctx, intake, { messages, envelope: { context, integrations, sentAt }, isPast }, exchange);
    };
  return [
    ...contracts.messageCalls.map(({ type, contract }) =>
      route(
        contract,
        (ctx, { body }, exchange) => receiveMessages(ctx, intake, { messages: [body], envelope: { type } }, exchange),
        ingest,
      ),
    ),
    route(contracts.sendBatch, takeBatch(false), ingest),
    route(contracts.sendBatchShort, takeBatch(false), ingest),
    route(contracts.importBatch, takeBatch(true), ingest),
    route(
      contracts.sendPixel,
      async (ctx, { query }, exchange) => {
        const messages = [decodeData(query.data)];
        await receiveMessages(ctx, intake, { messages, envelope: { type: 'track' } }, exchange);
        return point;
      },
      ingest,
    ),
    route(contracts.dropMetrics, async () => contracts.received),
    route(contracts.getClientSettings, async (ctx, { params }) => giveSettings(ctx, params.writeKey)),
    route(contracts.listMessages, (ctx, { params, query }) => listMessages(ctx, params.sourceId, query)),
    route(contracts.listFaults, (ctx, { params, query }) => listFaults(ctx, params.sourceId, query)),
    route(contracts.listNotices, (ctx, { params }) => listNotices(ctx, params.sourceId)),
    route(contracts.resendFault, async (ctx, { params, body }) => {
      const fault = await resendFault(ctx, params.faultId, body.message);
      wake('process-inbound');
      return fault;
    }),
  ];
}

type Batch = { batch: unknown[] } & Record<string, unknown>;
