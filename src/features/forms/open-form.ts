import { randomUUID } from 'node:crypto';
import { isbot } from 'isbot';
import type { Ctx, WorkspaceId } from '../../context.ts';
import { originsOf } from '../../core/forms/definition.ts';
import { pageOf } from '../../core/forms/page-of.ts';
import { formWords } from '../../core/forms/words.ts';
import { addCounts } from '../../db/form-counts.ts';
import type { PageAnswer, PageRequest } from '../../http/page.ts';
import { readKnown } from './read-known.ts';
import { renderForm } from './render-form.ts';
import { renderClosed, renderMissing } from './render-page.ts';
import { cutAddress, signView, type View } from './sign-view.ts';
import { findByKey, type PublicForm } from './store.ts';

/** A form that is online, and the ctx of its workspace; or the answer that says that there is none. */
export async function findOpen(
  ctx: Ctx,
  key: string,
): Promise<{ form: PublicForm; ctx: Ctx } | { form: null; answer: PageAnswer }> {
  const form = /^[0-9A-Za-z]{10,40}$/.test(key) ? await findByKey(ctx.db, key) : undefined;
  if (form === undefined || form.state === 'draft') return { form: null, answer: renderMissing() };
  if (form.state === 'closed') return { form: null, answer: renderClosed(form, formWords(form.definition.language)) };
  return { form, ctx: { ...ctx, workspace: form.workspaceId as WorkspaceId } };
}

/** Path of a form's page, as browsers reach it. */
export const pathOf = (ctx: Ctx, { key }: { key: string }): string =>
  `${new URL(ctx.publicUrl).pathname.replace(/\/$/, '')}/f/${key}`;

/** Shows a form, and counts that somebody saw it. */
export async function openForm(ctx: Ctx, request: PageRequest): Promise<PageAnswer> {
  const found = await findOpen(ctx, request.params.key ?? '');
  if (found.form === null) return found.answer;
  const { form } = found;
  const counted = isSeen(request);
  const embedded = isEmbedded(request);
  const page = findPage(ctx, form, request);
  if (counted) await addCounts(found.ctx, { formId: form.id, page: pageOf(page.url), at: ctx.now }, { views: 1 });
  const known = readKnown(form, request);
  const view = createView(ctx, form, { counted, embedded, known, page });
  const values = readHidden(form, request, page);
  return renderForm(form, { action: pathOf(ctx, form), token: signView(ctx, view), values, embedded, known });
}

export const createView = (
  ctx: Ctx,
  form: PublicForm,
  view: Pick<View, 'counted' | 'embedded' | 'known' | 'page'>,
): View => ({
  ...view,
  formId: form.id,
  nonce: randomUUID(),
  at: ctx.now.getTime(),
  consents: Object.fromEntries(form.definition.consents.map(({ purpose, version }) => [purpose, version])),
});

/** Robots, and browsers that only fetch ahead, are nobody who could send it. */
function isSeen({ method, userAgent, header }: PageRequest): boolean {
  const purpose = header('sec-purpose') ?? header('purpose') ?? header('x-moz') ?? '';
  return method === 'GET' && !isbot(userAgent) && !/prefetch|preview|prerender/i.test(purpose);
}

/** Put into a page by its tag of the snippet, which hears how high the form is. */
const isEmbedded = ({ query }: PageRequest): boolean => query.has('embed');

/** The page that the visitor looks at: in a frame the one around it, as far as it says; else the form's own. */
function findPage(ctx: Ctx, form: PublicForm, { query, header }: PageRequest): View['page'] {
  const referrer = cutAddress(header('referer'));
  const search = cutAddress(query.size > 0 ? `?${query}` : null);
  if (header('sec-fetch-dest') !== 'iframe') {
    return { url: `${ctx.publicUrl}/f/${form.key}`, search, referrer: referrer ?? '' };
  }
  const said = cutAddress(query.get('page'));
  const isListed = said !== null && form.definition.hosts.flatMap(originsOf).includes(originOf(said) ?? '');
  if (!isListed) return { url: referrer, search, referrer: null };
  return { url: said, search: cutAddress(new URL(said).search), referrer: cutAddress(query.get('before')) };
}

function originOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).origin : null;
}

/** By the link of the form; around a frame by that of its page. */
function readHidden(form: PublicForm, { query }: PageRequest, { search }: View['page']): Map<string, string> {
  const around = new URLSearchParams(search ?? '');
  const hidden = form.definition.fields.filter(({ kind }) => kind === 'hidden');
  return new Map(
    hidden.flatMap(({ key }): [string, string][] => {
      const value = query.get(key) ?? around.get(key);
      return value === null ? [] : [[key, value]];
    }),
  );
}
