import { beforeAll, describe, expect, it, vi } from 'vitest';
import { listContacts } from '../../src/features/contacts/schema.ts';
import { createSource } from '../../src/features/sources/schema.ts';
import type { Caller } from '../app.ts';
import { useBaton } from './baton.ts';
import { bothWays, inspect, inspectLooks, looks } from './browser.ts';

const day = 86_400_000;
/** A script that would call out and open a dialog, a handler, Arabic with an override of the direction, and 10,000 letters. */
const hostile = [
  '<script>alert(1);fetch("https://canary.test/script")</script>',
  '<img src="https://canary.test/image" onerror="alert(2)">',
  '\u202Eمرحبا بالعالم\u202C',
  'W'.repeat(10_000),
].join(' ');

describe('people and companies, in a browser', () => {
  const baton = useBaton();
  const { owner, open, say } = baton;
  const send = (type: string, body: object) => baton.send(writeKey, type, body);
  let writeKey: string;
  const rep: Caller = {};

  const ago = (days: number) => new Date(Date.now() - days * day).toISOString();
  const readPricing = (userId: string, days: number) =>
    send('page', { userId, timestamp: ago(days), properties: { path: '/pricing', url: 'https://baton.test/pricing' } });
  const works = (userId: string, company: string, website: string) =>
    send('group', {
      userId,
      groupId: `company-${website}`,
      traits: { name: company, website, employees: 240, industry: 'Manufacturing' },
    });

  beforeAll(async () => {
    const page = await open();
    await page.goto('/people');
    await page.getByText('Nobody is known yet').waitFor();
    await inspect(page, 'people-nobody');
    await page.goto('/companies');
    await page.getByText('No company is known yet').waitFor();
    await page.context().close();

    const memberId = await baton.join(rep, 'Sammy Sales');
    await baton.agree(memberId);
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
    const page = await open();
    await page.goto('/people');
    await page.getByRole('link', { name: 'Olivia Hartmann' }).waitFor();
    await inspectLooks(page, 'people', bothWays);
    await page.goto(`/people/${person?.id}`);
    await page.getByText('Handed over to Sammy Sales').waitFor();
    await page.getByRole('button', { name: /^Why [A-D]\d\?$/ }).click();
    await inspectLooks(page, 'person', bothWays);
    await page.goto('/companies');
    await page.getByRole('link', { name: 'Kessler Pumps' }).waitFor();
    await inspectLooks(page, 'companies', bothWays);
    await page.goto(`/companies/${person?.account?.id}`);
    await page.getByText('Handed over to Sammy Sales').waitFor();
    await inspectLooks(page, 'company', bothWays);
    await page.context().close();
  });

  it('shows hostile text as text: no dialog, no request to elsewhere', { timeout: 120_000 }, async () => {
    const { data } = await say(owner, listContacts, { query: { search: 'mallory' } });
    const [person] = data;
    for (const look of [looks.desktop, looks.phone]) {
      const page = await open(look);
      const elsewhere: string[] = [];
      const dialogs: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(baton.server.url) && !/^(data|blob):/.test(request.url()))
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
