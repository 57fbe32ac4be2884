import { createHash } from 'node:crypto';
import { originsOf, readRedirect } from '../../core/forms/definition.ts';
import { inputNames } from '../../core/forms/read-submission.ts';
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
@media (prefers-color-scheme: dark) { :root:not([data-embed]) { ${dark} } }
/* The page around it is light as a rule, and cannot be asked. */
[data-embed] { color-scheme: light; }
[data-embed] body { background: none; }
[data-embed] main { max-width: none; padding: 4px; }
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
/** Tells the page around a frame how high it is, and takes from there whose browser it is. The only script of these pages. */
const frameScript = `
const tell = () => parent.postMessage({ batonForm: true, height: document.documentElement.offsetHeight }, '*');
addEventListener('message', ({ source, data }) => {
  const input = document.querySelector('[name="${inputNames.anonymousId}"]');
  if (source === parent && input && typeof data?.batonId === 'string') input.value = data.batonId;
});
addEventListener('focusin', tell);
new ResizeObserver(tell).observe(document.documentElement);
const known = new URLSearchParams(location.search).get('known');
const next = document.querySelector('a[data-next]')?.href;
if (location.pathname.endsWith('/thanks')) parent.postMessage({ batonForm: true, known, next }, '*');
`;
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const [styleHash, scriptHash] = [hashOf(style), hashOf(frameScript)];

/**
 * Headers of every page of a form. No script but that of a frame, only this style; frames and ways back only for the hosts
 * of the form.
 *
 * @param form null where there is none: nobody frames that
 */
export function pageHeaders(form: StoredDefinition | null, embedded = false): Record<string, string | null> {
  const origins = form?.hosts.flatMap(originsOf) ?? [];
  const redirect = form && readRedirect(form.thanks.redirectUrl ?? '', form.hosts);
  const policy = [
    "default-src 'none'",
    `style-src ${styleHash}`,
    ...(embedded ? [`script-src ${scriptHash}`] : []),
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
  {
    status,
    title,
    content,
    embedded = false,
  }: { status: number; title: string; content: Html | readonly Html[]; embedded?: boolean },
): PageAnswer {
  const page = html`<!doctype html>
<html lang="${form?.definition.language ?? 'en'}"${embedded && html` data-embed`}>
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
${embedded && html`<script>SCRIPT</script>`}
</body>
</html>
`;
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', ...pageHeaders(form?.definition ?? null, embedded) },
    // Not values of the template: quotes in them are no text. What was given holds no tag, so these places are ours.
    body: page
      .toString()
      .replace('<style>STYLE</style>', () => `<style>${style}</style>`)
      .replace('<script>SCRIPT</script>', () => `<script>${frameScript}</script>`),
  };
}

/** A page that only says something. */
export const renderWords = (
  form: { definition: StoredDefinition } | null,
  page: {
    status: number;
    title: string;
    text: string;
    embedded?: boolean;
    next?: { url: string; label: string } | null;
  },
): PageAnswer =>
  renderPage(form, {
    ...page,
    content: html`<h1>${page.title}</h1>${paragraphs(page.text)}${
      page.next && html`<p><a data-next href="${page.next.url}" target="_top">${page.next.label}</a></p>`
    }`,
  });

/** Nobody learns whether a form that is not online exists. */
export const renderMissing = (): PageAnswer => {
  const words = formWords('en');
  return renderWords(null, { status: 404, title: words.notFound, text: words.notFoundText });
};

export const renderClosed = (form: { definition: StoredDefinition }, words: FormWords): PageAnswer =>
  renderWords(form, { status: 410, title: words.closed, text: words.closedText });

export const renderProblem = ({ status, detail }: Problem): PageAnswer =>
  renderWords(null, { status, title: formWords('en').failed, text: detail });
