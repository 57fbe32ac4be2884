import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServerDatabase } from '../database.ts';
import { end, type ServerProcess, startServer } from '../server-process.ts';
import { inspect, inspectLooks, type Look, launchBrowser, looks, openWindow, settle } from './browser.ts';

const sections = [
  'workspace',
  'members',
  'teams',
  'calendars',
  'absences',
  'sources',
  'channels',
  'keys',
  'outbox',
  'audit',
  'profile',
];
const password = 'a long enough password';

describe('the first run, in a browser', () => {
  let home: string;
  let server: ServerProcess;
  let browser: Browser;
  let owner: Page;
  let invitation = '';
  let environment: Record<string, string>;

  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'baton-journey-'));
    environment = await createServerDatabase();
    server = await startServer(home, environment);
    browser = await launchBrowser();
    owner = await openWindow(browser, server.url);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    if (server) await end(server.process, 'SIGTERM');
    await rm(home, { recursive: true, force: true });
  });

  it('takes the owner from nothing to a Scoreboard', { timeout: 60_000 }, async () => {
    await owner.goto('/');
    await owner.waitForURL('**/welcome');
    await inspect(owner, 'welcome-you');
    await owner.getByRole('button', { name: 'Continue' }).click();
    await expect.poll(() => owner.getByText('Please fill this in.').count()).toBeGreaterThan(0);
    await owner.getByLabel('Your name').fill('Mary Marketer');
    await owner.getByLabel('E-mail').fill('mary@example.test');
    await owner.getByRole('textbox', { name: 'Password' }).fill(password);
    await owner.getByText('I head Marketing').click();
    await owner.getByRole('button', { name: 'Continue' }).click();
    await owner.getByLabel('Name of the company').fill('Example Manufacturing');
    await inspect(owner, 'welcome-company');
    await owner.getByRole('button', { name: 'Continue' }).click();
    await inspect(owner, 'welcome-hours');
    await owner.getByRole('button', { name: 'Create the workspace' }).click();
    await owner.getByRole('heading', { name: 'Head of Sales' }).waitFor();
    await inspect(owner, 'welcome-invite');
    await owner.getByLabel('Name').fill('Sammy Sales');
    await owner.getByLabel('E-mail').fill('sammy@example.test');
    await owner.getByRole('button', { name: 'Invite' }).click();
    invitation = await owner.getByRole('textbox', { name: 'Link for the invitation' }).inputValue();
    expect(invitation).toMatch(/\/join#token=/);
    await owner.getByRole('button', { name: 'Continue' }).click();
    await owner.getByText(/Sample company/).waitFor();
    await inspect(owner, 'welcome-doors');
    // Two of the three doors lead to settings, one to a company that is made for whoever asks.
    expect(await owner.getByRole('link', { name: 'Connect my website' }).getAttribute('href')).toContain(
      '/settings/sources',
    );
    expect(await owner.getByRole('link', { name: 'Import my leads' }).getAttribute('href')).toContain('/imports/new');
    expect(await owner.getByRole('button', { name: 'Make the sample company' }).count()).toBe(1);
    await owner.goto('/');
    await owner.getByRole('heading', { level: 1 }).waitFor();
    await inspect(owner, 'scoreboard');
  });

  it('shows the owner a sample company, marked on its pages, and removes it with one click', {
    timeout: 90_000,
  }, async () => {
    const { csrfToken } = await (await owner.request.get('/api/session')).json();
    // As the door asks for it, only smaller.
    await owner.request.post('/api/sample', {
      data: { people: 20 },
      headers: { 'x-csrf-token': csrfToken, origin: server.url },
    });
    await owner.goto('/welcome?step=doors');
    await owner.getByRole('button', { name: 'Look at it' }).click({ timeout: 60_000 });
    const banner = owner.getByRole('complementary', { name: 'Sample company' });
    await banner.getByText('nothing here is real').waitFor();
    await inspect(owner, 'sample-scoreboard');
    expect(await owner.title()).toContain('Sample company');
    await banner.getByRole('button', { name: 'Remove' }).click();
    await banner.waitFor({ state: 'detached' });
    await owner.getByText('Example Manufacturing').first().waitFor();
  });

  it('lets the head of the other department join by the link, once', { timeout: 60_000 }, async () => {
    const head = await openWindow(browser, server.url, looks['phone-dark']);
    await head.goto(invitation);
    await head.getByLabel(/name/i).first().waitFor();
    await inspect(head, 'join-phone-dark');
    await head.getByRole('textbox', { name: 'Password' }).fill(password);
    // While the next page was loaded this one once said that its link was not complete.
    const shown = await head.evaluateHandle(() => {
      const titles = new Set<string>();
      const look = () => titles.add(document.querySelector('h1, h2')?.textContent ?? '');
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
      return titles;
    });
    await head.getByRole('button', { name: /join/i }).click();
    await head.waitForURL('**/scoreboard');
    await head.getByRole('navigation').first().waitFor();
    expect(await shown.evaluate((titles) => [...titles])).not.toContain('This link is not complete');
    await inspect(head, 'scoreboard-head-phone-dark');
    await head.context().close();
    const late = await openWindow(browser, server.url);
    await late.goto(invitation);
    await late
      .getByText(/used|already/i)
      .first()
      .waitFor();
    await late.context().close();
  });

  it('shows every page, on desktop and phone, light and dark', { timeout: 240_000 }, async () => {
    const state = await owner.context().storageState();
    const page = await openWindow(browser, server.url);
    await page.context().addCookies(state.cookies);
    await page.goto('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await inspectLooks(page, 'scoreboard');
    await page.goto('/inbox');
    await page.getByText('No agreement is in force yet').waitFor();
    await inspectLooks(page, 'inbox-empty');
    // Of the settings each in both sizes and both themes, turn about.
    const { desktop, phone, 'desktop-dark': desktopDark, 'phone-dark': phoneDark } = looks as Record<string, Look>;
    const turns = [
      { desktop, 'phone-dark': phoneDark },
      { 'desktop-dark': desktopDark, phone },
    ] as Record<string, Look>[];
    for (const [place, section] of sections.entries()) {
      await page.goto(`/settings/${section}`);
      await page.getByRole('heading').first().waitFor();
      await inspectLooks(page, `settings-${section}`, turns[place % 2]);
    }
    await page.goto('/nowhere');
    await inspectLooks(page, 'unknown-page');
    await page.context().close();
  });

  it('keeps the data over a stop and over a kill, and the owner signed in', { timeout: 60_000 }, async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const { port } = new URL(server.url);
      await end(server.process, signal);
      server = await startServer(home, { ...environment, PORT: port });
      await owner.goto('/settings/workspace');
      await settle(owner);
      await expect.poll(() => owner.locator('input[value="Example Manufacturing"]').count()).toBe(1);
    }
  });

  it('signs out and in again, with words for a wrong password', { timeout: 60_000 }, async () => {
    const page = await openWindow(browser, server.url);
    await page.goto('/settings/teams');
    await page.waitForURL('**/sign-in**');
    await inspect(page, 'sign-in');
    await page.getByLabel('E-mail').fill('mary@example.test');
    await page.getByRole('textbox', { name: 'Password' }).fill('wrong wrong wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').first().waitFor();
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/settings/teams');
    await page.context().close();
    const forgot = await openWindow(browser, server.url);
    await forgot.goto('/forgot-password');
    await inspect(forgot, 'forgot-password');
    await forgot.context().close();
  });
});
