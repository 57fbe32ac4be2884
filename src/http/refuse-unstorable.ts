import { BatonError, type FieldProblem } from '../core/errors.ts';

const detail = 'Please remove the characters that cannot be stored: NUL, or half of a surrogate pair.';

/**
 * Refuses a body with texts that no PostgreSQL text can hold, wherever they stand and whatever they are for. Shapes that are
 * stricter have said so before, in their own words. What somebody looks for is not stored: each search reads it as it can.
 */
export function refuseUnstorable({ body }: { body: unknown }): void {
  const errors: FieldProblem[] = [];
  look(body, '#', errors);
  const [first] = errors;
  if (!first) return;
  const field = first.pointer.replace(/^#\/?/, '').replaceAll('/', '.');
  throw new BatonError('invalid', 'request.unstorable-text', `${field ? `${field}: ` : ''}${detail}`, { errors });
}

function look(value: unknown, pointer: string, errors: FieldProblem[]): void {
  if (typeof value === 'string') {
    if (!isStorable(value)) errors.push({ pointer, detail });
  } else if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) look(item, `${pointer}/${at}`, errors);
  } else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const [name, item] of Object.entries(value)) {
      // A name that cannot be stored cannot be told either.
      if (!isStorable(name)) errors.push({ pointer, detail });
      else look(item, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, errors);
    }
  }
}

const isStorable = (text: string) => text.isWellFormed() && !text.includes('\0');
