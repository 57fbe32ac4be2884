import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Locator, type Page, type Request } from 'playwright-core';
import { expect, vi } from 'vitest';

/** What axe is told to look for. */
type RunOptions = Parameters<AxeBuilder['options']>[0];

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

/** What each page has asked for and not yet got. */
const pending = new WeakMap<Page, Set<Request>>();

/** Counts what a page asks for, so that it is known when nothing is on its way any more. */
function watchRequests(page: Page): void {
  const open = new Set<Request>();
  pending.set(page, open);
  page.on('request', (request) => {
    // A new document takes the place of the one that asked for the rest.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) open.clear();
    // News come over one request that never ends.
    if (request.resourceType() !== 'eventsource') open.add(request);
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
}

/** Ticks a box or a radio as somebody does who looks: once more where the first click did not take. */
export async function pick(field: Locator): Promise<void> {
  await vi.waitFor(() => field.check({ timeout: 10_000 }), { timeout: 30_000, interval: 100 });
}

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
  watchRequests(page);
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

/** Two frames and an idle moment later: whether anything is still drawn, moved or said to be busy. */
const rest = `(async () => {
  const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); setTimeout(resolve, 100); });
  await document.fonts.ready;
  await frame();
  await frame();
  await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 100 }));
  const moves = ({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity;
  return document.querySelector('[aria-busy="true"]') === null && !document.getAnimations().some(moves);
})()`;

/** The page has come to rest: it waits for nothing, and nothing on it moves. */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  const open = pending.get(page);
  // Not opened by `openWindow`: nobody counted.
  if (open === undefined) await page.waitForLoadState('networkidle');
  // What an answer leads to may ask for more, so it must be at rest twice.
  const waitsFor = async () => {
    for (const _ of ['once', 'twice']) {
      if (!(await page.evaluate<boolean>(rest))) return ['what is busy or moves'];
      if (open !== undefined && open.size > 0) return [...open].map((request) => request.url());
    }
    return [];
  };
  await vi.waitFor(async () => expect(await waitsFor(), `${page.url()} waits`).toEqual([]), {
    timeout: 10_000,
    interval: 20,
  });
}

const standards = { type: 'tag' as const, values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/** What may differ between two themes of one page at one width. */
const ofColours = { type: 'rule' as const, values: ['color-contrast', 'link-in-text-block'] };

/** Photographs the page, holds it against axe, and against the width of the window. */
export async function inspect(page: Page, name: string, rules: RunOptions['runOnly'] = standards): Promise<void> {
  await settle(page);
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: new URL(`${name}.png`, shots).pathname, fullPage: true });
  // Axe is big: once in a document is enough.
  const hasAxe = await page.evaluate<boolean>('"axe" in window');
  // In one page instead of a second one for the report: half the time, and no frame here is of another origin.
  const { violations } = await new AxeBuilder({ page, ...(hasAxe ? { axeSource: 'void 0' } : {}) })
    .setLegacyMode()
    .options({ runOnly: rules, resultTypes: ['violations'] })
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

/**
 * Inspects the page in one look after the other: its window is resized and its theme changed, as a person would do it, and
 * then is as it was. Of a second theme at the same width only the colours are new.
 *
 * @param ready brings the page to what is to be seen at a width, where that does not stay by itself
 */
export async function inspectLooks(
  page: Page,
  name: string,
  chosen: Record<string, Look> = looks,
  ready: (look: Look) => Promise<unknown> = async () => {},
): Promise<void> {
  const before = page.viewportSize() ?? desktop;
  let width = 0;
  for (const [suffix, look] of Object.entries(chosen)) {
    const isSame = width === look.viewport.width;
    await page.setViewportSize(look.viewport);
    await page.emulateMedia({ colorScheme: look.theme });
    if (!isSame) await ready(look);
    await inspect(page, `${name}-${suffix}`, isSame ? ofColours : standards);
    width = look.viewport.width;
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'light' });
}
