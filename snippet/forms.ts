type Fields = Record<string, string>;

const inputs = 'input,textarea,select';
const never = /^(?:password|hidden|file|submit|button|image|reset|checkbox|radio)$/;
/** Payment and secrets, by any name that a page may give them. */
const secret = /card|\bcc|cvc|cvv|csc|iban|account.?n|passw|pin\b|ssn|secret|token|otp/i;
const twice = 2000;
const known: [field: string, autocomplete: string, name: RegExp][] = [
  ['email', 'email', /e-?mail/i],
  ['firstName', 'given-name', /^(?:first|given|fore)[-_ ]?name$|^vorname$|^pr[eé]nom$|^fname$/i],
  ['lastName', 'family-name', /^(?:last|family|sur)[-_ ]?name$|^nachname$|^nom$|^lname$/i],
  ['name', 'name', /^(?:full|your)?[-_ ]?name$/i],
];

/** Calls `submit` for each form that is sent: those with `data-baton`, with `all` every one that names an e-mail address. */
export function watchForms(all: boolean, submit: (properties: Fields) => void): void {
  const last = new WeakMap<HTMLFormElement, { text: string; at: number }>();
  document.addEventListener(
    'submit',
    ({ target }) => {
      if (!(target instanceof HTMLFormElement)) return;
      const mark = target.dataset.baton;
      if (mark === 'off' || (mark === undefined && (!all || target.querySelector('[type=password]')))) return;
      const fields = readFields(target);
      if (mark === undefined && !fields.email) return;
      const properties = { ...nameForm(target, mark), ...fields };
      // A double click is one wish.
      const text = JSON.stringify(properties);
      const before = last.get(target);
      const at = Date.now();
      if (before?.text === text && at - before.at < twice) return;
      last.set(target, { text, at });
      submit(properties);
    },
    true,
  );
}

/** A form may have fields that are called "id" or "name": its attributes are asked, not its properties. */
function nameForm(form: HTMLFormElement, mark: string | undefined): Fields {
  const [id, name] = [form.getAttribute('id'), form.getAttribute('name')];
  const action = new URL(form.getAttribute('action') || '', location.href).pathname;
  return {
    form: mark || id || name || action,
    ...(id ? { formId: id } : {}),
    ...(name ? { formName: name } : {}),
    action,
  };
}

function readFields(form: HTMLFormElement): Fields {
  const fields: Fields = {};
  for (const input of form.querySelectorAll<HTMLInputElement>(inputs)) {
    const names = [input.name, input.id];
    const autocomplete = input.autocomplete || '';
    const value = input.value.trim();
    if (!value || never.test(input.type) || autocomplete.includes('cc-') || names.some((name) => secret.test(name)))
      continue;
    // What nobody can see is a trap for robots.
    if (input.getClientRects().length === 0) continue;
    const field = input.dataset.baton ?? findField(input.type, autocomplete, names);
    if (field && !(field in fields)) fields[field] = value.slice(0, 500);
  }
  return fields;
}

function findField(type: string, autocomplete: string, names: readonly string[]): string | undefined {
  if (type === 'email') return 'email';
  const wanted = autocomplete.split(' ').pop();
  return known.find(([, word, name]) => wanted === word || names.some((one) => name.test(one)))?.[0];
}
