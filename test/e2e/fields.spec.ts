import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createContact } from '../../src/features/contacts/schema.ts';
import { useBaton } from './baton.ts';
import { inspect, looks } from './browser.ts';

describe('own fields, in a browser', () => {
  const baton = useBaton();
  const { open, sayAsOwner: say } = baton;
  let annId: string;

  const choose = async (page: Page, label: string, option: string) => {
    await page.getByRole('combobox', { name: label, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };

  beforeAll(async () => {
    const ann = await say(createContact, { body: { name: 'Ann Plant', fields: { seats: '12', region: 'North' } } });
    annId = ann.id;
    await say(createContact, { body: { name: 'Ben Works', fields: { seats: '4' } } });
  }, 90_000);

  it('a choice is defined, set on a person, and people are found by it', { timeout: 60_000 }, async () => {
    const page = await open();
    await page.goto('/settings/fields');
    await page.getByText('No own fields yet').waitFor();
    await page.getByRole('button', { name: 'Add a field' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Customer plan');
    await choose(page, 'Type', 'Choice');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('Give at least one value to choose.').waitFor();
    await dialog.getByRole('textbox', { name: 'Values' }).fill('Free\nPro');
    await inspect(page, 'fields-dialog');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('row').filter({ hasText: 'customer_plan' }).waitFor();
    await inspect(page, 'fields');

    await page.goto(`/people/${annId}`);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await choose(page, 'Customer plan', 'Pro');
    await inspect(page, 'fields-person');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The person is saved.').waitFor();
    await page.locator('dt', { hasText: 'Customer plan' }).waitFor();

    await page.goto('/people');
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await dialog.getByRole('button', { name: 'Comparison', exact: true }).click();
    await choose(page, 'Field', 'Customer plan');
    await choose(page, 'Comparison', 'is');
    await dialog.getByRole('combobox').last().click();
    await page.getByRole('option', { name: 'Pro', exact: true }).click();
    await dialog.getByText('Matches 1 person').waitFor();
    await inspect(page, 'fields-condition');
    await dialog.getByRole('button', { name: 'Show them' }).click();
    await page.getByRole('heading', { name: 'One person fits' }).waitFor();
    expect(new URL(page.url()).searchParams.get('filter')).toBe(
      JSON.stringify({ all: [{ field: 'contact.custom.customer_plan', op: 'equals', value: 'Pro' }] }),
    );
    await page.context().close();
  });

  it('a key that came with data is adopted, on a phone in the dark', { timeout: 60_000 }, async () => {
    const page = await open(looks['phone-dark']);
    await page.goto('/settings/fields');
    await page.getByText('Found in data, not defined').waitFor();
    await inspect(page, 'fields-phone');
    await page.getByRole('button', { name: 'Choose the type: seats' }).click();
    await choose(page, 'Type', 'Number');
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    await page.getByText('The field Seats is saved.').waitFor();
    await page.getByRole('button', { name: 'Adopt as text: region' }).click();
    await page.getByText('The field Region is defined.').waitFor();
    await page.getByText('Found in data, not defined').waitFor({ state: 'detached' });
    await page.context().close();
  });
});
