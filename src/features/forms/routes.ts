import type { Page } from '../../http/page.ts';
import { type Route, route } from '../../http/route.ts';
import { MessageQueue } from '../capture/queue-messages.ts';
import { acceptSubmission } from './accept-submission.ts';
import { askConfirmation, confirmSubmission } from './confirm-submission.ts';
import { createForm } from './create-form.ts';
import { editForm } from './edit-form.ts';
import { listForms } from './list-forms.ts';
import { listSubmissions } from './list-submissions.ts';
import { measureConversion } from './measure-conversion.ts';
import { openForm } from './open-form.ts';
import { previewForm } from './preview-form.ts';
import { readForm } from './read-form.ts';
import { allowPosting, receiveSubmission } from './receive-submission.ts';
import * as contracts from './schema.ts';
import { showThanks } from './show-thanks.ts';

export const formRoutes: Route[] = [
  route(contracts.listForms, (ctx, { query }) => listForms(ctx, query)),
  route(contracts.createForm, (ctx, { body }) => createForm(ctx, body)),
  route(contracts.previewForm, async (ctx, { body }) => previewForm(ctx, body)),
  route(contracts.getForm, (ctx, { params }) => readForm(ctx, params.formId)),
  route(contracts.editForm, (ctx, { params, body, version }) => editForm(ctx, params.formId, version, body)),
  route(contracts.listSubmissions, (ctx, { params, query }) => listSubmissions(ctx, params.formId, query)),
  route(contracts.acceptSubmission, (ctx, { params }) => acceptSubmission(ctx, params.formId, params.submissionId)),
  route(contracts.measureConversion, (ctx, { params, query }) => measureConversion(ctx, params.formId, query), {
    pool: 'reports',
  }),
];

/**
 * The pages of forms, for everybody who has their address.
 *
 * @param wake ends the rest of a loop in this process: what was sent is processed at once
 */
export function formPages(wake: (loop: string) => void): Page[] {
  const queue = new MessageQueue(wake);
  return [
    { method: 'GET', path: '/f/:key', run: openForm },
    { method: 'POST', path: '/f/:key', pool: 'ingest', run: (ctx, request) => receiveSubmission(ctx, queue, request) },
    { method: 'OPTIONS', path: '/f/:key', run: allowPosting },
    { method: 'GET', path: '/f/:key/thanks', run: (ctx, request) => showThanks(ctx, request, false) },
    { method: 'GET', path: '/f/:key/confirmed', run: (ctx, request) => showThanks(ctx, request, true) },
    { method: 'GET', path: '/f/:key/confirm/:token', run: askConfirmation },
    {
      method: 'POST',
      path: '/f/:key/confirm/:token',
      pool: 'ingest',
      run: (ctx, request) => confirmSubmission(ctx, queue, request),
    },
  ];
}
