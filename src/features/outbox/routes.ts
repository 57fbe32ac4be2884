import { type Route, route } from '../../http/route.ts';
import { listOutbox } from './list-outbox.ts';
import { retryMail } from './retry-mail.ts';
import { revealMail } from './reveal-mail.ts';
import * as contracts from './schema.ts';

/** @param hasSmtp whether this Baton can send mail at all */
export const outboxRoutes = (hasSmtp: boolean): Route[] => [
  route(contracts.listOutbox, (ctx, { query }) => listOutbox(ctx, query, hasSmtp)),
  route(contracts.revealMail, (ctx, { params }) => revealMail(ctx, params.mailId)),
  route(contracts.retryMail, (ctx, { params }) => retryMail(ctx, params.mailId, hasSmtp)),
];
