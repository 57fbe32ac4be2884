import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { editImport, listRows, previewImport, readImport, startImport, uploadFile } from './schema.ts';

const folder = resolve(import.meta.dirname, '../../../../shared/data');
const isThere = existsSync(join(folder, 'imports'));
if (!isThere) console.log('skipped: exports of other programs, which a clone does not have (../shared/data/imports)');

/** Of each file: its preset, how its rows become what, the columns that mean something, and those that must be asked. */
const files: [string, string | null, string, Record<string, number>, Record<string, string>][] = [
  [
    'hubspot-export.csv',
    'hubspot-contacts',
    'contacts',
    { created: 3 },
    { 'Record ID': 'contact.external-id', 'Original Source': 'contact.source', 'Create Date': 'contact.created-at' },
  ],
  [
    'hubspot-contacts-fr.csv',
    'hubspot-contacts',
    'contacts',
    { created: 3 },
    { 'Mobile Phone Number': 'contact.phone', 'Company Name': 'account.name', 'Job Title': 'contact.title' },
  ],
  [
    'hubspot-contacts-associated-ids.csv',
    'hubspot-contacts',
    'contacts',
    { created: 3 },
    { 'Associated Company IDs': 'account.external-id' },
  ],
  [
    'hubspot-companies.csv',
    'hubspot-companies',
    'accounts',
    // Two rows name one company: it is one here, and has both ids.
    { created: 2, updated: 1 },
    { 'Record ID': 'account.external-id', 'Website URL': 'account.domain' },
  ],
  ['hubspot-notes.csv', 'hubspot-notes', 'notes', { created: 1 }, { 'Associated Contact': 'contact.external-id' }],
  [
    'salesforce-leads.csv',
    'salesforce-leads',
    'contacts',
    { created: 3, flagged: 1 },
    { 'Lead ID': 'contact.external-id', LeadSource: 'contact.source', Company: 'account.name' },
  ],
  [
    'pipedrive-people.csv',
    'pipedrive-people',
    'contacts',
    { created: 1 },
    { 'Person - ID': 'contact.external-id', 'Organization - Name': 'account.name', 'Person - Email': 'contact.email' },
  ],
  [
    'pipedrive-activities.csv',
    'pipedrive-activities',
    'activities',
    { created: 3, skipped: 1 },
    {
      'Activity - Due date': 'activity.at',
      'Activity - Due time': 'activity.time',
      'Activity - Subject': 'activity.subject',
      'Person - Email': 'contact.email',
    },
  ],
  [
    'mautic-contacts.csv',
    'mautic-contacts',
    'contacts',
    { created: 10 },
    { firstname: 'contact.first-name', email: 'contact.email', company: 'account.name' },
  ],
  [
    'facebook-leads.csv',
    'facebook-leads',
    'contacts',
    { created: 3 },
    { created_time: 'touch.at', campaign_name: 'touch.campaign', full_name: 'contact.name' },
  ],
  [
    'atomic-crm-contacts.csv',
    null,
    'contacts',
    {},
    {
      first_name: 'contact.first-name',
      company_name: 'account.name',
      email_work: 'contact.email',
      title: 'contact.title',
    },
  ],
  [
    'rtl-arabic-headers.csv',
    null,
    'contacts',
    { created: 2 },
    { الاسم: 'contact.name', البريد: 'contact.email', الهاتف: 'contact.phone', Company: 'account.name' },
  ],
];

describe.skipIf(!isThere)('exports of other programs', { timeout: 60_000 }, () => {
  const test = useTestApp();
  let admin: TestMember;
  const bringIn = async (path: string) => {
    admin = await createMember(test, await createWorkspace(test), { role: 'admin' });
    const body = readFileSync(join(folder, path));
    const { id } = await test.call(admin, uploadFile, { query: { name: path }, body });
    const params = { importId: id };
    const preview = await test.call(admin, previewImport, { params });
    if (preview.columns.some(({ asks }) => asks !== null)) {
      const { version } = await test.call(admin, readImport, { params });
      const columns = preview.columns.map(({ field, type, dateOrder, decimal, asks }) => ({
        ...{ field, type },
        dateOrder: asks === 'date-order' ? ('dmy' as const) : dateOrder,
        decimal: asks === 'decimal' ? ('.' as const) : decimal,
      }));
      await test.call(admin, editImport, { params, version, body: { columns } });
    }
    await test.call(admin, startImport, { params, body: {} });
    await test.runJobs();
    const { data } = await test.call(admin, listRows, { params, query: { limit: 50 } });
    return { done: await test.call(admin, readImport, { params }), preview, told: data };
  };

  it.each(files)('%s', async (name, preset, kind, counts, fields) => {
    const { done, preview, told } = await bringIn(`imports/${name}`);
    const mapped = Object.fromEntries(preview.columns.map(({ header, field }) => [header, field]));
    expect({ preset: done.preset, kind: done.kind, mapped }).toMatchObject({ preset, kind, mapped: fields });
    expect(done.counts, JSON.stringify(told)).toMatchObject({ faults: 0, ...counts });
    const { created, updated, unchanged, skipped, faults } = done.counts;
    expect(created + updated + unchanged + skipped + faults).toBe(done.rowCount);
  });

  it('9,240 leads of X Education in 37 columns, where "Select" is blank and Google is not google', async () => {
    const { done, preview } = await bringIn('xeducation/Leads.csv');
    expect(done).toMatchObject({ preset: 'x-education', counts: { created: 9240, faults: 0, skipped: 0 } });
    const by = Object.fromEntries(preview.columns.map((column) => [column.header, column]));
    expect(by).toMatchObject({
      'Prospect ID': { field: 'contact.external-id' },
      'Lead Source': { field: 'contact.source', type: 'text' },
      Converted: { field: 'contact.custom.converted', type: 'boolean' },
      TotalVisits: { field: 'contact.custom.total_visits', type: 'number' },
      'Do Not Email': { field: 'contact.custom.do_not_email', type: 'boolean' },
      'Page Views Per Visit': { type: 'number', decimal: '.' },
    });
    expect(preview.columns.filter(({ field }) => field === null)).toEqual([]);
    const db = test.databases.screens;
    const sources = await db
      .selectFrom('contacts')
      .select('source')
      .distinct()
      .where('workspaceId', '=', admin.workspace)
      .execute();
    expect(sources.map(({ source }) => source)).toEqual(expect.arrayContaining(['google', 'Google', null]));
    const [blank] = await db
      .selectFrom('contacts')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('workspaceId', '=', admin.workspace)
      .where(({ eb, ref }) => eb(ref('fields', '->>').key('city' as never), '=', 'Select' as never))
      .execute();
    expect(blank?.n).toBe(0);
  });
});
