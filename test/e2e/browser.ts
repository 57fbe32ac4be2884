import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

/** Found or installed by the set-up script, which leaves its path here. */
const record = new URL('../../.runtime/chromium', import.meta.url);
const shots = new URL('../../test-results/screens/', import.meta.url);

export async function launchBrowser(): Promise<Browser> {
  const executablePath =
    process.env.CHROMIUM_PATH ?? (existsSync(record) ? readFileSync(record, 'utf8') : '/usr/bin/chromium');
  return chromium.launch({
    executablePath,
    // Root has no sandbox to give; the rest keeps the browser from calling home.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

export type Look = { viewport: typeof desktop; theme: 'light' | 'dark' };
export const looks: Record<string, Look> = {
  desktop: { viewport: desktop, theme: 'light' },
  'desktop-dark': { viewport: desktop, theme: 'dark' },
  phone: { viewport: phone, theme: 'light' },
  'phone-dark': { viewport: phone, theme: 'dark' },
};

/** Both sizes and both themes in two looks, for pages that are made of what others prove in all four. */
export const bothWays: Record<string, Look> = {
  desktop: { viewport: desktop, theme: 'light' },
  'phone-dark': { viewport: phone, theme: 'dark' },
};

/** A browser window of somebody, which fails the test when the page itself reports an error. */
export async function openWindow(
  browser: Browser,
  baseURL: string,
  look: Look = looks.desktop as Look,
): Promise<Page & { context(): BrowserContext }> {
  const context = await browser.newContext({
    baseURL,
    viewport: look.viewport,
    colorScheme: look.theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => {
    throw new Error(`the page at ${page.url()} failed: ${error.message}`);
  });
  page.on('console', (message) => {
    // A refused style or script is a hole in the page or in its policy; a refused request is told by the page itself.
    if (/Content Security Policy|Content-Security-Policy/.test(message.text())) throw new Error(message.text());
  });
  return page;
}

/** The page has come to rest: nothing is loading. */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page
    .locator('[aria-busy="true"]')
    .waitFor({ state: 'detached' })
    .catch(() => {});
  await page.evaluate('document.fonts.ready.then(() => undefined)');
}

/** Photographs the page, holds it against axe, and against the width of the window. */
export async function inspect(page: Page, name: string): Promise<void> {
  await settle(page);
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: new URL(`${name}.png`, shots).pathname, fullPage: true });
  // In one page instead of a second one for the report: half the time, and no frame here is of another origin.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, target, failureSummary }) => `${html} ${target.join(' ')} (${failureSummary})`).join('; ')}`,
    );
  expect(serious, name).toEqual([]);
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(overflow, `${name} is wider than its window`).toBeLessThanOrEqual(0);
}
