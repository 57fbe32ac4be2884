import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CallInput, CallOutput, Contract } from '../../src/core/contract.ts';
import { draftAgreement, proposeAgreement, signAgreement } from '../../src/features/agreements/schema.ts';
import { acceptHandoff, listHandoffs, logAttempt, rejectHandoff } from '../../src/features/handoffs/schema.ts';
import { createSource } from '../../src/features/sources/schema.ts';
import { createTeam, setMembership } from '../../src/features/teams/schema.ts';
import { runSetup } from '../../src/features/workspaces/schema.ts';
import { lapText } from '../agreements.ts';
import type { Caller } from '../app.ts';
import { createServerDatabase } from '../database.ts';
import { callServer, end, type ServerProcess, startServer } from '../server-process.ts';
import { inspect, launchBrowser, looks, openWindow } from './browser.ts';

/** Time passes on every day and at every hour, so that it does not matter when this runs. */
const text = lapText
  .replaceAll('"09:00-17:00"', '"00:00-24:00"')
  .replace('fri: ["00:00-24:00"]', 'fri: ["00:00-24:00"], sat: ["00:00-24:00"], sun: ["00:00-24:00"]')
  .replace(
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
  let home: string;
  let server: ServerProcess;
  let browser: Browser;
  const owner: Caller = {};

  const say = async <C extends Contract>(
    contract: C,
    input: CallInput<C> & { headers?: Record<string, string> },
  ): Promise<CallOutput<C>> => {
    const answer = await callServer(server.url, owner, contract, input);
    if (!answer || answer.status >= 400) throw new Error(`${contract.id} answered ${JSON.stringify(answer)}`);
    return answer.body;
  };
  const open = async (look = looks.desktop) => {
    const window = await openWindow(browser, server.url, look);
    const [name = '', value = ''] = (owner.cookie ?? '').split('=');
    await window.context().addCookies([{ name, value, url: server.url }]);
    return window;
  };

  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'baton-scoreboard-'));
    server = await startServer(home, await createServerDatabase());
    browser = await launchBrowser();
    const first = runSetup.example as NonNullable<typeof runSetup.example>;
    const heads: ('marketing' | 'sales')[] = ['marketing', 'sales'];
    const { member } = await say(runSetup, {
      body: { ...first, owner: { ...first.owner, department: 'both', heads } },
    });
    for (const name of ['Mid-market', 'Inbound']) {
      const team = await say(createTeam, { body: { name, department: 'sales' } });
      const params = { teamId: team.id, memberId: member.id };
      await say(setMembership, { params, body: { weight: 1, cap: null } });
    }
    const draft = await say(draftAgreement, { body: { from: 'text', source: text } });
    const params = { versionId: draft.id };
    const { hash, proposal } = await say(proposeAgreement, {
      params,
      body: { message: 'As we agreed.', for: 'sales' },
      headers: { 'if-match': `"${draft.version}"` },
    });
    for (const party of heads) await say(signAgreement, { params, body: { party, hash: hash ?? '', proposal } });
    const { writeKey } = await say(createSource, { body: { name: 'Website', kind: 'server' } });
    const headers = { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': 'application/json' };
    const send = (type: string, body: object) =>
      fetch(`${server.url}/v1/${type}`, { method: 'POST', headers, body: JSON.stringify(body) });
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
  afterAll(async () => {
    await browser?.close();
    if (server) await end(server.process, 'SIGTERM');
    await rm(home, { recursive: true, force: true });
  });

  it('shows both sides, what is needed and the records, in every look', { timeout: 120_000 }, async () => {
    for (const [name, look] of Object.entries(looks)) {
      const window = await open(look);
      await window.goto('/scoreboard');
      await window.getByRole('link', { name: /^3 of .*: the records of Marketing delivers at least/ }).waitFor();
      await window.getByText('Answer the rejection of').waitFor();
      await inspect(window, `scoreboard-${name}`);
      await window.context().close();
    }
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
