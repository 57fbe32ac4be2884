import { BatonError } from '../../core/errors.ts';
import { checkDefinition, type FormDefinition } from '../../core/forms/definition.ts';
import type { FormState } from '../../db/form-tables.ts';

/** Refuses a form that contradicts itself, and one that goes online without a question. */
export function checkForm(definition: FormDefinition, state: FormState): void {
  const errors = checkDefinition(definition);
  if (state === 'live' && !definition.fields.some(({ kind }) => kind !== 'hidden')) {
    errors.push({ pointer: '#/fields', detail: 'A form needs at least one field that people see.' });
  }
  const [first] = errors;
  if (first) throw new BatonError('invalid', 'form.invalid', first.detail, { errors });
}
