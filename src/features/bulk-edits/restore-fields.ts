type Values = Record<string, unknown>;

/** Own fields one by one beside the others, as `fields.plan`. */
export function flattenFields({ fields, ...values }: Values): Values {
  const own = typeof fields === 'object' && fields !== null ? Object.entries(fields) : [];
  return { ...values, ...Object.fromEntries(own.map(([key, value]) => [`fields.${key}`, value])) };
}

/** What differs between two states of a record, or null where nothing does. What is missing is null. */
export function pickChanged(before: Values, after: Values): { before: Values; after: Values } | null {
  const [was, is] = [flattenFields(before), flattenFields(after)];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => !isSame(was[key], is[key]));
  if (keys.length === 0) return null;
  const pick = (values: Values) => Object.fromEntries(keys.map((key) => [key, values[key] ?? null]));
  return { before: pick(was), after: pick(is) };
}

/**
 * The change that sets a record back to what it was before another change, and the fields that somebody has changed since:
 * those stay.
 */
export function restoreFields(
  current: Values,
  { before, after }: { before: Values; after: Values },
): { change: Values; kept: string[] } {
  const now = flattenFields(current);
  const kept: string[] = [];
  const change: Values = {};
  const fields: Values = {};
  for (const [key, was] of Object.entries(before)) {
    if (!isSame(now[key], after[key])) kept.push(key.replace(/^fields\./, ''));
    else if (key.startsWith('fields.')) fields[key.slice('fields.'.length)] = was;
    else change[key] = was;
  }
  return { change: Object.keys(fields).length > 0 ? { ...change, fields } : change, kept };
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
