import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../../src/features/accounts/schema.ts';
import { createContact, editContact, getContact } from '../../src/features/contacts/schema.ts';
import type { Caller } from '../app.ts';
import { useBaton } from './baton.ts';
import { bothWays, inspect, inspectLooks, looks, pick } from './browser.ts';

const titles = ['COO', 'Head of sales', 'Coordinator', 'Clerk', 'Plant manager'];
const people = 260;
const coos = Math.ceil(people / titles.length);

describe('tables, views and lists of people, in a browser', () => {
  const baton = useBaton();
  const { owner, open, say } = baton;
  let firstId: string;
  const rep: Caller = {};

  const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, exact: true }).waitFor();
  const choose = async (page: Page, label: string, option: string, at = 0) => {
    await page.getByRole('dialog').getByRole('combobox', { name: label, exact: true }).nth(at).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  const cell = (page: Page, row: string, column: number) =>
    page.getByRole('row').filter({ hasText: row }).locator('[data-place]').nth(column);

  beforeAll(async () => {
    await baton.join(rep, 'Sammy Sales');
    const ids: string[] = [];
    for (let from = 0; from < people; from += 20) {
      const made = Array.from({ length: 20 }, (_, offset) => from + offset).map((index) =>
        say(owner, createContact, {
          body: {
            name: `Person ${String(index).padStart(3, '0')}`,
            emails: [`person${index}@company${index % 7}.test`],
            title: titles[index % titles.length] ?? null,
            fields: { plan: index % 2 === 0 ? 'pro' : 'free', seats: index },
          },
        }),
      );
      ids.push(...(await Promise.all(made)).map(({ id }) => id));
    }
    firstId = ids[0] ?? '';
    for (const name of ['Kessler Pumps', 'Plant Inc'])
      await say(owner, createAccount, { body: { name, industry: 'Manufacturing', employees: 240 } });
  }, 90_000);

  it('a condition is built with a count of whom it means, and stands in the address', { timeout: 60_000 }, async () => {
    const page = await open();
    await page.goto('/people');
    await heading(page, `${people} people`);
    await page.getByRole('button', { name: 'Add a condition' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`Matches ${people} people`).waitFor();
    await dialog.getByRole('button', { name: 'Comparison', exact: true }).click();
    await choose(page, 'Comparison', 'has the words');
    await dialog.getByRole('combobox', { name: 'job title' }).fill('coo');
    await page.keyboard.press('Enter');
    await dialog.getByText(`Matches ${coos} people`).waitFor();
    await dialog.getByText('When its job title has the words "coo".').waitFor();
    await dialog.getByRole('button', { name: 'Group', exact: true }).click();
    // A new comparison is no fault until one goes on.
    await expect(dialog.getByRole('alert').count()).resolves.toBe(0);
    await choose(page, 'Field', 'Own field of the person …', 1);
    await dialog.getByRole('textbox', { name: 'Name of the own field' }).fill('plan');
    await dialog.getByRole('button', { name: 'Show them' }).click();
    await dialog.getByText('One comparison is not finished.').waitFor();
    await inspect(page, 'views-condition-fault');
    await choose(page, 'Comparison', 'is', 1);
    await dialog.getByRole('textbox', { name: 'Value' }).fill('pro');
    await dialog.getByText('Matches 26 people').waitFor();
    await inspect(page, 'views-condition');
    await dialog.getByRole('button', { name: 'Show them' }).click();
    await heading(page, '26 people fit');
    expect(new URL(page.url()).searchParams.get('filter')).toBe(
      JSON.stringify({
        all: [
          { field: 'contact.title', op: 'matches-any', value: ['coo'] },
          { any: [{ field: 'contact.custom.plan', op: 'equals', value: 'pro' }] },
        ],
      }),
    );
    await page.reload();
    await heading(page, '26 people fit');
    await page.getByRole('button', { name: 'Edit the condition' }).click();
    await page.getByRole('dialog').getByText('Matches 26 people').waitFor();
    await page.context().close();
  });

  it('a view keeps filters, order and columns; others find what is shared', { timeout: 60_000 }, async () => {
    const page = await open();
    await page.goto('/people');
    await heading(page, `${people} people`);
    await page.getByRole('searchbox', { name: 'Search' }).fill('Person 00');
    await heading(page, '10 people fit');
    await page.getByRole('button', { name: 'Columns' }).click();
    await pick(page.getByRole('checkbox', { name: 'seats' }));
    await page.getByRole('checkbox', { name: 'Grade' }).uncheck();
    await page.getByText('Compact', { exact: true }).click();
    await inspect(page, 'views-columns');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Save as a view' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('The first ten');
    await pick(page.getByRole('radio', { name: 'Everybody' }));
    await inspect(page, 'views-save');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const tab = page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: /The first ten/ });
    await expect.poll(() => tab.getAttribute('aria-current')).toBe('page');
    const shared = page.url();
    expect([...new URL(shared).searchParams.keys()]).toEqual(['view']);

    // What differs from it stands in the address, too, and can be saved or left.
    await page.getByRole('button', { name: 'Name' }).click();
    await page.getByText('Not saved').waitFor();
    expect(new URL(page.url()).searchParams.get('direction')).toBe('desc');
    await inspect(page, 'views-changed');
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByText('Not saved').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Name' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The view is saved.').waitFor();
    await page.getByText('Not saved').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /More about the view/ }).click();
    await page.getByRole('menuitem', { name: 'Open with it by default' }).click();
    await page.getByText('opens with this view').waitFor();
    await page.goto('/people');
    await heading(page, '10 people fit');
    await page.getByRole('button', { name: 'All people' }).click();
    await heading(page, `${people} people`);
    await page.context().close();

    const other = await open(looks.desktop, rep);
    await other.goto(shared);
    await other
      .getByRole('navigation', { name: 'Views' })
      .getByRole('button', { name: /The first ten/ })
      .waitFor();
    await other.getByText('Nobody fits').first().waitFor();
    await other.getByRole('button', { name: /More about the view/ }).click();
    await expect(other.getByRole('menuitem', { name: 'Remove …' }).count()).resolves.toBe(0);
    await other.context().close();
  });

  it('only the rows in sight are drawn, and the keyboard goes through all', { timeout: 60_000 }, async () => {
    const page = await open();
    await page.goto('/people?view=all');
    const grid = page.getByRole('grid', { name: 'People' });
    await grid.waitFor();
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe(String(people + 1));
    expect(await grid.getByRole('row').count()).toBeLessThan(60);
    await inspect(page, 'views-table');
    await cell(page, 'Person 000', 1).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    const focused = () => page.evaluate('document.activeElement?.closest("tr")?.textContent');
    await expect.poll(focused).toContain('Person 002');
    // Each page of rows comes when the end is near; the end is then further down.
    const goDown = async () => {
      await page.keyboard.press('Control+End');
      return focused();
    };
    await expect.poll(goDown, { timeout: 15_000 }).toContain(`Person ${people - 1}`);
    expect(await grid.getByRole('row').count()).toBeLessThan(60);
    await page.keyboard.press('Control+Home');
    await expect.poll(focused).toContain('Person 000');
    await page.context().close();
  });

  it('a cell is edited in its place, undone, and told who was faster', { timeout: 60_000 }, async () => {
    const page = await open();
    await page.goto('/people?view=all');
    await cell(page, 'Person 000', 2).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Title' }).fill('CEO');
    await inspect(page, 'views-cell');
    await page.keyboard.press('Enter');
    await page.getByText('Title of Person 000 is saved.').waitFor();
    await expect.poll(() => cell(page, 'Person 000', 2).textContent()).toBe('CEO');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => cell(page, 'Person 000', 2).textContent()).toBe('COO');

    const params = { contactId: firstId };
    const { version } = await say(owner, getContact, { params });
    await say(owner, editContact, { params, body: { title: 'CFO' }, headers: { 'if-match': `"${version}"` } });
    await cell(page, 'Person 000', 2).dblclick();
    await page.getByRole('textbox', { name: 'Title' }).fill('Chief');
    await page.keyboard.press('Enter');
    await page.getByText('Somebody changed Person 000 meanwhile').waitFor();
    await expect.poll(() => cell(page, 'Person 000', 2).textContent()).toBe('CFO');
    await page.getByRole('button', { name: 'Save mine' }).click();
    await expect.poll(() => cell(page, 'Person 000', 2).textContent()).toBe('Chief');
    await cell(page, 'Person 001', 2).dblclick();
    await page.keyboard.press('Escape');
    await expect.poll(() => cell(page, 'Person 001', 2).textContent()).toBe('Head of sales');
    await page.context().close();
  });

  it('people are chosen, put on a list, and the list is opened', { timeout: 60_000 }, async () => {
    const page = await open();
    await page.goto('/people?view=all');
    await page.getByRole('checkbox', { name: 'Choose Person 001' }).click();
    await page.getByRole('checkbox', { name: 'Choose Person 005' }).click({ modifiers: ['Shift'] });
    await page.getByText('5 chosen').waitFor();
    await inspect(page, 'views-chosen');
    await page.getByRole('button', { name: `Select all ${people} that match` }).click();
    await page.getByRole('checkbox', { name: 'Choose Person 003' }).click();
    await page.getByText(`${people - 1} chosen`).waitFor();
    await page.getByRole('button', { name: 'Add to a list' }).click();
    await pick(page.getByRole('radio', { name: 'A new one' }));
    await page.getByRole('textbox', { name: 'Name' }).fill('Fair in Hanover');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText(`${people - 1} added to Fair in Hanover.`).waitFor();
    await page.getByRole('link', { name: 'Lists' }).click();
    await page
      .getByRole('row')
      .filter({ hasText: 'Fair in Hanover' })
      .getByText(String(people - 1))
      .waitFor();

    await page.getByRole('button', { name: 'Make a list' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Clerks');
    await pick(page.getByRole('radio', { name: /Whoever meets a condition/ }));
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Comparison', exact: true }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'job title' }).fill('clerk');
    await page
      .getByRole('dialog')
      .getByText(`Matches ${people / titles.length} people`)
      .waitFor();
    await page.getByRole('button', { name: 'Make the list' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Clerks' });
    await row.getByText(String(people / titles.length), { exact: true }).waitFor();
    await row.getByText('By a condition').click();
    await row.getByText('When its job title contains "clerk".').waitFor();
    await inspect(page, 'lists');
    await page.getByRole('link', { name: 'Clerks' }).click();
    await heading(page, `${people / titles.length} people fit`);
    await page.context().close();
  });

  it('looks right on desktop and phone', { timeout: 90_000 }, async () => {
    const page = await open();
    await page.goto('/people?view=all');
    await heading(page, `${people} people`);
    await inspectLooks(page, 'views-people', bothWays);
    await page.goto('/companies');
    await heading(page, /^\d+ companies$/);
    await inspectLooks(page, 'views-companies', bothWays);
    await page.goto('/lists');
    await page.getByRole('heading', { name: 'Lists of people' }).waitFor();
    await inspectLooks(page, 'views-lists', bothWays);
    const filter = {
      any: [
        { field: 'contact.owner', op: 'exists' },
        {
          all: [
            { field: 'contact.created_at', op: 'within-last', value: '30d' },
            { field: 'account.employees', op: 'between', value: [50, 1000] },
          ],
        },
      ],
    };
    await inspectLooks(page, 'views-builder', bothWays, async ({ viewport }) => {
      await page.goto(`/people?filter=${encodeURIComponent(JSON.stringify(filter))}`);
      if (viewport.width < 820) await page.getByRole('button', { name: 'Filter and order' }).click();
      await page.getByRole('button', { name: 'Edit the condition' }).click();
      await page
        .getByRole('dialog')
        .getByText(/^Matches/)
        .waitFor();
    });
    await page.context().close();
  });
});
