import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBaton } from './baton.ts';
import { inspect, openWindow, settle } from './browser.ts';

/** Scripts of the first page, as they travel: compressed. */
const budget = 250_000;

describe('two browsers', () => {
  const baton = useBaton(null);

  it('that finish the first run at the same instant leave one owner', { timeout: 60_000 }, async () => {
    const pages = await Promise.all(['Mary', 'Sammy'].map((name) => fillIn(name)));
    await Promise.all(pages.map((page) => page.getByRole('button', { name: 'Create the workspace' }).click()));
    const isOwner = (page: Page) => page.getByRole('heading', { name: /Head of (Sales|Marketing)/ }).first();
    // The one who was slower is told so, and led to the sign-in.
    const isTold = (page: Page) => page.getByText(/a moment before you/).first();
    await Promise.all(pages.map((page) => isOwner(page).or(isTold(page)).first().waitFor()));
    const owners = await Promise.all(pages.map((page) => isOwner(page).isVisible()));
    expect(owners.filter(Boolean)).toHaveLength(1);
    const late = pages[owners.indexOf(false)] as Page;
    await inspect(late, 'welcome-too-late');
  });

  it('load scripts below the budget for the first page', { timeout: 30_000 }, async () => {
    const page = await openWindow(baton.browser, baton.server.url);
    const sizes: Promise<number>[] = [];
    page.on('requestfinished', (request) => {
      if (request.resourceType() === 'script')
        sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').waitFor();
    await settle(page);
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    console.log(`scripts of the first page: ${total} bytes compressed`);
    expect(total).toBeGreaterThan(10_000);
    expect(total).toBeLessThan(budget);
  });

  async function fillIn(name: string): Promise<Page> {
    const page = await openWindow(baton.browser, baton.server.url);
    await page.goto('/welcome');
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('E-mail').fill(`${name.toLowerCase()}@example.test`);
    await page.getByRole('textbox', { name: 'Password' }).fill('a long enough password');
    await page.getByText('I head Marketing').click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name of the company').fill(`${name} Inc.`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Create the workspace' }).waitFor();
    return page;
  }
});
