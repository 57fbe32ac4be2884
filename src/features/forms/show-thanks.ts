import type { Ctx } from '../../context.ts';
import { readRedirect } from '../../core/forms/definition.ts';
import { formWords } from '../../core/forms/words.ts';
import type { PageAnswer, PageRequest } from '../../http/page.ts';
import { findOpen } from './open-form.ts';
import { renderWords } from './render-page.ts';

/** Thanks whoever sent a form; the same words for everybody. */
export async function showThanks(ctx: Ctx, request: PageRequest, isConfirmed: boolean): Promise<PageAnswer> {
  const found = await findOpen(ctx, request.params.key ?? '');
  if (found.form === null) return found.answer;
  const { form } = found;
  const { language, doubleOptIn, thanks, hosts } = form.definition;
  const words = formWords(language);
  const embedded = request.query.has('embed');
  if (doubleOptIn && !isConfirmed) {
    return renderWords(form, { status: 200, title: words.checkMail, text: words.mailSent, embedded });
  }
  const url = embedded ? readRedirect(thanks.redirectUrl ?? '', hosts) : null;
  const next = url === null ? null : { url, label: words.next };
  return renderWords(form, { status: 200, title: words.thanks, text: thanks.text, embedded, next });
}
