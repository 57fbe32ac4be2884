import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { problemHeader } from '../../src/core/imports/header-key.ts';
import { editContact, listContacts } from '../../src/features/contacts/schema.ts';
import { listHandoffs } from '../../src/features/handoffs/schema.ts';
import { listImports } from '../../src/features/imports/schema.ts';
import { acceptInvitation, inviteMember } from '../../src/features/invitations/schema.ts';
import { lapText } from '../agreements.ts';
import type { Caller } from '../app.ts';
import { callServer } from '../server-process.ts';
import { useBaton } from './baton.ts';
import { bothWays, inspect, inspectLooks, looks } from './browser.ts';

/** A job begins within seconds, and the page looks again every second. */
const job = { timeout: 30_000 };
const canary = 'canary.example';

/** An export of HubSpot as Excel writes it in German: semicolons, Windows-1252, a preamble, dates that fit two orders. */
const hubspot = Buffer.from(
  [
    'Contacts of the fair;;;;;;',
    '',
    'Record ID;First Name;Last Name;Email;Company Name;Last Activity Date;Notes',
    '101;Jörg;Müller;joerg.mueller@plant.example;Plant & Söhne;03/04/2024;Met at the stand',
    '102;Ana;Silva;ana@mill.example;Mill Ltd;05/06/2024;',
    '103;Wei;Chen;wei@mill.example;Mill Ltd;07/08/2024;Asked for a price',
    ';Nobody;Known;;;01/02/2024;Without an id and an address',
    ';Else;Known;not an address;;02/03/2024;',
  ].join('\r\n'),
  'latin1',
);

const hostileName = `<img src=https://${canary}/a.png onerror=alert(1)>`;
const hostile = [
  'Name,Email,"<script>alert(2)</script>",Notes',
  `"${hostileName}",eve@evil.example,"=HYPERLINK(""https://${canary}"")","<style>@import url(https://${canary}/a.css)</style>"`,
  `"\u202eمرحبا بالعالم",rtl@evil.example,javascript:alert(3),${'W'.repeat(3_000)}`,
  '"</title><svg onload=alert(4)>",not-an-address,x,"{{7*7}}"',
].join('\n');

describe('imports, in a browser', () => {
  const baton = useBaton();
  const { owner, say } = baton;
  let page: Page;
  let importId = '';
  const dialogs: string[] = [];
  const elsewhere: string[] = [];

  const openAs = async (caller: Caller, look = looks.desktop) => {
    const window = await baton.open(look, caller);
    window.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    window.on('request', (request) => {
      if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(baton.server.url))
        elsewhere.push(request.url());
    });
    return window;
  };
  const choose = async (label: string, option: string | RegExp, window = page) => {
    await window.getByRole('combobox', { name: label }).click();
    await window.getByRole('option', { name: option }).click();
  };
  const give = (name: string, body: Buffer | string, mimeType = 'text/csv', window = page) =>
    window.locator('input[type=file]').setInputFiles({ name, mimeType, buffer: Buffer.from(body) });
  const people = async () => (await say(owner, listContacts, { query: { limit: 50 } })).data;
  const count = (what: string) =>
    page
      .locator('dl > div')
      .filter({ has: page.getByText(what, { exact: true }) })
      .locator('strong');

  beforeAll(async () => {
    page = await openAs(owner);
  }, 60_000);

  it('takes a file and says what it found in it', { timeout: 60_000 }, async () => {
    await page.goto('/people');
    await page.getByRole('link', { name: 'Import' }).click();
    await page.getByText('Drop a file here').waitFor();
    await page.goto('/settings/imports');
    await page.getByText('No file was brought in yet').waitFor();
    await inspect(page, 'imports-empty');
    await page.getByRole('link', { name: 'Import a file' }).first().click();
    await inspect(page, 'import-new');
    // What is no file of rows is refused where it was given.
    await give('old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'application/vnd.ms-excel');
    await page.getByText(/Save it as .xlsx or CSV/).waitFor();
    await give('empty.csv', '');
    await page.getByText('The file is empty. Choose another one.').waitFor();
    await inspect(page, 'import-new-refused');
    await give('fair.csv', hubspot);
    await page.getByText('CSV, parted by semicolons').waitFor();
    await page.getByText('Below one row of other text').waitFor();
    await page.getByText('HubSpot contacts', { exact: true }).waitFor();
    await page.getByText(/windows-1252/i).waitFor();
    expect(await page.getByRole('radio', { name: 'People' }).isChecked()).toBe(true);
    importId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    expect(new URL(page.url()).searchParams.get('step')).toBe('file');
    await inspect(page, 'import-file');
    await page.reload();
    await page.getByText('CSV, parted by semicolons').waitFor();
    await page.getByRole('link', { name: 'Go on to the columns' }).click();
  });

  it('asks what the values do not say, and keeps every answer', { timeout: 60_000 }, async () => {
    await page.getByText('Its values fit both orders. Choose one.').waitFor();
    await inspect(page, 'import-columns');
    await page.getByRole('button', { name: 'Go on to the check' }).click();
    await page.getByText('Say whether day or month comes first.').waitFor();
    await inspect(page, 'import-columns-refused');
    await page.getByText(/^To answer/).click();
    expect(await page.getByRole('list', { name: 'Columns of the file' }).locator('> li').count()).toBe(1);
    await choose('Column Last Activity Date: day or month first', /Day first/);
    await page.getByText(/^All \(/).click();
    // A column becomes an own field of another name.
    const notes = page.getByRole('combobox', { name: 'Column Notes: what it becomes' });
    await notes.click();
    await notes.fill('Fair talk');
    await page.getByRole('option', { name: /Person: fair_talk/ }).click();
    await page.getByText('Every change is saved.').waitFor();
    const source = page.getByRole('textbox', { name: 'Name of the other system' });
    await source.fill('Hub Spot');
    await page.getByText(/Please use small letters, digits and hyphens/).waitFor();
    const saved = page.waitForResponse(
      (answer) => answer.ok() && !!answer.request().postData()?.includes('hubspot-eu'),
    );
    await source.fill('hubspot-eu');
    await saved;
    await page.reload();
    await page.getByText('Every change is saved.').waitFor();
    expect(await source.inputValue()).toBe('hubspot-eu');
    expect(await notes.inputValue()).toMatch(/fair_talk/);
    const order = page.getByRole('combobox', { name: 'Column Last Activity Date: day or month first' });
    expect(await order.inputValue()).toMatch(/Day first/);
  });

  it('shows what would be stored, counts it, and brings it in', { timeout: 90_000 }, async () => {
    await page.getByRole('button', { name: 'Go on to the check' }).click();
    await count('Created').waitFor(job);
    expect(await count('Created').textContent()).toBe('3');
    expect(await count('Refused').textContent()).toBe('2');
    const stored = page.getByRole('region', { name: 'The first rows as they would be stored' });
    await stored.getByText('Jörg', { exact: true }).waitFor(job);
    await stored.getByText('2024-04-03').waitFor();
    await stored
      .getByText(/There is no id to find/)
      .first()
      .waitFor();
    expect(await people()).toHaveLength(0);
    await inspect(page, 'import-check');
    await page.getByRole('button', { name: 'Bring in 5 rows' }).click();
    await page.getByRole('heading', { name: 'Done, with refused rows' }).waitFor(job);
    expect(await count('Created').textContent()).toBe('3');
    expect((await people()).map(({ email }) => email).sort()).toEqual([
      'ana@mill.example',
      'joerg.mueller@plant.example',
      'wei@mill.example',
    ]);
    expect((await say(owner, listHandoffs, { query: {} })).data).toEqual([]);
    await inspect(page, 'import-result');
    await page.getByRole('link', { name: 'These people' }).click();
    await page.getByText('3 people fit').waitFor();
    await page.goBack();
  });

  it('corrects the refused rows alone, here or in the error file', { timeout: 120_000 }, async () => {
    const rows = page.getByRole('region', { name: 'Rows with something to say' });
    await rows.getByText('Without an id and an address').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the error file' }).click(),
    ]);
    const file = await readFile(await download.path(), 'utf8');
    expect(file).toContain(problemHeader);
    expect(file.trim().split(/\r?\n/)).toHaveLength(3);

    await page.getByRole('button', { name: 'Correct and import these alone' }).click();
    await page.getByText('Row 4', { exact: true }).waitFor();
    await inspect(page, 'import-correct');
    await page.getByRole('textbox', { name: 'Email' }).nth(0).fill('nobody@mill.example');
    await page.getByRole('textbox', { name: 'Email' }).nth(1).fill('else@mill.example');
    await page.getByRole('button', { name: 'Import these 2 rows alone' }).click();
    await page.getByRole('button', { name: 'Bring in 2 rows' }).waitFor(job);
    expect(await count('Created').textContent()).toBe('2');
    await page.getByRole('button', { name: 'Bring in 2 rows' }).click();
    await page.getByRole('heading', { name: 'Every row is dealt with' }).waitFor(job);
    expect(await people()).toHaveLength(5);

    // The error file, corrected in another program, is known by its columns: nothing is asked again.
    await page.goto(`/settings/imports/${importId}`);
    await page.getByRole('button', { name: 'I have corrected the error file' }).click();
    await give('corrected.csv', file.replace('not an address', 'else@mill.example'));
    await page.getByText(/^To answer \(0\)/).waitFor();
    await page.getByText('Says why each row was refused last time. It is read by nobody.').waitFor();
    await page.getByRole('button', { name: 'Go on to the check' }).click();
    await count('Unchanged').waitFor(job);
    expect(await count('Unchanged').textContent()).toBe('1');
    expect(await count('Refused').textContent()).toBe('1');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('link', { name: 'corrected.csv', exact: true }).waitFor();
  });

  it('undoes an import, and says what stayed and why', { timeout: 90_000 }, async () => {
    const [ana] = (await people()).filter(({ email }) => email === 'ana@mill.example');
    await say(owner, editContact, {
      params: { contactId: ana?.id ?? '' },
      body: { title: 'Head of operations' },
      headers: { 'if-match': `"${ana?.version}"` },
    });
    await page.goto(`/settings/imports/${importId}`);
    await page.getByRole('button', { name: 'Undo this import' }).click();
    await inspect(page, 'import-undo');
    await page.getByRole('dialog').getByRole('button', { name: 'Undo it' }).click();
    await page.getByRole('heading', { name: 'Undone' }).last().waitFor(job);
    await page.getByRole('link', { name: 'Person' }).waitFor();
    expect((await people()).map(({ email }) => email)).toContain('ana@mill.example');
    expect((await people()).map(({ email }) => email)).not.toContain('wei@mill.example');
    await inspect(page, 'import-undone');
    await page.goto('/settings/imports');
    await page.getByText('Undone', { exact: true }).waitFor();
    await page.getByText('by Olivia Owner').first().waitFor();
    await inspect(page, 'imports');
  });

  it('shows what an enemy wrote as text, on desktop and phone', { timeout: 180_000 }, async () => {
    await page.goto('/settings/imports/new');
    await give('<b>evil</b>.csv', hostile);
    await page.getByRole('link', { name: 'Go on to the columns' }).click();
    await page.getByRole('button', { name: 'Go on to the check' }).click();
    await count('Created').waitFor(job);
    const address = new URL(page.url()).pathname;
    for (const step of ['file', 'columns', 'check']) {
      await page.goto(`${address}?step=${step}`);
      await page.getByText('<b>evil</b>.csv').waitFor();
      if (step !== 'columns') await page.getByText(hostileName).waitFor(job);
      await inspectLooks(page, `import-hostile-${step}`, bothWays);
    }
    await page.getByRole('button', { name: 'Bring in 3 rows' }).click();
    await page.getByRole('heading', { name: 'Done, with refused rows' }).waitFor(job);
    await page.goto(address);
    await page.getByText('</title><svg onload=alert(4)>').waitFor();
    await inspectLooks(page, 'import-hostile-result', bothWays);
    await page.goto(`${address}?correct=yes`);
    await page.getByText('Correct the refused rows').waitFor();
    await inspectLooks(page, 'import-hostile-correct', bothWays);
    await page.goto('/settings/imports');
    await page.getByText('<b>evil</b>.csv').waitFor();
    await inspectLooks(page, 'imports-hostile', bothWays);
    await page.goto('/settings/imports/new');
    await page.getByText('Drop a file here').waitFor();
    await inspectLooks(page, 'import-new', bothWays);
    expect(dialogs).toEqual([]);
    expect(elsewhere).toEqual([]);
  });

  it('shows the load of a live import before it hands anybody over', { timeout: 120_000 }, async () => {
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    const leads = [
      'id,created_time,form_name,platform,full_name,email,job_title,company_name,number_of_employees',
      ...[1, 2].map(
        (n) =>
          `l:${n},${yesterday},demo-request,fb,Olivia ${n},o${n}@plant${n}.example,Head of Operations,Plant ${n},200`,
      ),
    ].join('\n');
    await page.goto('/settings/imports/new');
    await give('leads.csv', leads);
    await page.getByText('Facebook lead ads', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Go on to the columns' }).click();
    await page.getByRole('button', { name: 'Go on to the check' }).click();
    await page.getByRole('radio', { name: 'Live' }).check(job);
    await page.getByRole('button', { name: 'Bring in 2 rows' }).click();
    await page.getByText(/No agreement is in force/).waitFor();

    await baton.agree(await baton.join({}, 'Rita Rep'), lapText, 1);

    await page.getByRole('button', { name: 'Bring in 2 rows' }).click();
    await page.getByText(/2 people of the file qualify/).waitFor(job);
    await page.getByText(/One person would wait/).waitFor();
    expect((await say(owner, listHandoffs, { query: {} })).data).toEqual([]);
    await inspect(page, 'import-live');
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByText(/1 lead is handed over to Sales now/).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
    await page.getByText('Released', { exact: true }).waitFor();
    await expect
      .poll(async () => (await say(owner, listHandoffs, { query: {} })).data.length, { timeout: 30_000 })
      .toBe(1);
  });

  it('is for admins and heads', { timeout: 60_000 }, async () => {
    const { link } = await say(owner, inviteMember, {
      body: { email: 'sammy@example.test', name: 'Sammy Sales', department: 'sales', role: 'member' },
    });
    const rep: Caller = {};
    const token = link.split('token=')[1] ?? '';
    await say(rep, acceptInvitation, { body: { token, name: 'Sammy Sales', password: 'a long enough password' } });
    expect((await callServer(baton.server.url, rep, listImports, { query: {} }))?.status).toBe(403);
    const window = await openAs(rep);
    await window.goto('/settings/imports');
    await window.getByText('Files are brought in by admins and heads').waitFor();
    expect(await window.getByRole('link', { name: 'Imports' }).count()).toBe(0);
    await window.goto('/people');
    await window.getByText('Show removed').waitFor();
    expect(await window.getByRole('link', { name: 'Import' }).count()).toBe(0);
    await window.context().close();
  });
});
