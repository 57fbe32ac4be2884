import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createAccount } from '../../src/features/accounts/schema.ts';
import { type Contact, createContact, getContact } from '../../src/features/contacts/schema.ts';
import { listDuplicates, scanDuplicates } from '../../src/features/duplicates/schema.ts';
import { mergeTwoContacts } from '../../src/features/merges/schema.ts';
import { useBaton } from './baton.ts';
import { bothWays, inspect, inspectLooks, pick } from './browser.ts';

describe('merging, in a browser', () => {
  const baton = useBaton();
  const { open, sayAsOwner: say } = baton;
  let olivia: Contact;
  let twin: Contact;

  beforeAll(async () => {
    const page = await open();
    await page.goto('/people/duplicates');
    await page.getByText('No duplicates').waitFor();
    await inspect(page, 'duplicates-none');
    await page.context().close();
    const pumps = await say(createAccount, {
      body: { name: 'Kessler Pumps', domains: ['kessler-pumps.test'], country: 'DE', anyway: true },
    });
    await say(createAccount, { body: { name: 'Kessler Pumps GmbH', country: 'DE', industry: 'Pumps', anyway: true } });
    const add = (body: object) => say(createContact, { body: { accountId: pumps.id, anyway: true, ...body } as never });
    olivia = await add({ name: 'Olivia Hartmann', emails: ['olivia@kessler-pumps.test'] });
    twin = await add({
      name: 'Olivia Hartman',
      emails: ['o.hartmann@kessler-pumps.test'],
      title: 'Head of operations',
    });
    await add({ name: 'Ravi Menon', emails: ['ravi@kessler-pumps.test'] });
    await say(scanDuplicates, {});
    await vi.waitFor(async () => expect((await say(listDuplicates, { query: {} })).data).toHaveLength(1), {
      timeout: 30_000,
      interval: 250,
    });
  }, 90_000);

  it('compares a pair in every look', { timeout: 120_000 }, async () => {
    const page = await open();
    await page.goto('/people/duplicates');
    await page.getByText('Their names are close.').waitFor();
    await inspectLooks(page, 'duplicates', bothWays);
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('dialog').getByText('Head of operations').first().waitFor();
    await inspectLooks(page, 'merge', bothWays);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.goto('/companies/duplicates');
    await page.getByText('The name and the country are the same.').waitFor();
    await page.context().close();
  });

  it('tells a pair apart and asks again', { timeout: 60_000 }, async () => {
    const page = await open();
    await page.goto('/people');
    await page.getByRole('link', { name: 'Duplicates' }).click();
    await page.getByRole('button', { name: 'Not the same' }).click();
    await page.getByText('No duplicates').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Their names are close.').waitFor();
    await page.context().close();
  });

  it('merges with the choice of who stays, leads the old link there, and undoes it', { timeout: 90_000 }, async () => {
    const page = await open();
    await page.goto('/people/duplicates');
    await page.getByRole('button', { name: 'Compare' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Stays. It is the older one.').waitFor();
    await pick(dialog.getByRole('radio').nth(1));
    await pick(dialog.getByRole('radio').nth(0));
    await dialog.getByRole('rowheader', { name: 'Title' }).waitFor();
    await dialog.getByText('1 address or number').waitFor();
    await dialog.getByRole('button', { name: 'Merge' }).click();
    await page.getByText('No duplicates').waitFor();

    await page.goto(`/people/${twin.id}`);
    await page.waitForURL(new RegExp(`/people/${olivia.id}`));
    await page.getByText('was merged into this record').waitFor();
    await page.getByText('o.hartmann@kessler-pumps.test').first().waitFor();
    expect(await say(getContact, { params: { contactId: twin.id } })).toMatchObject({
      id: olivia.id,
      mergedInto: olivia.id,
      title: 'Head of operations',
    });
    const window = await open();
    await window.goto(`/people/${olivia.id}`);
    await window.getByText('was merged into this record').waitFor();
    await inspectLooks(window, 'person-merged', bothWays);
    await window.context().close();
    await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo the merge' }).click();
    await page.getByText('Both stand for themselves again.').waitFor();
    await page.getByText(/Undone .* by/).waitFor();
    await page.goto(`/people/${twin.id}`);
    await page.getByRole('heading', { name: 'Olivia Hartman', exact: true }).waitFor();
    await page.context().close();
  });

  it('finds the other by its name from the page of a person, and warns who adds somebody', {
    timeout: 60_000,
  }, async () => {
    const page = await open();
    await page.goto(`/people/${twin.id}`);
    await page.getByRole('button', { name: 'Merge' }).click();
    await page.getByRole('combobox', { name: 'Name or address' }).fill('Olivia Hartmann');
    await page.getByRole('option', { name: /olivia@kessler-pumps/ }).click();
    await page.getByRole('dialog').getByText('Which record stays?').waitFor();
    await page.keyboard.press('Escape');
    await page.goto('/people');
    await page.getByRole('button', { name: 'Add a person' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'E-mail' }).fill('ravi@kessler-pumps.test');
    await page.getByText('One record looks like this already:').waitFor();
    await inspect(page, 'add-person-known');
    await page.getByRole('dialog').getByRole('link', { name: 'Ravi Menon' }).waitFor();
    await page.context().close();
  });

  it('says what speaks against a merge when somebody was faster', { timeout: 60_000 }, async () => {
    const page = await open();
    await page.goto('/people/duplicates');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).waitFor();
    const read = (contactId: string) => say(getContact, { params: { contactId } });
    const [keep, drop] = [await read(olivia.id), await read(twin.id)];
    await say(mergeTwoContacts, {
      params: { contactId: keep.id },
      body: { otherId: drop.id, otherVersion: drop.version },
      headers: { 'if-match': `"${keep.version}"` },
    });
    await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click();
    await page
      .getByText(/was merged into another one already|could not be compared/)
      .first()
      .waitFor();
    await page.context().close();
  });
});
