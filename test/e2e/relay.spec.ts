import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkspaceId } from '../../src/context.ts';
import { createAccount } from '../../src/features/accounts/schema.ts';
import { acknowledgeAgreement } from '../../src/features/agreements/schema.ts';
import { createForm, editForm, type Form } from '../../src/features/forms/schema.ts';
import { listHandoffs } from '../../src/features/handoffs/schema.ts';
import { agreeOn } from '../agreements.ts';
import { createTestApp, type TestApp } from '../app.ts';
import { days, hours, seconds } from '../clock.ts';
import { createMember, createWorkspace, signIn, type TestMember } from '../fixtures.ts';
import { createTeam } from '../teams.ts';
import { inspect, inspectLooks, launchBrowser, looks, openWindow, pick } from './browser.ts';
import { root, userAgent } from './website.ts';

const example = readFileSync(path.join(root, 'docs/example-agreement.yaml'), 'utf8');
/** A Tuesday morning in Berlin, within the term of the example. */
const start = new Date('2026-10-06T08:00:00Z');
/** What comes by itself has come by then. */
const soon = { timeout: 8_000 };

type Window = Page & { context(): BrowserContext };

describe('a lead between Sales and Marketing, in browsers side by side', () => {
  let test: TestApp;
  let browser: Browser;
  let host = '';
  let form: Form;
  let workspace: WorkspaceId;
  const people = {} as Record<'admin' | 'mary' | 'sally' | 'sammy', TestMember>;
  const windows: Window[] = [];

  /** How many streams a tab has begun to listen to. */
  const streams = new Map<Page, number>();
  const count = (page: Page) => {
    streams.set(page, 0);
    page.on('request', (request) => {
      if (request.resourceType() === 'eventsource') streams.set(page, (streams.get(page) ?? 0) + 1);
    });
  };
  const open = async (who: TestMember, address: string, look = looks.desktop) => {
    const window = await openWindow(browser, host, look);
    windows.push(window);
    count(window);
    const [name = '', value = ''] = (who.cookie ?? '').split('=');
    await window.context().addCookies([{ name, value, url: host }]);
    await window.clock.setFixedTime(test.clock());
    await window.goto(address);
    return window;
  };
  /** Time passes for the server and for every window, and what is due happens. */
  const pass = async (milliseconds: number) => {
    test.clock.advance(milliseconds);
    for (const window of windows) if (!window.isClosed()) await window.clock.setFixedTime(test.clock());
    await test.runLoops();
  };
  let visitor: Page | undefined;
  /** Somebody fills in the form on its hosted page, in a browser that was never there. */
  const askForDemo = async (name: string, email: string) => {
    visitor ??= await (await browser.newContext({ userAgent })).newPage();
    await visitor.context().clearCookies();
    await visitor.goto(`${host}/f/${form.key}`);
    test.clock.advance(seconds(20));
    await visitor.getByLabel('Work e-mail').fill(email);
    await visitor.getByLabel('Your name').fill(name);
    await visitor.getByLabel('Job title').fill('VP Operations');
    await visitor.getByLabel('You may contact me.').check();
    await visitor.getByRole('button', { name: 'Send' }).click();
    await visitor.getByRole('heading', { name: 'Thank you' }).waitFor();
    await pass(0);
  };
  const rowOf = (page: Page, name: string) => page.getByRole('link', { name: new RegExp(name) }).first();
  const queueOf = (page: Page) => page.getByRole('region', { name: /^Open/ });

  beforeAll(async () => {
    test = await createTestApp({ publicUrl: () => host, webFolder: path.join(root, 'dist/web') });
    test.clock.set(start);
    await test.app.listen({ host: '127.0.0.1', port: 0 });
    host = `http://127.0.0.1:${(test.app.server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
    workspace = await createWorkspace(test);
    const make = (person: Parameters<typeof createMember>[2]) => createMember(test, workspace, person);
    people.admin = await make({ name: 'Ada Admin', role: 'admin', department: 'both' });
    people.mary = await make({ name: 'Mary Marketing', role: 'head', department: 'marketing', heads: ['marketing'] });
    people.sally = await make({ name: 'Sally Sales', role: 'head', heads: ['sales'] });
    people.sammy = await make({ name: 'Sammy Seller' });
    for (const key of ['mid-market', 'inbound']) await createTeam(test, workspace, key, [{ member: people.sammy }]);
    const versionId = await agreeOn(test, workspace, example);
    await test.call(people.sammy, acknowledgeAgreement, { params: { versionId } });
    for (const [name, domain] of [
      ['Kessler Pumps', 'kessler-pumps.test'],
      ['Norrland Logistics', 'norrland.test'],
    ] as const) {
      const body = { name, domains: [domain], industry: 'Manufacturing', employees: 240 };
      await test.call(people.admin, createAccount, { body });
    }
    const made = await test.call(people.mary, createForm, {
      body: {
        name: 'Ask for a demo',
        slug: 'demo-request',
        fields: [
          { key: 'email', kind: 'email', label: 'Work e-mail', required: true, fills: 'email' },
          { key: 'name', kind: 'text', label: 'Your name', required: true, fills: 'name' },
          { key: 'title', kind: 'text', label: 'Job title', fills: 'title' },
        ],
        consents: [{ purpose: 'contact', text: 'You may contact me.', required: true }],
        thanks: { text: 'We call you.', redirectUrl: null },
      },
    });
    const live = { params: { formId: made.id }, version: made.version, body: { state: 'live' as const } };
    form = await test.call(people.mary, editForm, live);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await test?.app.close();
    await test?.database.drop();
  });

  it('is rejected, contested and ruled on, and everybody sees it without a reload', { timeout: 120_000 }, async () => {
    const rep = await open(people.sammy, '/');
    await rep.waitForURL('**/inbox');
    await rep.getByText('Nothing waits for you').waitFor();
    const marketer = await open(people.mary, '/answers');
    await marketer.getByText('Nothing to answer').waitFor();
    await askForDemo('Olivia Hartmann', 'olivia@kessler-pumps.test');
    await rep.getByRole('heading', { name: 'Olivia Hartmann' }).waitFor(soon);
    await expect.poll(async () => (await test.call(people.sammy, listHandoffs)).data[0]?.openedAt).not.toBeNull();

    // What is not owed yet says how far it is; a reason that is enough needs no more than its letter.
    await rep.keyboard.press('r');
    await rep.getByText('after 5 attempts: 0 of 5').waitFor();
    await rep.keyboard.press('c');
    await rep.getByText('Olivia Hartmann is rejected: Company is not a fit.').waitFor();
    await rep.getByRole('button', { name: 'Undo' }).first().click();
    await rep.getByText('Undone.').waitFor();
    await rep.getByRole('button', { name: 'Accept' }).waitFor(soon);
    await rep.keyboard.press('r');
    await rep.getByText('after 5 attempts: 0 of 5').waitFor();
    await rep.keyboard.press('Shift+N');
    await rep.getByLabel('A sentence for Marketing').fill('She only wants a job here.');
    await rep.keyboard.press('Enter');
    await rep.getByText('Olivia Hartmann is rejected: Never was a lead.').waitFor();

    const row = rowOf(marketer, 'Olivia Hartmann');
    await row.waitFor(soon);
    expect(await row.getByRole('img').getAttribute('aria-label')).toMatch(/of business time left/);
    await row.click();
    await marketer.getByText('She only wants a job here.').last().waitFor();
    await marketer.getByRole('button', { name: 'Contest' }).waitFor();
    await inspectLooks(marketer, 'answers');
    await marketer.keyboard.press('c');
    await marketer.getByLabel('Why it is a lead').fill('She asked for a demo of all four plants.');
    await marketer.getByRole('dialog').getByRole('button', { name: 'Contest' }).click();
    await marketer.getByText('Marketing contested: Mary Marketing').waitFor();

    const head = await open(people.sally, '/answers');
    await rowOf(head, 'Olivia Hartmann').click();
    await head.getByText('She asked for a demo of all four plants.').waitFor();
    await head.keyboard.press('o');
    await head.getByLabel('A word about it').fill('I called her: it is real.');
    await head.getByRole('dialog').getByRole('button', { name: 'Overturn' }).click();
    await marketer.getByText('I called her: it is real.').waitFor(soon);
    await marketer.keyboard.press('o');
    await marketer.getByText(/Sally Sales said for Sales: overturn it/).waitFor();
    await marketer.getByRole('dialog').getByRole('button', { name: 'Overturn' }).click();

    // The rep has it again, with the word of the heads.
    await queueOf(rep)
      .getByRole('link', { name: /Olivia Hartmann/ })
      .waitFor(soon);
    await queueOf(rep)
      .getByRole('link', { name: /Olivia Hartmann/ })
      .click();
    await rep.getByText(/The heads overturned the rejection of this lead/).waitFor();
    await rep.getByRole('link', { name: 'See the rejection' }).click();
    await rep.getByText('Marketing contested: Mary Marketing').waitFor();
    await rep.getByText('I called her: it is real.').waitFor();
    await inspect(rep, 'inbox-overturned');
    for (const window of windows.splice(0)) if (!window.isClosed()) await window.context().close();
  });

  it('is accepted, tried five times, handed back, wakes up, is accepted again and won', {
    timeout: 120_000,
  }, async () => {
    await askForDemo('Tomas Berg', 'tomas@norrland.test');
    const rep = await open(people.sammy, '/inbox');
    await queueOf(rep)
      .getByRole('link', { name: /Tomas Berg/ })
      .click();
    await rep.getByRole('heading', { name: 'Tomas Berg' }).waitFor();
    await rep.keyboard.press('a');
    await rep.getByText(/^Accepted today .* by Sammy Seller$/).waitFor();
    const ways = [
      ['Call', 'No answer'],
      ['E-mail', 'Delivered'],
      ['Call', 'Left a voicemail'],
      ['Call', 'Busy'],
      ['Call', 'No answer'],
    ] as const;
    for (const [place, [kind, outcome]] of ways.entries()) {
      await rep.keyboard.press('l');
      const sheet = rep.getByRole('dialog');
      await sheet.getByText(kind, { exact: true }).click();
      await sheet.getByText(outcome, { exact: true }).click();
      if (place === 0) await sheet.getByRole('button', { name: 'Tomorrow' }).click();
      await sheet.getByRole('button', { name: 'Log', exact: true }).click();
      await rep.getByText(`Logged: ${place + 1} of 5 attempts.`).waitFor();
      await sheet.waitFor({ state: 'detached' });
      await pass(hours(2));
    }
    await rep.getByText('All agreed attempts are made.').waitFor();
    await rep.getByText('2 of 2 channels').waitFor();
    await inspect(rep, 'inbox-attempts');
    await rep.keyboard.press('h');
    await pick(rep.getByRole('radio', { name: /^Could not be reached/ }));
    const sheet = rep.getByRole('dialog');
    await sheet.getByLabel('What Marketing does next').fill('Invite to the next webinar');
    await sheet.getByLabel('Wakes up on').fill('2026-10-27');
    await sheet.getByRole('button', { name: 'Hand back' }).click();
    await rep.getByText('Tomas Berg is handed back.').waitFor();
    await queueOf(rep)
      .getByRole('link', { name: /Tomas Berg/ })
      .waitFor({ state: 'detached' });

    // Three weeks later nobody is signed in any more.
    await rep.context().close();
    await pass(days(21));
    Object.assign(people.sammy, await signIn(test, workspace, people.sammy.id));
    // Half of the score is gone by the agreement: awake, it takes one more sign of interest.
    await askForDemo('Tomas Berg', 'tomas@norrland.test');
    const later = await open(people.sammy, '/inbox');
    await queueOf(later)
      .getByRole('link', { name: /Tomas Berg/ })
      .click();
    await later.getByText('Cycle 2').waitFor();
    await later.keyboard.press('a');
    await later.getByText(/^Accepted today .* by Sammy Seller$/).waitFor();

    // It becomes a deal, which is won, and the scoreboard says who brought it and who closed it.
    await later.keyboard.press('d');
    await later.getByRole('heading', { name: 'Open a deal with Tomas Berg' }).waitFor();
    // What the agreement asks of an opportunity.
    await later.getByRole('textbox', { name: 'Amount' }).fill('24000');
    await later.getByLabel('Expected close').fill('2026-12-01');
    await later.getByRole('button', { name: 'Open the deal' }).click();
    await later.getByText('Opened at Discovery').waitFor();
    await later.getByRole('button', { name: 'Won', exact: true }).click();
    await later.getByRole('dialog').getByRole('button', { name: 'Won' }).click();
    await later.getByRole('button', { name: 'Open again' }).waitFor();
    await later.goto('/scoreboard');
    const wins = later.getByRole('region', { name: 'Last wins, and who made them' });
    await wins.getByRole('link', { name: 'Norrland Logistics' }).waitFor();
    await wins.getByText('€24,000').waitFor();
    await wins.getByText(/Sammy Seller, .* days from the handover/).waitFor();
    await later.context().close();
  });

  it('is accepted in two taps on a phone, and several at once by their reason', { timeout: 120_000 }, async () => {
    for (const name of ['Ines Moreau', 'Grace Adeyemi', 'Daniel Costa', 'Yuki Tanabe']) {
      await askForDemo(name, `${name.split(' ')[0]?.toLowerCase()}@norrland.test`);
    }
    const rep = await open(people.sammy, '/inbox', looks.phone);
    await queueOf(rep)
      .getByRole('link', { name: /Ines Moreau/ })
      .click();
    await rep.getByRole('button', { name: 'Accept' }).click();
    await rep.getByText('Ines Moreau is accepted.').waitFor();
    await rep.context().close();

    const wide = await open(people.sammy, '/inbox');
    await inspectLooks(wide, 'inbox-reject', looks, async () => {
      await wide.goto('/inbox');
      await queueOf(wide)
        .getByRole('link', { name: /Grace Adeyemi/ })
        .click();
      await wide.getByRole('button', { name: 'Reject' }).click();
      await pick(wide.getByRole('radio', { name: /^Other/ }));
      await wide.getByText('What becomes of the lead?').waitFor();
    });
    await wide.goto('/inbox');
    await wide.getByRole('button', { name: 'Choose several' }).click();
    for (const name of ['Grace Adeyemi', 'Daniel Costa']) await pick(wide.getByLabel(`Choose ${name}`));
    await wide.getByRole('region', { name: /^Open/ }).getByRole('button', { name: 'Reject' }).click();
    await wide.getByText('Reject 2 leads: why?').waitFor();
    await wide.keyboard.press('c');
    await wide.getByText('2 leads are rejected.').waitFor();
    const { data } = await test.call(people.sammy, listHandoffs, { query: { status: 'rejected' } });
    expect(data.map(({ contact }) => contact.name)).toEqual(expect.arrayContaining(['Grace Adeyemi', 'Daniel Costa']));
  });

  it('comes to all tabs by one connection, which the next one takes over, and without one a little later', {
    timeout: 60_000,
  }, async () => {
    await askForDemo('Hannah Weiss', 'hannah@norrland.test');
    const first = await open(people.sammy, '/inbox');
    await expect.poll(() => streams.get(first), soon).toBe(1);
    const second = (await first.context().newPage()) as Window;
    count(second);
    await second.clock.setFixedTime(test.clock());
    await second.goto('/inbox');
    await queueOf(second).waitFor();
    await askForDemo('Victor Salgado', 'victor@norrland.test');
    for (const tab of [first, second])
      await queueOf(tab)
        .getByRole('link', { name: /Victor/ })
        .waitFor(soon);
    expect(streams.get(second)).toBe(0);
    await first.close();
    await expect.poll(() => streams.get(second), soon).toBe(1);
    await askForDemo('Fiona Byrne', 'fiona@norrland.test');
    await queueOf(second).getByRole('link', { name: /Fiona/ }).waitFor(soon);

    const alone = await open(people.sammy, '/tasks');
    await alone.route('**/api/events*', (route) => route.abort());
    await alone.goto('/inbox');
    await alone.getByText(/News do not come by themselves right now/).waitFor(soon);
    await askForDemo('Andrei Pop', 'andrei@norrland.test');
    await queueOf(alone)
      .getByRole('link', { name: /Andrei/ })
      .waitFor({ timeout: 15_000 });
  });
});
