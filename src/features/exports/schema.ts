import { z } from 'zod';
import { contract } from '../../core/contract.ts';
import { Id } from '../../core/wire.ts';
import { LongFilter, readers } from '../contacts/schema.ts';

/** Keys of columns as views name them; `own.plan` is the own field "plan". */
const Columns = z
  .array(
    z
      .string()
      .max(110)
      .regex(/^[a-z][a-z-]*$|^own\../, 'Please name a column of the table.'),
  )
  .min(1)
  .max(100);
const ids = z.array(Id).min(1).max(5_000);
const shared = {
  columns: Columns,
  /** Only these of the list. */
  ids: ids.optional(),
  /** All of the list but these. */
  except: z.array(Id).max(5_000).optional(),
};
const direction = z.enum(['asc', 'desc']).optional();
const contactOrder = { sort: z.enum(['name', 'last-touch', 'created', 'grade']).default('name'), direction };
const accountOrder = { sort: z.enum(['name', 'created']).default('name'), direction };
const ContactExport = z.strictObject({
  ...shared,
  ...contactOrder,
  query: LongFilter.extend({ accountId: Id.optional() }).default({}),
});
const AccountExport = z.strictObject({ ...shared, ...accountOrder, query: LongFilter.default({}) });
export type RecordExport = z.output<typeof ContactExport> | z.output<typeof AccountExport>;

const example = { columns: ['name', 'email', 'own.plan'] };
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' as const;

export const exportContacts = contract({
  id: 'contacts.export',
  method: 'POST',
  path: '/api/contacts/export',
  summary: 'Export the people of a list as CSV, in the order and the columns that are asked for.',
  access: readers,
  body: ContactExport,
  response: z.string(),
  media: 'text/csv',
  keyed: false,
  example,
});

export const exportContactSheet = contract({
  id: 'contacts.export-sheet',
  method: 'POST',
  path: '/api/contacts/export/sheet',
  summary: 'Export the people of a list as an Excel workbook, at most 50,000.',
  access: readers,
  body: ContactExport,
  response: z.string(),
  media: xlsx,
  keyed: false,
  example,
});

export const exportAccounts = contract({
  id: 'accounts.export',
  method: 'POST',
  path: '/api/accounts/export',
  summary: 'Export the companies of a list as CSV, in the order and the columns that are asked for.',
  access: readers,
  body: AccountExport,
  response: z.string(),
  media: 'text/csv',
  keyed: false,
  example: { columns: ['name', 'domain'] },
});

export const exportAccountSheet = contract({
  id: 'accounts.export-sheet',
  method: 'POST',
  path: '/api/accounts/export/sheet',
  summary: 'Export the companies of a list as an Excel workbook, at most 50,000.',
  access: readers,
  body: AccountExport,
  response: z.string(),
  media: xlsx,
  keyed: false,
  example: { columns: ['name', 'domain'] },
});
