import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { acceptHandoff, listHandoffs } from '../../src/features/handoffs/schema.ts';
import { createSource } from '../../src/features/sources/schema.ts';
import { listTeams, setMembership } from '../../src/features/teams/schema.ts';
import type { Caller } from '../app.ts';
import { useBaton } from './baton.ts';
import { inspect, inspectLooks, type Look, looks, settle } from './browser.ts';

/** The server tells what is new; a machine that is busy may take a moment. */
const arrival = { timeout: 8_000 };

/** In the list: the brief beside it has links to the same person. */
const rowOf = (page: Page, name: RegExp) => page.getByRole('region', { name: /Open/ }).getByRole('link', { name });

describe('the inbox, in a browser', () => {
  const baton = useBaton();
  const { owner, say } = baton;
  const send = (type: string, body: object) => baton.send(writeKey, type, body);
  const openAsRep = (look?: Look) => baton.open(look, rep);
  let writeKey: string;
  const rep: Caller = {};
  let page: Page;

  /** Somebody of a company that fits asks for a demo. */
  const askForDemo = async (id: string, name: string, company: string) => {
    const [firstName, lastName] = name.split(' ');
    const domain = `${company.toLowerCase().replaceAll(' ', '-')}.test`;
    await send('group', {
      userId: id,
      groupId: `company-${id}`,
      traits: { name: company, website: domain, employees: 240, industry: 'Manufacturing' },
    });
    await send('track', {
      userId: id,
      event: 'Form Submitted',
      properties: {
        form: 'demo-request',
        email: `${firstName}@${domain}`,
        firstName,
        lastName,
        title: 'Head of operations',
      },
      context: { consent: { categoryPreferences: { contact: true } } },
    });
  };

  beforeAll(async () => {
    const memberId = await baton.join(rep, 'Sammy Sales');
    page = await openAsRep();
    await page.goto('/');
    await page.waitForURL('**/inbox');
    await page.getByText('No agreement is in force yet').waitFor();
    await inspect(page, 'inbox-no-agreement');
    await baton.agree(memberId);
    const source = await say(owner, createSource, { body: { name: 'Website', kind: 'server' } });
    writeKey = source.writeKey ?? '';
  }, 90_000);

  it('shows a lead that comes in, without a reload', { timeout: 60_000 }, async () => {
    await page.reload();
    await page.getByText('Nothing waits for you').waitFor();
    await inspect(page, 'inbox-empty');
    await askForDemo('crm-1', 'Olivia Hartmann', 'Kessler Pumps');
    await page.getByRole('heading', { name: 'Olivia Hartmann' }).waitFor(arrival);
    await page.waitForURL(/\?handoff=/);
    await askForDemo('crm-2', 'Tomas Berg', 'Norrland Logistics');
    const second = rowOf(page, /Tomas Berg/);
    await second.waitFor(arrival);
    expect(await second.textContent()).toContain('New');
    // What is being read stays where it is.
    await page.getByRole('heading', { name: 'Olivia Hartmann' }).waitFor();
  });

  it('says how much time is left, and why, in every look', { timeout: 120_000 }, async () => {
    const window = await openAsRep();
    const list = async () => {
      await window.goto('/inbox');
      await window.getByRole('link', { name: /business time left.*Olivia Hartmann/ }).waitFor();
    };
    await inspectLooks(window, 'inbox-list', looks, list);
    await inspectLooks(window, 'inbox-brief', looks, async () => {
      await list();
      await rowOf(window, /Olivia Hartmann/).click();
      await window.getByRole('button', { name: /^Why [A-D]\d\?$/ }).click();
      await window.getByText('Clause demo').waitFor();
    });
    await window.context().close();
  });

  it('moves by j and k, and accepts by a', { timeout: 60_000 }, async () => {
    await rowOf(page, /Olivia Hartmann/).click();
    const rows = page.getByRole('region', { name: /Open/ }).getByRole('link');
    const names = await rows.allTextContents();
    const place = names.findIndex((name) => name.includes('Olivia'));
    await page.keyboard.press(place === 0 ? 'j' : 'k');
    await page.getByRole('heading', { name: 'Tomas Berg' }).waitFor();
    // The letter after `g` goes somewhere: it never accepts.
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.waitForURL('**/agreement');
    await page.goBack();
    const { data } = await say(rep, listHandoffs, { query: { status: 'open' } });
    expect(data.map(({ status }) => status)).toEqual(['offered', 'offered']);
    await page.getByRole('button', { name: 'Accept' }).waitFor();
    await page.keyboard.press('a');
    await page.getByText(/^Accepted today .* by Sammy Sales$/).waitFor();
    await inspect(page, 'inbox-accepted');
  });

  it('pauses what is owed, says why, and lets it run again', { timeout: 60_000 }, async () => {
    await page.getByRole('button', { name: 'Pause …' }).click();
    const sheet = page.getByRole('dialog', { name: 'Pause Tomas Berg' });
    await sheet.getByText('Information', { exact: true }).click();
    await sheet.getByRole('button', { name: 'Pause', exact: true }).click();
    await page
      .getByText(/waiting for information, until somebody resumes it, .* of business time left/)
      .first()
      .waitFor();
    await inspect(page, 'inbox-paused');
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause …' }).waitFor();
  });

  it('says so when somebody else was faster, and shows how it stands', { timeout: 60_000 }, async () => {
    // A window that news do not reach: with them it would show at once what has become of the lead.
    const deaf = await openAsRep();
    await deaf.route('**/api/events**', (route) => route.abort());
    await deaf.goto('/inbox');
    await rowOf(deaf, /Olivia Hartmann/).click();
    await deaf.getByRole('button', { name: 'Accept' }).waitFor();
    const { data } = await say(rep, listHandoffs, { query: { status: 'offered' } });
    await say(owner, acceptHandoff, { params: { handoffId: data[0]?.id ?? '' } });
    await deaf.getByRole('button', { name: 'Accept' }).click();
    await deaf.getByRole('alert').waitFor();
    await deaf.getByText(/^Accepted today/).waitFor();
    await inspect(deaf, 'inbox-conflict');
    await deaf.context().close();
  });

  it('shows who waits for somebody, and why, and lets the rep take it', { timeout: 90_000 }, async () => {
    const { data } = await say(owner, listTeams, {});
    for (const { id: teamId, members } of data) {
      for (const { memberId } of members) {
        await say(owner, setMembership, { params: { teamId, memberId }, body: { weight: 0, cap: null } });
      }
    }
    await page.goto('/inbox');
    await settle(page);
    await askForDemo('crm-3', 'Nora Lindqvist', 'Skane Pumps');
    await page.getByRole('link', { name: 'One lead waits for somebody' }).click(arrival);
    await page.getByText('Takes no turns: the weight is 0.').waitFor();
    await inspect(page, 'inbox-waiting');
    const phone = await openAsRep(looks['phone-dark']);
    await phone.goto('/inbox?show=waiting');
    await phone.getByRole('button', { name: 'Take it: Nora Lindqvist' }).waitFor();
    await inspect(phone, 'inbox-waiting-phone');
    await phone.getByRole('button', { name: 'Take it: Nora Lindqvist' }).click();
    await phone.getByRole('heading', { name: 'Nora Lindqvist' }).waitFor();
    await phone.context().close();
    // The other window hears of it.
    await page.getByText('Nobody waits').waitFor(arrival);
  });
});
