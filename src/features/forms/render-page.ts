import { createHash } from 'node:crypto';
import { originsOf, readRedirect } from '../../core/forms/definition.ts';
import { type FormWords, formWords } from '../../core/forms/words.ts';
import { type Html, html } from '../../core/html.ts';
import type { StoredDefinition } from '../../db/form-tables.ts';
import type { PageAnswer } from '../../http/page.ts';
import type { Problem } from '../../http/problem.ts';

/** The tokens of web/styles/tokens.css that these pages need; a test holds them to it. */
export const light = `--bg: #f7f6f4; --surface: #ffffff; --text: #1b1a1f; --text-2: #5a5761; --border: #e7e4df;
--control: #8a8690; --focus: #4a48c0; --shared-solid: #4a48c0; --shared-on: #ffffff; --bad: #b3123f; --bad-soft: #fbe8ed;`;
export const dark = `--bg: #111114; --surface: #19191e; --text: #efedf2; --text-2: #b3afbc; --border: #29292f;
--control: #7a7685; --focus: #a9aafc; --shared-solid: #8587f6; --shared-on: #0b0b2a; --bad: #ff7592; --bad-soft: #3a1822;`;

const style = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 560px; margin: 0 auto; padding: 24px 16px; overflow-wrap: anywhere; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 12px; font-weight: 600; }
h2 { font-size: 16px; margin: 0 0 4px; font-weight: 600; }
p { margin: 0 0 12px; }
a { color: inherit; }
form { background: var(--surface); border: 1px solid var(--border); border-radius: 12px; padding: 20px 16px; margin-top: 16px; }
.field { margin-bottom: 20px; }
label { display: block; font-weight: 500; margin-bottom: 4px; }
.tick { display: flex; gap: 12px; align-items: flex-start; font-weight: 400; min-height: 24px; }
.tick input { flex: none; width: 24px; height: 24px; margin: 0; accent-color: var(--shared-solid); }
.note, .help { color: var(--text-2); font-weight: 400; font-size: 14px; }
.help { margin: 0 0 4px; }
input:not([type="checkbox"]), select, textarea { width: 100%; min-height: 44px; padding: 8px 12px; font: inherit; color: inherit;
  background: var(--surface); border: 1px solid var(--control); border-radius: 8px; }
textarea { min-height: 120px; resize: vertical; }
[aria-invalid="true"] { border-color: var(--bad); border-width: 2px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
button { width: 100%; min-height: 44px; padding: 8px 20px; font: inherit; font-weight: 600; cursor: pointer; border: 0; border-radius: 8px;
  color: var(--shared-on); background: var(--shared-solid); }
.fault { color: var(--bad); font-size: 14px; font-weight: 500; margin: 0 0 4px; }
.faults { background: var(--bad-soft); border: 2px solid var(--bad); border-radius: 8px; padding: 12px 16px; margin-top: 16px; }
.faults ul { margin: 0; padding-left: 20px; }
.faults p { margin: 0; }
.trap { position: absolute; left: -9999px; width: 1px; height: 1px; overflow: hidden; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/**
 * Headers of every page of a form. No script at all, only this style; frames and ways back only for the hosts of the form.
 *
 * @param form null where there is none: nobody frames that
 */
export function pageHeaders(form: StoredDefinition | null): Record<string, string | null> {
  const origins = form?.hosts.flatMap(originsOf) ?? [];
  const redirect = form && readRedirect(form.thanks.redirectUrl ?? '', form.hosts);
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    // Browsers hold the answer's redirect against this, too.
    `form-action 'self'${redirect === null ? '' : ` ${new URL(redirect).origin}`}`,
    "base-uri 'none'",
    `frame-ancestors ${origins.length > 0 ? origins.join(' ') : "'none'"}`,
  ];
  return {
    'content-security-policy': policy.join('; '),
    // It knows no list of hosts; what stands above replaces it.
    ...(origins.length > 0 ? { 'x-frame-options': null, 'cross-origin-resource-policy': 'cross-origin' } : {}),
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
  };
}

/** Text of several lines as paragraphs. */
export const paragraphs = (text: string): Html[] =>
  text
    .split(/\n+/)
    .filter((line) => line.trim() !== '')
    .map((line) => html`<p>${line}</p>`);

export function renderPage(
  form: { definition: StoredDefinition } | null,
  { status, title, content }: { status: number; title: string; content: Html | readonly Html[] },
): PageAnswer {
  const page = html`<!doctype html>
<html lang="${form?.definition.language ?? 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>STYLE</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`;
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', ...pageHeaders(form?.definition ?? null) },
    // Not a value of the template: quotes in a style are no text. The first place is ours, before anything that was given.
    body: page.toString().replace('<style>STYLE</style>', () => `<style>${style}</style>`),
  };
}

/** A page that only says something. */
export const renderWords = (
  form: { definition: StoredDefinition } | null,
  page: { status: number; title: string; text: string },
): PageAnswer => renderPage(form, { ...page, content: html`<h1>${page.title}</h1>${paragraphs(page.text)}` });

/** Nobody learns whether a form that is not online exists. */
export const renderMissing = (): PageAnswer => {
  const words = formWords('en');
  return renderWords(null, { status: 404, title: words.notFound, text: words.notFoundText });
};

export const renderClosed = (form: { definition: StoredDefinition }, words: FormWords): PageAnswer =>
  renderWords(form, { status: 410, title: words.closed, text: words.closedText });

export const renderProblem = ({ status, detail }: Problem): PageAnswer =>
  renderWords(null, { status, title: formWords('en').failed, text: detail });
