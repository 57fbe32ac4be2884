/** What people paste into their pages, with the address of their own form. */
import type { Form } from '../../../src/features/forms/schema.ts';

const quote = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const originOf = ({ url, key }: Form): string => url.slice(0, -`/f/${key}`.length);

/** One tag where the form is to stand. */
export const tagFor = (form: Form): string =>
  `<script async src="${originOf(form)}/baton.js" data-form="${form.key}" data-title="${quote(form.name)}"></script>`;

/** For pages that allow no script; the height is a guess. */
export const frameFor = (form: Form): string =>
  `<iframe src="${form.url}" title="${quote(form.name)}" width="100%" height="640" referrerpolicy="no-referrer-when-downgrade" style="border:0"></iframe>`;

/** A form of the page's own. */
export function postFor(form: Form): string {
  const host = form.hosts[0] ?? 'www.example.com';
  const inputs = form.fields.map((field) => `  ${inputFor(field)}`);
  const consents = form.consents.map(
    ({ purpose, text, version, required }) =>
      `  <label><input type="checkbox" name="_consent_${purpose}" value="v${version}"${required ? ' required' : ''}> ${quote(text)}</label>`,
  );
  return [
    `<form method="post" action="${form.url}">`,
    ...inputs,
    ...(form.asksSource ? ['  <label>How did you hear about us? <input name="_heard"></label>'] : []),
    ...consents,
    '  <input name="_website" tabindex="-1" autocomplete="off" aria-hidden="true" style="position:absolute;left:-9999px">',
    `  <input type="hidden" name="_success" value="https://${host}/thanks">`,
    `  <input type="hidden" name="_failure" value="https://${host}/contact">`,
    '  <button>Send</button>',
    '</form>',
  ].join('\n');
}

function inputFor({ key, kind, label, required, options }: Form['fields'][number]): string {
  const name = `name="${key}"${required ? ' required' : ''}`;
  const text = quote(label);
  if (kind === 'hidden') return `<input type="hidden" name="${key}">`;
  if (kind === 'textarea') return `<label>${text} <textarea ${name}></textarea></label>`;
  if (kind === 'checkbox') return `<label><input type="checkbox" ${name}> ${text}</label>`;
  if (kind === 'choice') {
    return `<label>${text} <select ${name}><option></option>${options.map((option) => `<option>${quote(option)}</option>`).join('')}</select></label>`;
  }
  return `<label>${text} <input type="${kind === 'email' ? 'email' : 'text'}" ${name}></label>`;
}
