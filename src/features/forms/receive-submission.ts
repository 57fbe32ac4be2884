import { createHash } from 'node:crypto';
import { isbot } from 'isbot';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { askedFields, originsOf, readRedirect } from '../../core/forms/definition.ts';
import { pageOf } from '../../core/forms/page-of.ts';
import { inputNames, type ReadSubmission, readSubmission } from '../../core/forms/read-submission.ts';
import { formWords } from '../../core/forms/words.ts';
import { emailKey } from '../../core/identity/email.ts';
import { addCounts } from '../../db/form-counts.ts';
import { newId } from '../../db/ids.ts';
import type { PageAnswer, PageRequest } from '../../http/page.ts';
import type { MessageQueue } from '../capture/queue-messages.ts';
import { confirmationsTo, submissionsFrom, takeAttempt } from '../limits/take-attempt.ts';
import { writeMail } from '../outbox/write-mail.ts';
import { createView, findOpen, pathOf } from './open-form.ts';
import { prepareConfirmation } from './prepare-confirmation.ts';
import { rememberKnown } from './read-known.ts';
import { renderForm } from './render-form.ts';
import { pageHeaders } from './render-page.ts';
import { sendSubmission } from './send-submission.ts';
import { cutAddress, readView, signView, type View } from './sign-view.ts';
import { findSent, insertSubmission, type NewSubmission, type PublicForm } from './store.ts';

/** Nobody reads and fills in a form sooner; who is refused by mistake sends it once more. */
const shortestFill = 3000;
/** A page that stood open for a week is asked for its answers once more. */
const longestFill = 7 * 86_400_000;
/** The same answers from the same place within this time are one submission where no page of ours tells. */
const sameWithin = 60_000;

/** A page that may post: ours, one of a host of the form, or one whose browser says nothing of itself. */
type Origin = 'ours' | 'listed' | 'unknown';
type Sent = { form: PublicForm; request: PageRequest; view: View | null; origin: Origin };

/**
 * Takes what was posted to a form: by its own page, or by a page of the form's hosts. It answers after the commit, and says
 * no more than that it arrived: neither who is known here, nor what was suspected.
 */
export async function receiveSubmission(outer: Ctx, queue: MessageQueue, request: PageRequest): Promise<PageAnswer> {
  const found = await findOpen(outer, request.params.key ?? '');
  if (found.form === null) return found.answer;
  const { form, ctx } = found;
  const origin = checkOrigin(ctx, form, request);
  await takeAttempt(ctx, [submissionsFrom(request.address, form.id)]);
  const view = readView(ctx, request.inputs.get(inputNames.token) ?? '', form.id);
  const sent: Sent = { form, request, view, origin };
  const suspicion = request.inputs.get(inputNames.trap) ? 'trap' : isbot(request.userAgent) ? 'robot' : null;
  const fields = askedFields(form.definition.fields, view?.known ?? []);
  const read = readSubmission({ ...form.definition, fields }, request.inputs, view?.consents ?? null);
  if (suspicion !== null) {
    await keepSuspected(ctx, sent, read, suspicion);
    return answerSent(ctx, sent, read);
  }
  const notice = findNotice(ctx, sent);
  if (notice !== null || read.faults.length > 0) return answerFaulty(ctx, sent, read, notice);
  await keep(ctx, queue, sent, read);
  return answerSent(ctx, sent, read);
}

function checkOrigin(ctx: Ctx, { definition }: PublicForm, { header }: PageRequest): Origin {
  const origin = header('origin');
  // A page in a sandbox has the origin "null".
  if (origin === undefined || origin === 'null') return 'unknown';
  if (origin === new URL(ctx.publicUrl).origin || (URL.canParse(origin) && new URL(origin).host === header('host'))) {
    return 'ours';
  }
  if (definition.hosts.flatMap(originsOf).includes(origin)) return 'listed';
  throw new BatonError(
    'forbidden',
    'form.foreign-page',
    'This form takes no answers from that site. Add its host to the form.',
  );
}

/** Why it must be sent once more: only a page of ours can tell how long it was open. */
function findNotice(ctx: Ctx, { view, origin }: Sent): 'tooFast' | 'tooOld' | null {
  if (view === null) return origin === 'listed' ? null : 'tooOld';
  const open = ctx.now.getTime() - view.at;
  return open < shortestFill ? 'tooFast' : open > longestFill ? 'tooOld' : null;
}

async function keepSuspected(ctx: Ctx, sent: Sent, read: ReadSubmission, suspicion: 'trap' | 'robot'): Promise<void> {
  const row = describe(ctx, sent, read);
  await tx(ctx, async (ctx) => {
    // Should it be a person after all, it is sent on; of a robot neither address nor browser is kept.
    const unsent = row.unsent && { ...row.unsent, address: '', userAgent: '' };
    const isNew = await insertSubmission(ctx, { ...row, status: 'suspected', suspicion, unsent });
    if (isNew) await addCounts(ctx, { formId: row.formId, page: row.page, at: ctx.now }, { suspected: 1 });
  });
}

async function keep(ctx: Ctx, queue: MessageQueue, sent: Sent, read: ReadSubmission): Promise<void> {
  const { form, view } = sent;
  const row = describe(ctx, sent, read);
  const before = await findSent(ctx, form.id, [row.onceHash, ...(view ? [] : [hashContent(ctx, sent, read, -1)])]);
  if (before === undefined) await add(ctx, sent, row);
  const id = before?.id ?? (await findSent(ctx, form.id, [row.onceHash]))?.id;
  // Also where it came before: its sender was told to try again when it could not be sent on.
  if (id !== undefined) await sendSubmission(ctx, queue, id);
}

async function add(ctx: Ctx, { form, view }: Sent, row: NewSubmission): Promise<void> {
  const confirmation = form.definition.doubleOptIn ? prepareConfirmation(ctx, form, row) : null;
  if (confirmation !== null) {
    const { to } = confirmation.mail;
    await takeAttempt(ctx, [confirmationsTo(emailKey(to) ?? to, form.id)]);
  }
  await tx(ctx, async (ctx) => {
    if (!(await insertSubmission(ctx, { ...row, ...confirmation?.values }))) return;
    const { formId, page } = row;
    await addCounts(ctx, { formId, page, at: ctx.now }, { submissions: 1 });
    // Counted on the day on which the page was seen, so that no day has more who sent it than saw it.
    if (view?.counted) await addCounts(ctx, { formId, page, at: new Date(view.at) }, { converted: 1 });
    if (confirmation !== null) await writeMail(ctx, confirmation.mail);
  });
}

/** What Baton knows of the page comes first; a page of somebody else is known by what the browser says of it. */
function describe(ctx: Ctx, sent: Sent, read: ReadSubmission): NewSubmission {
  const { form, request, view } = sent;
  const { answers, consents, heard } = read;
  const page = view?.page ?? { url: cutAddress(request.header('referer')), search: null, referrer: null };
  const id = newId(ctx.now);
  const { slug, name, version } = form;
  const { fields } = form.definition;
  const anonymousId = request.inputs.get(inputNames.anonymousId) || request.cookies.baton_id || null;
  return {
    id,
    formId: form.id,
    formVersion: version,
    onceHash: view ? hash(view.nonce) : hashContent(ctx, sent, read, 0),
    status: 'accepted',
    suspicion: null,
    answers,
    consents,
    selfReportedSource: heard,
    pageUrl: page.url,
    page: pageOf(page.url),
    unsent: {
      form: { id: form.id, slug, name, version, fields },
      submission: {
        id,
        at: ctx.now.toISOString(),
        answers,
        consents,
        heard,
        page,
        anonymousId: anonymousId?.slice(0, 200) ?? null,
      },
      address: request.address,
      userAgent: request.userAgent,
      seenAt: view?.counted ? view.at : null,
    },
    confirmHash: null,
    confirmUntil: null,
  };
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

/** @param shift -1 for the span before: who presses twice may do it where one ends */
function hashContent(ctx: Ctx, { request }: Sent, { answers, consents, heard }: ReadSubmission, shift: 0 | -1): Buffer {
  const span = Math.floor(ctx.now.getTime() / sameWithin) + shift;
  return hash(JSON.stringify([span, request.address, request.userAgent, answers, consents, heard]));
}

function answerSent(ctx: Ctx, { form, request, view, origin }: Sent, { answers }: ReadSubmission): PageAnswer {
  const { thanks, hosts, doubleOptIn } = form.definition;
  const redirect = doubleOptIn ? null : readRedirect(thanks.redirectUrl ?? '', hosts);
  const headers = { ...pageHeaders(form.definition), ...allowOrigin(form, request) };
  if (request.wantsJson) {
    const body = { status: doubleOptIn ? 'confirm' : 'received', redirectUrl: redirect };
    return { status: 200, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
  }
  const own = origin === 'listed' ? readRedirect(request.inputs.get(inputNames.success) ?? '', hosts) : null;
  // In a frame of its tag, the page around it goes on: its snippet is told where.
  const known = form.definition.fields.flatMap(({ key, progressive }) => (progressive && key in answers ? [key] : []));
  const inFrame = view?.embedded ? `${pathOf(ctx, form)}/thanks?embed&known=${known.join('.')}` : null;
  // Third parties keep nothing in a frame: there the page around it does.
  const cookie = origin === 'listed' || view?.embedded ? null : rememberKnown(form, request, known);
  const location = own ?? inFrame ?? redirect ?? `${pathOf(ctx, form)}/thanks`;
  const secure = ctx.publicUrl.startsWith('https:') ? '; Secure' : '';
  const remembered = cookie === null ? {} : { 'set-cookie': `${cookie}${secure}` };
  return { status: 303, headers: { ...headers, ...remembered, location }, body: '' };
}

/** The page of a host that wants its visitor back when something is wrong, told what. */
function findFailurePage({ form, request, origin }: Sent, { faults }: ReadSubmission, reason: string): string | null {
  const asked = request.inputs.get(inputNames.failure) ?? '';
  const page = origin === 'listed' ? readRedirect(asked, form.definition.hosts) : null;
  if (page === null) return null;
  const address = new URL(page);
  address.searchParams.set('baton_error', reason);
  address.searchParams.set('baton_fields', faults.map(({ input }) => input).join(','));
  return address.href;
}

function answerFaulty(ctx: Ctx, sent: Sent, read: ReadSubmission, notice: 'tooFast' | 'tooOld' | null): PageAnswer {
  const { form, request } = sent;
  const { faults } = read;
  const words = formWords(form.definition.language);
  const reason = notice === 'tooFast' ? 'too-fast' : notice ? 'too-old' : 'invalid';
  if (request.wantsJson) {
    const errors = faults.map(({ input, word }) => ({ pointer: `#/${input}`, detail: words[word] }));
    const detail = notice ? words[notice] : (errors[0]?.detail ?? '');
    const code = `submission.${reason}`;
    const problem = { type: 'about:blank', title: 'Bad Request', status: 400, detail, code, errors };
    const headers = { ...pageHeaders(form.definition), ...allowOrigin(form, request) };
    return {
      status: 400,
      headers: { ...headers, 'content-type': 'application/problem+json' },
      body: JSON.stringify(problem),
    };
  }
  const location = findFailurePage(sent, read, reason);
  if (location !== null) {
    return { status: 303, headers: { ...pageHeaders(form.definition), location }, body: '' };
  }
  // The page keeps its view, so that it is one view, one wish, and as old as it is; a stale one is seen anew.
  const page = sent.view?.page ?? { url: cutAddress(request.header('referer')), search: null, referrer: null };
  const view =
    sent.view && notice !== 'tooOld'
      ? sent.view
      : createView(ctx, form, { counted: false, embedded: false, known: [], page });
  return renderForm(form, {
    action: pathOf(ctx, form),
    token: signView(ctx, view),
    values: request.inputs,
    faults,
    embedded: view.embedded,
    known: view.known,
    ...(notice ? { notice } : {}),
  });
}

/** Lets a page of a host of the form read the answer. */
function allowOrigin({ definition }: PublicForm, { header }: PageRequest): Record<string, string> {
  const origin = header('origin') ?? '';
  const isListed = definition.hosts.flatMap(originsOf).includes(origin);
  return isListed
    ? { 'access-control-allow-origin': origin, 'cross-origin-resource-policy': 'cross-origin', vary: 'origin' }
    : { vary: 'origin' };
}

/** Answers browsers that ask whether a page may post JSON here. */
export async function allowPosting(ctx: Ctx, request: PageRequest): Promise<PageAnswer> {
  const found = await findOpen(ctx, request.params.key ?? '');
  if (found.form === null) return found.answer;
  const headers = {
    ...allowOrigin(found.form, request),
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '3600',
  };
  return { status: 204, headers, body: '' };
}
