import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { listMessages } from '../../src/features/capture/schema.ts';
import { editChannels, getChannels } from '../../src/features/channels/schema.ts';
import { createSource } from '../../src/features/sources/schema.ts';
import type { Caller } from '../app.ts';
import { callServer } from '../server-process.ts';
import { useBaton } from './baton.ts';
import { bothWays, inspect, inspectLooks, looks } from './browser.ts';
import { userAgent } from './website.ts';

/** The page reads again every three seconds. */
const arrival = { timeout: 15_000 };
const canary = 'canary.example';
const hostile = {
  anonymousId: `<img src=https://${canary}/a.png onerror=alert(1)>`,
  event: `"><script src="https://${canary}/a.js"></script><script>alert(1)</script>\u202etxt.exe`,
  properties: {
    link: 'javascript:alert(1)',
    style: `<style>@import url(https://${canary}/a.css)</style>`,
    long: 'unbroken'.repeat(2000),
    rtl: 'مرحبا بالعالم',
  },
};

describe('sources and channels, in a browser', () => {
  const baton = useBaton({});
  const { owner, say } = baton;
  let page: Page;
  let writeKey = '';
  let sourceId = '';
  const dialogs: string[] = [];
  const elsewhere: string[] = [];

  const send = async (type: string, body: object) => {
    const headers = {
      authorization: `Basic ${btoa(`${writeKey}:`)}`,
      'content-type': 'application/json',
      // What a robot says to a website is left out.
      'user-agent': userAgent,
    };
    const answer = await fetch(`${baton.server.url}/v1/${type}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
  };
  const openAs = async (caller: Caller, look = looks.desktop) => {
    const window = await baton.open(look, caller);
    window.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    window.on('request', (request) => {
      if (!request.url().startsWith(baton.server.url) && !request.url().startsWith('data:'))
        elsewhere.push(request.url());
    });
    return window;
  };
  const messages = (window: Page) => window.getByRole('list', { name: /^Messages, the newest/ });

  beforeAll(async () => {
    page = await openAs(owner);
  }, 60_000);

  it('creates a source and says how to send the first message', { timeout: 60_000 }, async () => {
    await page.goto('/settings/sources');
    await page.getByText('Nothing sends to Baton yet').waitFor();
    await inspect(page, 'sources-empty');
    await page.getByRole('button', { name: 'Create a source' }).first().click();
    await page.getByRole('button', { name: 'Create the source' }).click();
    await page.getByText('Please fill this in.').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('Company website');
    await inspect(page, 'sources-create');
    await page.getByRole('button', { name: 'Create the source' }).click();
    const key = page.getByRole('textbox', { name: 'Write key' });
    await key.waitFor();
    writeKey = await key.inputValue();
    const line = `<script async src="${baton.server.url}/baton.js" data-write-key="${writeKey}"></script>`;
    await page.getByText(line, { exact: true }).waitFor();
    await page.getByText('Waiting for the first message').waitFor();
    await inspect(page, 'sources-created');
    await page.getByRole('link', { name: 'Watch what arrives' }).click();
    await page.getByText('Nothing has arrived yet').waitFor();
    sourceId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await inspect(page, 'source-empty');
  });

  it('shows a message that arrives, without a reload, and its JSON', { timeout: 60_000 }, async () => {
    await send('page', { anonymousId: 'visitor-1', name: 'Pricing', properties: { path: '/pricing' } });
    const row = messages(page).getByRole('button', { name: /Pricing/ });
    await row.waitFor(arrival);
    await row.click();
    const json = page.getByRole('region', { name: 'The message as JSON' });
    expect(JSON.parse((await json.textContent()) ?? '')).toMatchObject({
      type: 'page',
      anonymousId: 'visitor-1',
      properties: { path: '/pricing' },
    });
    // Its kind can be chosen, and the choice is in the address.
    await send('track', { userId: 'crm-7', event: 'Demo requested' });
    await messages(page)
      .getByRole('button', { name: /Demo requested/ })
      .waitFor(arrival);
    await page.getByRole('combobox', { name: 'Type' }).click();
    await page.getByRole('option', { name: 'track' }).click();
    await row.waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('type')).toBe('track');
    await page.getByRole('combobox', { name: 'Type' }).click();
    await page.getByRole('option', { name: 'All types' }).click();
    await row.waitFor();
    await page.getByText('Nothing has arrived yet').waitFor({ state: 'detached' });
  });

  it('stands still while it is paused', { timeout: 60_000 }, async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => request.url().includes('/events') && asked.push(request.url()));
    await send('track', { userId: 'crm-7', event: 'While paused' });
    // Another read of the same page is a clock: two of its rounds pass without one of the list.
    const other = await openAs(owner);
    await other.goto(`/settings/sources/${sourceId}`);
    await other.getByText('While paused').waitFor(arrival);
    await other.waitForResponse(/\/events/);
    await other.waitForResponse(/\/events/);
    await other.context().close();
    expect(asked).toEqual([]);
    expect(await page.getByText('While paused').count()).toBe(0);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('While paused').waitFor(arrival);
  });

  it('keeps what could not be taken until it is sent again corrected', { timeout: 60_000 }, async () => {
    await send('track', { userId: 'crm-8', properties: { plan: 'team' } });
    await page.goto('/settings/sources');
    await page.getByRole('link', { name: '1 not taken from Company website' }).click();
    const fault = page.getByRole('button', { name: /needs the name of its "event"/ });
    await fault.click();
    await inspect(page, 'source-fault');
    const text = page.getByLabel('The message, to be corrected');
    await text.fill('{"type": "track"');
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.getByText(/This is not JSON yet/).waitFor();
    // What the server refuses stands beside the field, and nothing is lost.
    await text.fill('{"type": "track", "userId": "crm-8"}');
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.getByText('A track call needs the name of its "event".').nth(1).waitFor();
    await inspect(page, 'source-fault-refused');
    await text.fill('{"type": "track", "userId": "crm-8", "event": "Trial started"}');
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.getByText('Nothing waits for a correction').waitFor();
    await page.getByText('All', { exact: true }).click();
    await page.getByRole('button', { name: /Sent again/ }).waitFor();
    await page.getByText('Arriving').click();
    await messages(page)
      .getByRole('button', { name: /Trial started/ })
      .waitFor(arrival);
  });

  it('shows what an enemy sends as text', { timeout: 120_000 }, async () => {
    await send('track', hostile);
    await send('track', { anonymousId: hostile.anonymousId, properties: hostile.properties });
    const source = await say(owner, createSource, { body: { name: '<b>CRM</b> \u202eback end', kind: 'server' } });
    expect(source.writeKey).toBeTruthy();
    const window = await openAs(owner);
    await window.goto('/settings/sources');
    await window.getByText('<b>CRM</b>').first().waitFor();
    await window.getByText('1', { exact: true }).first().waitFor();
    await inspectLooks(window, 'sources', bothWays);
    await window.goto(`/settings/sources/${sourceId}`);
    const row = messages(window).getByRole('button', { name: /<script>alert/ });
    await inspectLooks(window, 'source-live', bothWays);
    await row.click();
    await window.getByRole('region', { name: 'The message as JSON' }).getByText('مرحبا بالعالم').waitFor();
    await inspectLooks(window, 'source-hostile', bothWays);
    await window.goto(`/settings/sources/${sourceId}?show=faults`);
    await window.getByRole('button', { name: /needs the name of its "event"/ }).click();
    await window.getByLabel('The message, to be corrected').waitFor();
    await inspectLooks(window, 'source-fault-hostile', bothWays);
    await window.goto(`/settings/sources/${sourceId}?show=send`);
    await window.getByText(`data-write-key="${writeKey}"`).waitFor();
    await inspectLooks(window, 'source-send', bothWays);
    await window.context().close();
    expect(dialogs).toEqual([]);
    expect(elsewhere).toEqual([]);
  });

  it('shows names to everybody, and keys and messages only to admins and heads', { timeout: 60_000 }, async () => {
    const rep: Caller = {};
    await baton.join(rep, 'Sammy Sales');
    expect((await callServer(baton.server.url, rep, listMessages, { params: { sourceId }, query: {} }))?.status).toBe(
      403,
    );
    const window = await openAs(rep);
    await window.goto('/settings/sources');
    await window.getByText('Company website').waitFor();
    expect(await window.getByText(writeKey).count()).toBe(0);
    expect(await window.getByRole('button', { name: /Create|Actions/ }).count()).toBe(0);
    await inspect(window, 'sources-member');
    await window.goto(`/settings/sources/${sourceId}`);
    await window.getByText('What arrives is shown to admins and heads').waitFor();
    await window.goto('/settings/channels');
    await window.getByRole('heading', { name: /first rule that holds/ }).waitFor();
    expect(await window.getByRole('button', { name: /Add a rule|Actions|Move/ }).count()).toBe(0);
    await inspect(window, 'channels-member');
    await window.context().close();
  });

  it('says what a signal of privacy means, and changes the key without a gap', { timeout: 90_000 }, async () => {
    await page.goto(`/settings/sources/${sourceId}?show=settings`);
    await page.getByRole('radio', { name: /^Analytics is denied/ }).waitFor();
    expect(await page.getByRole('radio', { name: /^Analytics is denied/ }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: /^Nothing is taken/ }).click();
    await inspect(page, 'source-settings');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('It holds within ten seconds').waitFor();
    await page.getByRole('button', { name: 'Change the key' }).click();
    await page.getByLabel('Days for which the key of now works on').waitFor();
    await inspect(page, 'source-key');
    await page.getByRole('dialog').getByRole('button', { name: 'Change the key' }).click();
    await page.getByText(/^The key before this one works until/).waitFor();
    const field = page.getByRole('textbox', { name: 'Write key' });
    expect(await field.inputValue()).not.toBe(writeKey);
    await send('track', { userId: 'crm-7', event: 'Under the key before' });
    await page.goto(`/settings/sources/${sourceId}`);
    await messages(page)
      .getByRole('button', { name: /Under the key before/ })
      .waitFor(arrival);
  });

  it('renames a source, and revokes it after a question', { timeout: 60_000 }, async () => {
    await page.goto(`/settings/sources/${sourceId}`);
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Old website');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Old website' }).waitFor();
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Revoke the key of Old website?').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText(/^Revoked/).waitFor();
    await inspect(page, 'source-revoked');
  });

  it('tries an address, orders the rules, and keeps what another saved first', { timeout: 150_000 }, async () => {
    await page.goto('/settings/channels');
    await page.getByText(/the source "google" is a search engine/).waitFor();
    await page.getByText(/^\d+ touches of /).waitFor();
    await page.getByText('Kind', { exact: true }).click();
    await page.getByRole('row', { name: /^Page viewed/ }).waitFor();
    await inspect(page, 'channels-touches');
    await page.getByLabel('The page that is opened').fill('https://example.com/?utm_source=messe&utm_medium=booth');
    await page.getByText(/no rule is met by that/).waitFor();
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.getByRole('button', { name: 'Add the rule' }).click();
    await page.getByText('Fill in at least one value.').waitFor();
    await page.getByRole('combobox', { name: 'Channel' }).fill('events');
    await page.getByRole('combobox', { name: 'Condition 1.1: what is asked' }).click();
    await page.getByRole('option', { name: 'Medium' }).click();
    await page.getByLabel('Condition 1.1: values, one a line').fill('booth\nfair');
    await inspect(page, 'channels-rule');
    await page.getByRole('button', { name: 'Add the rule' }).click();
    // The draft is tried before it is saved.
    await page.getByText(/the rule "events" is met because the medium is "booth"/).waitFor();
    await page.getByLabel('Hosts of your site').fill('not a host');
    await page.getByRole('button', { name: 'Save the channels' }).click();
    await page.getByText(/not a host: Please write a host alone/).waitFor();
    await page.getByLabel('Hosts of your site').fill('pay.example.com');
    const before = await say(owner, getChannels, {});
    await say(owner, editChannels, {
      body: { rules: null, ownHosts: ['theirs.example'] },
      headers: { 'if-match': `"${before.version}"` },
    });
    await page.getByRole('button', { name: 'Save the channels' }).click();
    await page.getByText('Somebody changed this meanwhile.').waitFor();
    await inspect(page, 'channels-conflict');
    await page.getByRole('button', { name: 'Load the newest version' }).click();
    await page.getByText(/They changed: Own hosts/).waitFor();
    await page.getByRole('button', { name: 'Move events down' }).click();
    await page.getByRole('button', { name: 'Save the channels' }).click();
    await expect
      .poll(async () => (await say(owner, getChannels, {})).rules.slice(0, 2).map(({ key }) => key))
      .toEqual(['direct', 'events']);
    expect(await say(owner, getChannels, {})).toMatchObject({ isDefault: false, ownHosts: ['pay.example.com'] });
    const window = await openAs(owner);
    await window.goto('/settings/channels');
    await window.getByText('Your rules, in their order').waitFor();
    await inspectLooks(window, 'channels', bothWays);
    await window.context().close();
  });
});
