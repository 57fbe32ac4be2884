import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { minimalTemplate } from '../../src/core/agreement/template-minimal.ts';
import { draftAgreement, editAgreement, getVersion } from '../../src/features/agreements/schema.ts';
import { createContact } from '../../src/features/contacts/schema.ts';
import { useBaton } from './baton.ts';
import { inspectLooks } from './browser.ts';

describe('a draft of the agreement, without a line of YAML, in a browser', () => {
  const baton = useBaton({});
  const { open: openAs, sayAsOwner: say } = baton;
  let page: Page;
  let versionId = '';

  const stored = () => say(getVersion, { params: { versionId } });
  const choose = async (name: string, option: string) => {
    await page.getByRole('combobox', { name, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  const part = (name: string) =>
    page.getByRole('navigation', { name: 'Parts of the agreement' }).getByRole('button', { name }).click();
  const save = async () => {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('link', { name: 'Read and propose' }).waitFor();
  };

  beforeAll(async () => {
    for (const country of ['DE', 'DE', 'FR']) {
      await say(createContact, { body: { firstName: 'Olivia', country } });
    }
    page = await openAs();
  }, 60_000);

  it('begins with five clauses, and says each as it will read', { timeout: 60_000 }, async () => {
    await page.goto('/agreement/drafts');
    await page.getByText('Nothing is being written').waitFor();
    await page.getByRole('button', { name: 'New draft' }).first().click();
    await page.getByRole('radio', { name: /^Five clauses/ }).waitFor();
    await page.getByRole('button', { name: 'Begin the draft' }).click();
    await page.waitForURL(/\/edit$/);
    versionId = new URL(page.url()).pathname.split('/')[2] ?? '';
    await part('Promises of Sales');
    await page.getByRole('button', { name: /^First response/ }).click();
    const length = page.getByRole('group', { name: 'Within' }).getByRole('textbox', { name: 'Within', exact: true });
    await length.fill('2');
    await page.getByText('Sales answers a sales-ready lead within 2 business hours.').waitFor();
    await page.getByRole('button', { name: 'Move First response down' }).press('Enter');
    await page.getByText('First response is number 2 of 2 now.').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'As YAML' }).click();
    const yaml = page.getByRole('textbox', { name: 'YAML of this clause' });
    await yaml.fill('key: respond\npromise: [first');
    await page.getByText(/^Line 2, column \d+:/).waitFor();
    await yaml.fill('key: respond\npromise: first response # by phone\nwithin: { business: 2h }\n');
    await page.getByRole('button', { name: 'Back to the form' }).click();
    await page.getByRole('button', { name: 'Move First response up' }).press('Enter');
  });

  it('makes a condition that says how many people meet it today', { timeout: 60_000 }, async () => {
    await part('Stages');
    await page.getByRole('button', { name: /^Sales-ready lead/ }).click();
    await page.getByText('Matches 0 people today').waitFor();
    await page.getByRole('button', { name: 'Remove the comparison' }).first().click();
    await page.getByRole('button', { name: 'Remove the comparison' }).first().click();
    await page.getByRole('button', { name: 'Comparison' }).click();
    await choose('Field', 'Country');
    await choose('Comparison', 'is');
    await page.getByRole('textbox', { name: 'country' }).fill('DE');
    await page.getByText('Matches 2 people today').waitFor();
    await page.getByText('its country is "DE"').first().waitFor();
  });

  it('shows what is wrong beside its field, and the list leads there', { timeout: 60_000 }, async () => {
    await part('Feedback reasons');
    await page.getByRole('button', { name: 'Add a reason' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('');
    await page.getByText('Its sentence stands here once').waitFor();
    await page.getByText('Please fill this in. Write at least 1.').waitFor();
    await part('Vocabulary');
    await page.getByText('1 error', { exact: false }).first().click();
    await page
      .getByRole('list', { name: 'Problems' })
      .getByRole('button', { name: /Please fill this in/ })
      .click();
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('Asked for a price list');
    await page
      .getByText(/may be sent back.*Asked for a price list|Asked for a price list/)
      .first()
      .waitFor();
    // What is not saved outlives the page.
    await page.reload();
    await page.getByText('which this browser kept').waitFor();
    await save();
    const { source, valid, problems } = await stored();
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(valid).toBe(true);
    expect(source).toContain('Asked for a price list');
    expect(source).toContain('business: 2h');
    expect(source).toContain('# 3. and 4. How soon Sales calls, and says yes or no.');
  });

  it('puts two editors together, clause by clause', { timeout: 60_000 }, async () => {
    const before = await stored();
    const theirs = before.source
      .replace('business: 2h', 'business: 3h')
      .replace(/(every rejection answered, within: { business_days: )3(.*)/, '$15$2 # theirs');
    await say(editAgreement, {
      params: { versionId },
      body: { source: theirs },
      headers: { 'if-match': `"${before.version}"` },
    });
    await part('Promises of Sales');
    await page.getByRole('button', { name: /^First response/ }).click();
    await page.getByRole('textbox', { name: 'Within', exact: true }).fill('1');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Somebody saved this draft meanwhile' }).waitFor();
    await page.getByText('Sales answers a sales-ready lead within 3 business hours.').waitFor();
    await page.getByRole('radio', { name: /^Yours Sales answers/ }).click();
    await page.getByRole('button', { name: 'Go on with both' }).click();
    await save();
    const { source } = await stored();
    expect(source).toContain('business: 1h');
    expect(source).toMatch(/business_days: 5.*# theirs/);
    expect(source).toContain('# by phone');
  });

  it('lists target companies with who proposed each and why', { timeout: 60_000 }, async () => {
    await part('Target companies');
    await page.getByRole('combobox', { name: 'Add a company' }).fill('plant.example');
    await page.getByRole('textbox', { name: 'Why' }).fill('Asked twice for a demo');
    await page.getByRole('button', { name: 'Add to the list' }).click();
    await page.getByText('Proposed by Olivia Owner: Asked twice for a demo').waitFor();
    await page.getByRole('combobox', { name: 'Tier of plant.example' }).selectOption('2');
    await save();
    expect((await stored()).source).toMatch(/domain: plant\.example, tier: 2/);
  });

  it('takes in a text with a mistake, and says where it is', { timeout: 60_000 }, async () => {
    const other = minimalTemplate.replace('name: First agreement', 'name: Other agreement\nnmae: twice');
    await page.goto('/agreement/drafts?create=yes');
    await page.getByRole('radio', { name: /^A YAML text/ }).click();
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'other.yaml', mimeType: 'text/yaml', buffer: Buffer.from(other) });
    await page.getByText('Line 4, column 1').waitFor();
    await page.getByText('Did you mean name?').waitFor();
    await page.getByRole('button', { name: 'Begin the draft' }).click();
    await page.getByRole('heading', { name: 'Other agreement' }).waitFor();
    await page.getByText('YAML', { exact: true }).click();
    const text = page.getByRole('textbox', { name: 'The agreement as YAML' });
    await text.fill((await text.inputValue()).replace('nmae: twice\n', ''));
    await page.getByText('Line 4, column 1').waitFor({ state: 'detached' });
    await save();
  });

  it('is whole for everybody: light and dark, wide and narrow', { timeout: 240_000 }, async () => {
    const { id } = await say(draftAgreement, { body: { from: 'template', template: 'full' } });
    const window = await openAs();
    await window.goto(`/agreement/${id}/edit?at=fit&clause=1`);
    await window.getByText(/^Matches|^How many/).waitFor();
    await inspectLooks(window, 'agreement-editor');
    await window.context().close();
  });
});
