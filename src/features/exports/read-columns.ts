import { BatonError } from '../../core/errors.ts';
import type { AccountSummary } from '../accounts/schema.ts';
import type { ContactSummary } from '../contacts/schema.ts';

export type Cell = string | number | boolean | null;
/** A column of a file: its header and what it says of a record. Times are ISO 8601 in UTC, amounts minor units as they are kept. */
export type ExportColumn<Row> = { header: string; read: (row: Row) => Cell };

/** In the keys and under the names of the table. */
export const contactColumns: Record<string, ExportColumn<ContactSummary>> = {
  name: { header: 'Name', read: ({ name }) => name },
  email: { header: 'E-mail', read: ({ email }) => email },
  phone: { header: 'Phone', read: ({ phone }) => phone },
  title: { header: 'Title', read: ({ title }) => title },
  company: { header: 'Company', read: ({ account }) => account?.name ?? null },
  owner: { header: 'Owner', read: ({ owner }) => owner?.name ?? null },
  stage: { header: 'Stage', read: ({ stage }) => stage },
  grade: { header: 'Grade', read: ({ grade }) => grade },
  touch: { header: 'Last touch', read: ({ lastTouchAt }) => lastTouchAt },
  country: { header: 'Country', read: ({ country }) => country },
  role: { header: 'Role in a purchase', read: ({ buyingRole }) => buyingRole },
  persona: { header: 'Persona', read: ({ persona }) => persona },
  segment: { header: 'Segment', read: ({ segment }) => segment },
  journey: { header: 'Journey step', read: ({ journeyStep }) => journeyStep },
  fit: { header: 'Fit', read: ({ fit }) => fit },
  engagement: { header: 'Engagement', read: ({ engagement }) => engagement },
  touches: { header: 'Touches', read: ({ touchCount }) => touchCount },
  created: { header: 'Known since', read: ({ createdAt }) => createdAt },
  reachable: { header: 'Reachable', read: ({ reachable }) => reachable },
};
export const accountColumns: Record<string, ExportColumn<AccountSummary>> = {
  name: { header: 'Company', read: ({ name }) => name },
  domain: { header: 'Domain', read: ({ domain }) => domain },
  industry: { header: 'Industry', read: ({ industry }) => industry },
  employees: { header: 'Employees', read: ({ employees }) => employees },
  country: { header: 'Country', read: ({ country }) => country },
  tier: { header: 'Target', read: ({ tier, isTarget }) => tier ?? (isTarget ? 'Yes' : null) },
  people: { header: 'People', read: ({ people }) => people },
  owner: { header: 'Owner', read: ({ owner }) => owner?.name ?? null },
  revenue: { header: 'Revenue', read: ({ revenue }) => (revenue === null ? null : revenue / 100) },
  created: { header: 'Known since', read: ({ createdAt }) => createdAt },
};

/** The columns that were asked for, by their keys; `own.plan` is the own field "plan". */
export function readColumns<Row extends { fields: Readonly<Record<string, unknown>> }>(
  known: Readonly<Record<string, ExportColumn<Row>>>,
  keys: readonly string[],
): ExportColumn<Row>[] {
  return keys.map((key, at) => {
    const own = /^own\.(.+)$/.exec(key)?.[1];
    if (own !== undefined) return { header: own, read: ({ fields }) => toCell(fields, own) };
    const column = Object.hasOwn(known, key) ? known[key] : undefined;
    if (column !== undefined) return column;
    const detail = `There is no column "${key}". Choose one of ${Object.keys(known).join(', ')}, or own.<field>.`;
    throw new BatonError('invalid', 'export.column-unknown', detail, {
      errors: [{ pointer: `#/columns/${at}`, detail }],
    });
  });
}

function toCell(fields: Readonly<Record<string, unknown>>, key: string): Cell {
  const value = Object.hasOwn(fields, key) ? fields[key] : null;
  if (value === null || value === undefined) return null;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : JSON.stringify(value);
}
