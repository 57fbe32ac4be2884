/** HTML that is made: texts in it are escaped already. Only `html` makes it. */
class Html {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

export type { Html };

/** `null`, `undefined` and `false` leave nothing; a list stands one after the other. */
type Value = string | number | Html | null | undefined | false | readonly Value[];

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Writes HTML as a template: whatever is put in is text, between tags and within quoted attributes alike, unless `html` made
 * it. The one place where texts become HTML.
 *
 * @example
 * String(html`<p title="${'"'}">${'<b>'} ${html`<i>${1}</i>`}</p>`) // '<p title="&quot;">&lt;b&gt; <i>1</i></p>'
 */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(parts.reduce((text, part, at) => text + write(values[at - 1]) + part));
}

function write(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (isList(value)) return value.map(write).join('');
  // No control character but those of lines belongs into HTML; NUL and lone surrogates least.
  const text = String(value)
    .toWellFormed()
    .replace(/(?![\n\r\t])\p{Cc}/gu, '\ufffd');
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
