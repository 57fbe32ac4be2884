import { askedFields, type FormField, type FormTrait } from '../../core/forms/definition.ts';
import { inputNames, type SubmissionFault } from '../../core/forms/read-submission.ts';
import { type FormWords, formWords } from '../../core/forms/words.ts';
import { type Html, html } from '../../core/html.ts';
import type { StoredDefinition } from '../../db/form-tables.ts';
import type { PageAnswer } from '../../http/page.ts';
import { paragraphs, renderPage } from './render-page.ts';

/** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill */
const autocomplete: Record<FormTrait, string> = {
  email: 'email',
  name: 'name',
  firstName: 'given-name',
  lastName: 'family-name',
  title: 'organization-title',
  phone: 'tel',
  country: 'country-name',
  company: 'organization',
};
/** An answer that is too long is shown again so far. */
const shownAtMost = 6000;

type Shown = {
  /** Path to post to. */
  action: string;
  token: string;
  /** What was posted, shown again; or what the link says for hidden fields. Never what Baton knows of somebody. */
  values: ReadonlyMap<string, string>;
  faults?: readonly SubmissionFault[];
  /** Why it must be sent once more, where no field is at fault. */
  notice?: 'tooFast' | 'tooOld';
  /** It stands in a page by its tag of the snippet. */
  embedded?: boolean;
  /** Progressive fields that are left out. */
  known?: readonly string[];
};

/** The page on which a form is filled in: plain HTML, with or without scripts. */
export function renderForm(form: { name: string; definition: StoredDefinition }, shown: Shown): PageAnswer {
  const { definition } = form;
  const words = formWords(definition.language);
  const { faults = [], notice, embedded = false, known = [] } = shown;
  const fields = new FieldWriter(words, shown.values, faults);
  const isFaulty = faults.length > 0 || notice !== undefined;
  const labels = new Map([
    ...definition.fields.map(({ key, label }): [string, string] => [key, label]),
    ...definition.consents.map(({ purpose, text }): [string, string] => [inputNames.consent(purpose), cut(text, 60)]),
    [inputNames.heard, words.heard] as [string, string],
  ]);
  const content = html`<h1>${form.name}</h1>
${paragraphs(definition.intro)}
${
  isFaulty &&
  html`<div class="faults" role="alert" tabindex="-1" autofocus>
<h2>${words.errors}</h2>
${notice && html`<p>${words[notice]}</p>`}
${faults.length > 0 && html`<ul>${faults.map(({ input, word }) => html`<li><a href="#${idOf(input)}">${labels.get(input) ?? input}</a>: ${words[word]}</li>`)}</ul>`}
</div>`
}
<form method="post" action="${shown.action}" novalidate>
<input type="hidden" name="${inputNames.token}" value="${shown.token}">
${embedded && html`<input type="hidden" name="${inputNames.anonymousId}" value="${cut(shown.values.get(inputNames.anonymousId) ?? '', 200)}">`}
<div class="trap" aria-hidden="true"><label>${words.trap} <input name="${inputNames.trap}" tabindex="-1" autocomplete="off"></label></div>
${askedFields(definition.fields, known).map((field) => fields.write(field))}
${definition.asksSource && fields.writeText({ input: inputNames.heard, label: words.heard })}
${definition.consents.map(({ purpose, text, required }) => fields.writeTick({ input: inputNames.consent(purpose), label: text, required }))}
<button type="submit">${definition.button ?? words.send}</button>
</form>`;
  const title = isFaulty ? `${words.error}: ${form.name}` : form.name;
  return renderPage(form, { status: isFaulty ? 400 : 200, title, content, embedded });
}

type Written = { input: string; label: string; help?: string | null; required?: boolean };

class FieldWriter {
  readonly #words: FormWords;
  readonly #values: ReadonlyMap<string, string>;
  readonly #faults: ReadonlyMap<string, string>;

  constructor(words: FormWords, values: ReadonlyMap<string, string>, faults: readonly SubmissionFault[]) {
    this.#words = words;
    this.#values = values;
    this.#faults = new Map(faults.map(({ input, word }) => [input, words[word]]));
  }

  write(field: FormField): Html {
    const { key: input, kind, fills } = field;
    const written = { input, ...field };
    if (kind === 'hidden') return html`<input type="hidden" name="${input}" value="${this.#value(input)}">`;
    if (kind === 'checkbox') return this.writeTick(written);
    if (kind === 'choice') return this.#writeChoice(written, field.options);
    if (kind === 'textarea') {
      return this.#wrap(
        written,
        html`<textarea ${this.#attributes(written)}>
${this.#value(input)}</textarea>`,
      );
    }
    const type = kind === 'email' ? 'email' : fills === 'phone' ? 'tel' : 'text';
    return this.writeText(written, type, fills === null || fills === 'own' ? null : autocomplete[fills]);
  }

  writeText(field: Written, type = 'text', autofill: string | null = null): Html {
    const filled = autofill && html` autocomplete="${autofill}"`;
    const value = this.#value(field.input);
    return this.#wrap(field, html`<input type="${type}" value="${value}" ${this.#attributes(field)}${filled}>`);
  }

  writeTick(field: Written): Html {
    const ticked = this.#value(field.input) !== '' && html` checked`;
    return html`<div class="field">${this.#notes(field)}
<label class="tick"><input type="checkbox" value="1" ${this.#attributes(field)}${ticked}> <span>${field.label}${this.#optional(field)}</span></label>
</div>
`;
  }

  #writeChoice(field: Written, options: readonly string[]): Html {
    const chosen = this.#value(field.input);
    const choices = options.map((option) => html`<option${option === chosen && html` selected`}>${option}</option>`);
    return this.#wrap(
      field,
      html`<select ${this.#attributes(field)}><option value="">${this.#words.choose}</option>${choices}</select>`,
    );
  }

  #wrap(field: Written, control: Html): Html {
    const label = html`<label for="${idOf(field.input)}">${field.label}${this.#optional(field)}</label>`;
    return html`<div class="field">${label}${this.#notes(field)}${control}</div>
`;
  }

  #optional({ required }: Written): Html | null {
    return required ? null : html` <span class="note">(${this.#words.optional})</span>`;
  }

  #notes({ input, help }: Written): Html {
    const fault = this.#faults.get(input);
    return html`${help && html`<p class="help" id="${idOf(input)}-help">${help}</p>`}${
      fault && html`<p class="fault" id="${idOf(input)}-fault">${fault}</p>`
    }`;
  }

  #attributes({ input, help, required }: Written): Html {
    const isFaulty = this.#faults.has(input);
    const told = [...(help ? [`${idOf(input)}-help`] : []), ...(isFaulty ? [`${idOf(input)}-fault`] : [])];
    return html`id="${idOf(input)}" name="${input}"${required === true && html` required`}${
      isFaulty && html` aria-invalid="true"`
    }${told.length > 0 && html` aria-describedby="${told.join(' ')}"`}`;
  }

  #value(input: string): string {
    return cut(this.#values.get(input) ?? '', shownAtMost);
  }
}

const idOf = (input: string): string => `field-${input}`;
const cut = (text: string, length: number): string => (text.length <= length ? text : text.slice(0, length));
