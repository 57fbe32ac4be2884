import { beforeAll, describe, expect, it, vi } from 'vitest';
import { acceptHandoff, listHandoffs, logAttempt, rejectHandoff } from '../../src/features/handoffs/schema.ts';
import { getSession } from '../../src/features/sessions/schema.ts';
import { createSource } from '../../src/features/sources/schema.ts';
import { lapAroundTheClock, useBaton } from './baton.ts';
import { inspect, inspectLooks } from './browser.ts';

const text = lapAroundTheClock.replace(
  'marketing_commits:\n',
  `marketing_commits:
  - { key: volume, promise: sales-ready leads, segment: mid-market, at_least: 4, per: year }
  - { key: value, promise: expected value of sales-ready leads, at_least: 50000, per: year }
  - { key: required-info, promise: required information delivered, at_least: 95%, per: month }
  - { key: junk, promise: rejected with a reason of, reasons: [not-icp-company], at_most: 20%, per: month }
`,
);
const people = ['Olivia Hartmann', 'Tomas Berg', 'Ines Ferreira'];

describe('the scoreboard, in a browser', () => {
  const baton = useBaton();
  const { open, sayAsOwner: say } = baton;

  beforeAll(async () => {
    await baton.agree((await say(getSession, {})).member.id, text);
    const { writeKey } = await say(createSource, { body: { name: 'Website', kind: 'server' } });
    const send = (type: string, body: object) => baton.send(writeKey ?? '', type, body);
    for (const [at, name] of people.entries()) {
      const [firstName = '', lastName = ''] = name.split(' ');
      const [userId, domain] = [`crm-${at}`, `${lastName.toLowerCase()}.test`];
      const traits = { name: `${lastName} Pumps`, website: domain, employees: 240 };
      await send('group', { userId, groupId: `company-${at}`, traits });
      const properties = { form: 'demo-request', email: `${firstName}@${domain}`, firstName, lastName };
      await send('track', {
        userId,
        event: 'Form Submitted',
        properties: { ...properties, title: 'Head of operations' },
      });
    }
    const list = () => say(listHandoffs, { query: { status: 'open' } });
    await vi.waitFor(async () => expect((await list()).data).toHaveLength(people.length), {
      timeout: 30_000,
      interval: 500,
    });
    const [one, two] = (await list()).data.map(({ id }) => ({ params: { handoffId: id } }));
    await say(acceptHandoff, { params: one?.params ?? { handoffId: '' } });
    await say(logAttempt, { params: one?.params ?? { handoffId: '' }, body: { kind: 'call', outcome: 'voicemail' } });
    await say(rejectHandoff, { params: two?.params ?? { handoffId: '' }, body: { reason: 'not-icp-company' } });
  }, 120_000);

  it('shows both sides, what is needed and the records, in every look', { timeout: 120_000 }, async () => {
    const window = await open();
    await window.goto('/scoreboard');
    await window.getByRole('link', { name: /^3 of .*: the records of Marketing delivers at least/ }).waitFor();
    await window.getByText('Answer the rejection of').waitFor();
    await inspectLooks(window, 'scoreboard');
    await window.context().close();
  });

  it('leads from a figure to its records, and from a clause to the same figure', { timeout: 60_000 }, async () => {
    const window = await open();
    await window.goto('/scoreboard');
    await window.getByRole('button', { name: 'Table' }).first().click();
    await window.getByRole('columnheader', { name: 'Delivered' }).waitFor();
    await window.getByRole('link', { name: /^2 of 2 kept: the records of Sales accepts or rejects/ }).click();
    await window.getByRole('dialog').getByRole('row').nth(3).waitFor();
    await inspect(window, 'scoreboard-records');
    await window.goto('/agreement#salesCommits.decide');
    const link = window.getByRole('link', { name: /^2 of 2 kept: the records of Sales accepts or rejects/ });
    await inspect(window, 'agreement-measured');
    await link.click();
    await window.waitForURL(/promise=salesCommits.decide/);
    await window.getByRole('dialog').waitFor();
  });
});
