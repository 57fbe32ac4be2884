import { type Route, route } from '../../http/route.ts';
import { attachMail } from './attach-mail.ts';
import { editSenders } from './edit-senders.ts';
import { listBooked } from './list-booked.ts';
import { listMails, readRaw } from './list-mails.ts';
import { readAddress } from './read-address.ts';
import { takeMail } from './receive-mail.ts';
import { removeMail } from './remove-mail.ts';
import { retryMail } from './retry-mail.ts';
import { rotateAddress } from './rotate-address.ts';
import * as contracts from './schema.ts';

/** @param domain of logging addresses; undefined where no mail is taken */
export function inboundMailRoutes(domain: string | undefined): Route[] {
  const take = takeMail(domain);
  return [
    route(contracts.getLoggingAddress, (ctx) => readAddress(ctx, domain)),
    route(contracts.rotateLoggingAddress, (ctx) => rotateAddress(ctx, domain)),
    route(contracts.editSenders, (ctx, { body }) => editSenders(ctx, body.senders, domain)),
    route(contracts.listUnmatchedMails, (ctx, { query }) => listMails(ctx, query)),
    route(contracts.readUnmatchedMail, (ctx, { params }) => readRaw(ctx, params.unmatchedMailId)),
    route(contracts.attachMail, (ctx, { params, body }) => attachMail(ctx, params.unmatchedMailId, body.contactId)),
    route(contracts.retryMail, (ctx, { params }) => retryMail(ctx, params.unmatchedMailId)),
    route(contracts.discardMail, async (ctx, { params }) => {
      await removeMail(ctx, params.unmatchedMailId);
      return {};
    }),
    route(contracts.listBookedMeetings, (ctx, { params }) => listBooked(ctx, params.contactId)),
    route(contracts.sendMail, (ctx, { body, query }) => take(ctx, body, query.to), { pool: 'ingest' }),
  ];
}
