import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { readXlsx } from '../../src/connectors/xlsx.ts';
import { createContact, listContacts } from '../../src/features/contacts/schema.ts';
import { useBaton } from './baton.ts';
import { inspect, looks, pick } from './browser.ts';

/** What spreadsheets would run, and what pages would. */
const naughty = ['=cmd|calc', '+1', '-2', '@sum(a1)', '<script>alert(1)</script>', '"quoted", and more'];

describe('changing and exporting many, in a browser', () => {
  const baton = useBaton({});
  const { sayAsOwner: say } = baton;

  beforeAll(async () => {
    for (const name of naughty) await say(createContact, { body: { name, title: 'Clerk' } });
  }, 120_000);

  const open = async (look = looks.desktop) => {
    const page = await baton.open(look);
    await page.goto('/people');
    await page.getByText('@sum(a1)').first().waitFor();
    return page;
  };
  const titles = async () => {
    const { data } = await say(listContacts, { query: {} });
    return new Set(data.map(({ title }) => title));
  };

  it('changes all that are chosen, shows how far it is, and takes it back', async () => {
    const page = await open();
    await pick(page.getByRole('checkbox').first());
    const bar = page.getByRole('region', { name: 'What is chosen' });
    await bar.getByRole('button', { name: 'Change' }).click();
    const dialog = page.getByRole('dialog', { name: /^Change 6 people/ });
    await dialog.getByRole('combobox', { name: 'What' }).click();
    await page.getByRole('option', { name: 'Title' }).click();
    await dialog.getByRole('textbox', { name: 'New value' }).fill('COO');
    await inspect(page, 'bulk-form');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await dialog.getByText('6 changed').waitFor();
    expect(await titles()).toEqual(new Set(['COO']));
    await inspect(page, 'bulk-done');
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await dialog.getByText('6 taken back.').waitFor();
    expect(await titles()).toEqual(new Set(['Clerk']));
  }, 90_000);

  it.each(['CSV', 'Excel'])(
    'exports as %s what no spreadsheet runs',
    async (format) => {
      const page = await open();
      await page.getByRole('button', { name: 'Export' }).first().click();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: new RegExp(`^${format}`) }).click(),
      ]);
      const bytes = await readFile(await file.path());
      const rows = format === 'CSV' ? parse(bytes, { bom: true }) : await readXlsx(bytes);
      const names = (rows as string[][]).slice(1).map(([name = '']) => name);
      const harmless = format === 'CSV' ? naughty.map((name) => (/^[=+\-@]/.test(name) ? `'${name}` : name)) : naughty;
      expect(names.toSorted()).toEqual(harmless.toSorted());
    },
    60_000,
  );

  it('fits on a phone', async () => {
    const page = await open(looks['phone-dark']);
    await inspect(page, 'bulk-phone');
  }, 60_000);
});
