import { type Ctx, tx } from '../../context.ts';
import { readRedirect } from '../../core/forms/definition.ts';
import { formWords } from '../../core/forms/words.ts';
import { html } from '../../core/html.ts';
import type { PageAnswer, PageRequest } from '../../http/page.ts';
import type { MessageQueue } from '../capture/queue-messages.ts';
import { hashToken } from '../sessions/mint-token.ts';
import { findOpen, pathOf } from './open-form.ts';
import { pageHeaders, renderPage, renderWords } from './render-page.ts';
import { sendSubmission } from './send-submission.ts';
import { lockByConfirmation, type PublicForm, updateConfirmed } from './store.ts';

/** Asks for the press of a button: programs that look into mails open every link, and would confirm for nobody. */
export async function askConfirmation(ctx: Ctx, request: PageRequest): Promise<PageAnswer> {
  const found = await findOpen(ctx, request.params.key ?? '');
  if (found.form === null) return found.answer;
  const { form } = found;
  const token = request.params.token ?? '';
  const isOpen = await tx(found.ctx, async (ctx) => (await lockWaiting(ctx, form, token)) !== undefined);
  if (!isOpen) return renderSpent(form);
  const words = formWords(form.definition.language);
  const content = html`<h1>${words.confirm}</h1>
<p>${form.name}: ${words.confirmText}</p>
<form method="post" action="${pathOf(ctx, form)}/confirm/${token}"><button type="submit">${words.confirmButton}</button></form>`;
  return renderPage(form, { status: 200, title: words.confirm, content });
}

/** Confirms a submission by the link of its mail, once. Only now it becomes a touch, of the time at which it was sent. */
export async function confirmSubmission(outer: Ctx, queue: MessageQueue, request: PageRequest): Promise<PageAnswer> {
  const found = await findOpen(outer, request.params.key ?? '');
  if (found.form === null) return found.answer;
  const { form, ctx } = found;
  const waiting = await tx(ctx, async (ctx) => {
    const row = await lockWaiting(ctx, form, request.params.token ?? '');
    if (row?.status === 'waiting') await updateConfirmed(ctx, row.id);
    return row;
  });
  if (waiting === undefined) return renderSpent(form);
  await sendSubmission(ctx, queue, waiting.id);
  const { thanks, hosts } = form.definition;
  const location = readRedirect(thanks.redirectUrl ?? '', hosts) ?? `${pathOf(ctx, form)}/confirmed`;
  return { status: 303, headers: { ...pageHeaders(form.definition), location }, body: '' };
}

/** What the link can still confirm; or has confirmed, and could not be sent on. */
async function lockWaiting(ctx: Ctx, form: PublicForm, token: string) {
  const row = await lockByConfirmation(ctx, form.id, hashToken(token));
  const isOpen = row !== undefined && row.unsent !== null && row.confirmUntil !== null && row.confirmUntil > ctx.now;
  return isOpen ? row : undefined;
}

function renderSpent(form: PublicForm): PageAnswer {
  const words = formWords(form.definition.language);
  return renderWords(form, { status: 410, title: words.failed, text: words.spent });
}
