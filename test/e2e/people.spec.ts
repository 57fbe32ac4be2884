import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CallInput, CallOutput, Contract } from '../../src/core/contract.ts';
import { draftAgreement, proposeAgreement, signAgreement } from '../../src/features/agreements/schema.ts';
import { listContacts } from '../../src/features/contacts/schema.ts';
import { acceptInvitation, inviteMember } from '../../src/features/invitations/schema.ts';
import { createSource } from '../../src/features/sources/schema.ts';
import { createTeam, setMembership } from '../../src/features/teams/schema.ts';
import { runSetup } from '../../src/features/workspaces/schema.ts';
import { lapText } from '../agreements.ts';
import type { Caller } from '../app.ts';
import { createServerDatabase } from '../database.ts';
import { callServer, end, type ServerProcess, startServer } from '../server-process.ts';
import { bothWays, inspect, launchBrowser, looks, openWindow } from './browser.ts';

/** Time passes on every day and at every hour, so that it does not matter when this runs. */
const text = lapText
  .replaceAll('"09:00-17:00"', '"00:00-24:00"')
  .replace('fri: ["00:00-24:00"]', 'fri: ["00:00-24:00"], sat: ["00:00-24:00"], sun: ["00:00-24:00"]');
const password = 'a long enough password';
const day = 86_400_000;
/** A script that would call out and open a dialog, a handler, Arabic with an override of the direction, and 10,000 letters. */
const hostile = [
  '<script>alert(1);fetch("https://canary.test/script")</script>',
  '<img src="https://canary.test/image" onerror="alert(2)">',
  '\u202Eمرحبا بالعالم\u202C',
  'W'.repeat(10_000),
].join(' ');

describe('people and companies, in a browser', () => {
  let home: string;
  let server: ServerProcess;
  let browser: Browser;
  let writeKey: string;
  const owner: Caller = {};
  const rep: Caller = {};

  const say = async <C extends Contract>(
    caller: Caller,
    contract: C,
    input: CallInput<C> & { headers?: Record<string, string> },
  ): Promise<CallOutput<C>> => {
    const answer = await callServer(server.url, caller, contract, input);
    if (!answer || answer.status >= 400) throw new Error(`${contract.id} answered ${JSON.stringify(answer)}`);
    return answer.body;
  };
  const send = async (type: string, body: object) => {
    const headers = { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': 'application/json' };
    const answer = await fetch(`${server.url}/v1/${type}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
  };
  const ago = (days: number) => new Date(Date.now() - days * day).toISOString();
  const readPricing = (userId: string, days: number) =>
    send('page', { userId, timestamp: ago(days), properties: { path: '/pricing', url: 'https://baton.test/pricing' } });
  const works = (userId: string, company: string, website: string) =>
    send('group', {
      userId,
      groupId: `company-${website}`,
      traits: { name: company, website, employees: 240, industry: 'Manufacturing' },
    });
  const open = async (look = looks.desktop) => {
    const window = await openWindow(browser, server.url, look);
    const [name = '', value = ''] = (owner.cookie ?? '').split('=');
    await window.context().addCookies([{ name, value, url: server.url }]);
    return window;
  };

  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'baton-people-'));
    server = await startServer(home, await createServerDatabase());
    browser = await launchBrowser();
    const first = runSetup.example as NonNullable<typeof runSetup.example>;
    const heads: ('marketing' | 'sales')[] = ['marketing', 'sales'];
    await say(owner, runSetup, { body: { ...first, owner: { ...first.owner, department: 'both', heads } } });
    const page = await open();
    await page.goto('/people');
    await page.getByText('Nobody is known yet').waitFor();
    await inspect(page, 'people-nobody');
    await page.goto('/companies');
    await page.getByText('No company is known yet').waitFor();
    await page.context().close();

    const { link } = await say(owner, inviteMember, {
      body: { email: 'sammy@example.test', name: 'Sammy Sales', department: 'sales', role: 'member' },
    });
    const token = link.split('token=')[1] ?? '';
    const { member } = await say(rep, acceptInvitation, { body: { token, name: 'Sammy Sales', password } });
    for (const name of ['Mid-market', 'Inbound']) {
      const team = await say(owner, createTeam, { body: { name, department: 'sales' } });
      const params = { teamId: team.id, memberId: member.id };
      await say(owner, setMembership, { params, body: { weight: 1, cap: null } });
    }
    const draft = await say(owner, draftAgreement, { body: { from: 'text', source: text } });
    const params = { versionId: draft.id };
    const proposed = await say(owner, proposeAgreement, {
      params,
      body: { message: 'As we agreed.', for: 'sales' },
      headers: { 'if-match': `"${draft.version}"` },
    });
    const { hash, proposal } = proposed;
    for (const party of heads) await say(owner, signAgreement, { params, body: { party, hash: hash ?? '', proposal } });
    writeKey = (await say(owner, createSource, { body: { name: 'Website', kind: 'server' } })).writeKey ?? '';

    await works('crm-1', 'Kessler Pumps', 'kessler-pumps.test');
    for (const days of [20, 6, 1]) await readPricing('crm-1', days);
    await send('track', {
      userId: 'crm-1',
      event: 'Form Submitted',
      properties: {
        form: 'demo-request',
        email: 'olivia.hartmann@kessler-pumps.test',
        firstName: 'Olivia',
        lastName: 'Hartmann',
        title: 'Head of operations',
      },
      context: { consent: { categoryPreferences: { contact: true } } },
    });
    await works('crm-2', 'Kessler Pumps', 'kessler-pumps.test');
    await send('identify', {
      userId: 'crm-2',
      traits: { email: 'ravi@kessler-pumps.test', name: 'Ravi Menon', title: 'IT lead', phone: '+49 511 123456' },
    });
    await readPricing('crm-2', 2);
    await send('group', { userId: 'crm-3', groupId: 'hostile', traits: { name: hostile, website: 'hostile.test' } });
    await send('identify', {
      userId: 'crm-3',
      traits: { email: 'mallory@hostile.test', name: hostile, title: hostile, plan: hostile },
    });
    await readPricing('crm-3', 3);
    const touched = async () => {
      const { data } = await say(owner, listContacts, { query: {} });
      expect(data.filter(({ touchCount }) => touchCount > 0)).toHaveLength(3);
    };
    await vi.waitFor(touched, { timeout: 20_000, interval: 250 });
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    if (server) await end(server.process, 'SIGTERM');
    await rm(home, { recursive: true, force: true });
  });

  it('finds somebody whose name was typed wrongly, and tells all that passed', { timeout: 60_000 }, async () => {
    const page = await open();
    await page.goto('/scoreboard');
    await page.getByRole('heading', { name: 'Scoreboard' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('heading', { name: '3 people' }).waitFor();
    await page.getByRole('searchbox', { name: 'Search' }).fill('Olivia Hartman');
    await page.waitForURL(/search=Olivia/);
    await page.getByRole('searchbox', { name: 'Search' }).fill('Olvia Hartmann');
    await page.waitForURL(/search=Olvia/);
    await page.getByRole('heading', { name: 'One person fits' }).waitFor();
    await page.getByRole('link', { name: 'Olivia Hartmann' }).click();
    await page.getByRole('heading', { name: 'Olivia Hartmann' }).waitFor();
    const timeline = page.getByRole('region', { name: 'Timeline' });
    await timeline
      .getByText(/demo-request/)
      .first()
      .waitFor();
    await timeline.getByText('Handed over to Sammy Sales').waitFor();
    await page.getByRole('button', { name: /^Why [A-D]\d\?$/ }).click();
    await page.getByText('Clause demo').waitFor();
    await page.getByRole('link', { name: 'Open the handoff' }).click();
    await page.getByRole('article', { name: /Brief: Olivia/ }).waitFor();
    await page.getByRole('article').getByRole('link', { name: 'Kessler Pumps' }).click();
    await page.getByRole('heading', { name: 'Kessler Pumps' }).waitFor();
    await page.getByRole('region', { name: 'Timeline' }).getByRole('link', { name: 'Ravi Menon' }).first().waitFor();
    await page.context().close();
  });

  it('orders and filters by the address', { timeout: 60_000 }, async () => {
    const page = await open();
    await page.goto('/people?stage=qualified&sort=grade');
    await page.getByRole('heading', { name: 'One person fits' }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Grade' }).getAttribute('aria-sort')).toBe('ascending');
    await page.getByRole('button', { name: 'Grade' }).click();
    await page.waitForURL(/direction=desc/);
    await page.goto('/people?owner=none&grade=D4&search=nobody');
    await page.getByText('Nobody within your reach').waitFor();
    await inspect(page, 'people-none-fits');
    await page.goto('/people?filter={');
    await page.getByText('People could not be loaded.').waitFor();
    await inspect(page, 'people-wrong-filter');
    await page.context().close();
  });

  it('changes what is known in its place, and removes and restores', { timeout: 60_000 }, async () => {
    const page = await open();
    await page.goto('/people?search=ravi');
    await page.getByRole('link', { name: 'Ravi Menon' }).click();
    await page.getByRole('button', { name: 'Edit' }).click();
    await inspect(page, 'person-edit');
    await page.getByRole('textbox', { name: 'Title' }).fill('Head of IT');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The person is saved.').waitFor();
    await page.getByText('Head of IT at').waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('button', { name: 'Restore' }).waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('is fit to be seen in every look', { timeout: 180_000 }, async () => {
    const { data } = await say(owner, listContacts, { query: { search: 'Olivia Hartmann' } });
    const [person] = data;
    for (const [name, look] of Object.entries(bothWays)) {
      const page = await open(look);
      await page.goto('/people');
      await page.getByRole('link', { name: 'Olivia Hartmann' }).waitFor();
      await inspect(page, `people-${name}`);
      await page.goto(`/people/${person?.id}`);
      await page.getByText('Handed over to Sammy Sales').waitFor();
      await page.getByRole('button', { name: /^Why [A-D]\d\?$/ }).click();
      await inspect(page, `person-${name}`);
      await page.goto('/companies');
      await page.getByRole('link', { name: 'Kessler Pumps' }).waitFor();
      await inspect(page, `companies-${name}`);
      await page.goto(`/companies/${person?.account?.id}`);
      await page.getByText('Handed over to Sammy Sales').waitFor();
      await inspect(page, `company-${name}`);
      await page.context().close();
    }
  });

  it('shows hostile text as text: no dialog, no request to elsewhere', { timeout: 120_000 }, async () => {
    const { data } = await say(owner, listContacts, { query: { search: 'mallory' } });
    const [person] = data;
    for (const look of [looks.desktop, looks.phone]) {
      const page = await open(look);
      const elsewhere: string[] = [];
      const dialogs: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url()))
          elsewhere.push(request.url());
      });
      page.on('dialog', (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      const size = look === looks.phone ? 'phone' : 'desktop';
      const stops: [string, string][] = [
        ['/people?search=mallory', `people-hostile-${size}`],
        [`/people/${person?.id}`, `person-hostile-${size}`],
        ['/companies?search=hostile', `companies-hostile-${size}`],
        [`/companies/${person?.account?.id}`, `company-hostile-${size}`],
      ];
      for (const [address, name] of stops) {
        await page.goto(address);
        await page.getByText('<script>alert(1)').first().waitFor();
        await inspect(page, name);
      }
      expect({ elsewhere, dialogs }).toEqual({ elsewhere: [], dialogs: [] });
      await page.context().close();
    }
  });
});
