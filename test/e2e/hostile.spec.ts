import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createAccount } from '../../src/features/accounts/schema.ts';
import { createCalendar } from '../../src/features/calendars/schema.ts';
import { editChannels } from '../../src/features/channels/schema.ts';
import { createContact } from '../../src/features/contacts/schema.ts';
import { createForm, editForm } from '../../src/features/forms/schema.ts';
import { readImport, startImport } from '../../src/features/imports/schema.ts';
import { inviteMember } from '../../src/features/invitations/schema.ts';
import { createKey } from '../../src/features/keys/schema.ts';
import { createList } from '../../src/features/lists/schema.ts';
import { createNote } from '../../src/features/notes/schema.ts';
import { createSource } from '../../src/features/sources/schema.ts';
import { createTask } from '../../src/features/tasks/schema.ts';
import { createTeam } from '../../src/features/teams/schema.ts';
import { createView } from '../../src/features/views/schema.ts';
import { editWorkspace } from '../../src/features/workspaces/schema.ts';
import { isLine, isProse, kept, naughty } from '../hostile.ts';
import { useBaton } from './baton.ts';
import { settle } from './browser.ts';
import { userAgent } from './website.ts';

const canary = 'canary.test';
/** Would open a dialog or ask another machine for something, wherever it is taken for more than a text. */
const payloads = [
  `<img src=http://${canary}/a.png onerror=alert(1)>`,
  `"><script src=http://${canary}/a.js></script><script>alert(2)</script>`,
  `'"--></style></script><svg onload=alert(3)>`,
  `<iframe src=http://${canary}/></iframe>`,
  `<style>@import url(http://${canary}/a.css)</style>`,
  `<base href=http://${canary}/><link rel=stylesheet href=http://${canary}/b.css>`,
  `<meta http-equiv=refresh content="0;url=http://${canary}/">`,
  `javascript:alert(4)//http://${canary}/`,
  `{{constructor.constructor('alert(5)')()}}\${alert(6)}`,
  `![x](http://${canary}/c.png) [y](javascript:alert(7)) url(http://${canary}/d.png)`,
];
/** Begins every name, so that each screen shows it as the text that it is. */
const marker = `<b>m4rker</b><img src=http://${canary}/m onerror=alert(8)>`;
const all = [...payloads, ...naughty];
const lines = all.filter(isLine);

/** Goes down what is in the middle of the window, screen by screen, so that all of it is drawn, as far as 25 screens. */
const scrollDown = `(async () => {
  const scrolls = (at) => at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY);
  let at = document.elementFromPoint(700, 500);
  while (at && !scrolls(at)) at = at.parentElement;
  at ??= document.scrollingElement;
  for (let down = 0, before = -1; down < 25 && at.scrollTop !== before; down += 1) {
    before = at.scrollTop;
    at.scrollBy(0, 1200);
    await new Promise(requestAnimationFrame);
  }
})()`;

describe('what an enemy writes, in a browser', () => {
  const baton = useBaton({});
  const { owner, sayAsOwner: say } = baton;
  let page: Page;
  const dialogs: string[] = [];
  const elsewhere: string[] = [];
  const complaints: string[] = [];
  const ids: Record<'contact' | 'account' | 'form' | 'source' | 'import', string> = {
    ...{ contact: '', account: '', form: '', source: '', import: '' },
  };
  let formKey = '';

  const track = async (writeKey: string, batch: object[]) => {
    const headers = {
      authorization: `Basic ${btoa(`${writeKey}:`)}`,
      ...{ 'content-type': 'application/json', 'user-agent': userAgent },
    };
    const answer = await fetch(`${baton.server.url}/v1/batch`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ batch }),
    });
    expect(answer.status).toBe(200);
  };
  const importAll = async () => {
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const rows = all.map((text, at) => [`r-${at}`, text, text, `${text} `, text].map(quote).join(','));
    // One row cannot be taken, so that its reason is shown too.
    const file = ['Record ID,Name,Job Title,Company,Plan', ...rows, `${quote('r-x')},${quote(marker)},"","",""`].join(
      '\n',
    );
    const name = encodeURIComponent(`${marker}.csv`);
    const answer = await fetch(`${baton.server.url}/api/imports?name=${name}&kind=contacts`, {
      ...{ method: 'POST', body: file },
      headers: { cookie: owner.cookie ?? '', 'x-csrf-token': owner.csrfToken ?? '', origin: baton.server.url },
    });
    expect(answer.status).toBe(201);
    ids.import = ((await answer.json()) as { id: string }).id;
    await say(startImport, { params: { importId: ids.import }, body: {} });
    const isDone = async () => (await say(readImport, { params: { importId: ids.import } })).status === 'done';
    await vi.waitUntil(isDone, { timeout: 60_000, interval: 500 });
  };
  const writeRecords = async () => {
    const fields = Object.fromEntries(lines.slice(0, 150).map((text, at) => [`f${at}`, text]));
    const account = await say(createAccount, { body: { name: marker, industry: payloads[0], fields } });
    const contact = await say(createContact, {
      body: { name: marker, title: payloads[1], accountId: account.id, fields },
    });
    await say(createContact, { body: { name: marker, title: 'Twin', accountId: account.id, anyway: true } });
    await say(createAccount, { body: { name: `${marker} Inc`, anyway: true } });
    Object.assign(ids, { contact: contact.id, account: account.id });
    const prose = all.filter(isProse).map(kept);
    for (let from = 0; from < prose.length; from += 60) {
      const body = `${marker}\n${prose.slice(from, from + 60).join('\n')}`.slice(0, 10_000);
      await say(createNote, { body: { contactId: contact.id, body } });
      await say(createTask, { body: { contactId: contact.id, title: marker, note: body } });
    }
    for (const [at, name] of [marker, ...payloads].entries()) {
      await say(createList, { body: { object: 'contact', name } });
      await say(createView, { body: { object: at % 2 ? 'account' : 'contact', name: name.slice(0, 60).trim() } });
    }
  };
  const writeSettings = async () => {
    await say(editWorkspace, { body: { name: marker }, version: 1 });
    await say(inviteMember, {
      body: { email: 'enemy@example.test', name: marker, department: 'sales', role: 'member' },
    });
    const team = await say(createTeam, { body: { name: marker, department: 'sales' } });
    const hours = { zone: 'Europe/Berlin', hours: { mon: ['09:00-17:00'] }, holidays: null, closed: [], days: {} };
    await say(createCalendar, { body: { ...hours, name: marker, owner: { kind: 'team', teamId: team.id } } });
    await say(createKey, { body: { name: marker, scopes: ['contacts:read'], expiresAt: null } });
    const any = [{ field: 'campaign' as const, is: 'equals' as const, values: [marker, ...lines.slice(0, 400)] }];
    await say(editChannels, {
      body: { rules: [{ key: 'enemy', channel: 'enemy', when: [{ any }] }], ownHosts: [] },
      version: 0,
    });
    const source = await say(createSource, { body: { name: marker, kind: 'server' } });
    ids.source = source.id;
    const messages = [marker, ...all].map((text, at) => ({
      ...{ type: 'track', userId: `u${at % 40}`, event: kept(text) || 'Blank', properties: { text, url: text } },
      context: { page: { url: text, title: text, referrer: text }, campaign: { name: text, source: text } },
    }));
    for (let from = 0; from < messages.length; from += 100)
      await track(source.writeKey ?? '', messages.slice(from, from + 100));
    await track(source.writeKey ?? '', [
      { type: 'identify', userId: 'u1', traits: { title: marker, company: marker } },
      { type: 'track', userId: marker, properties: { text: marker } },
      { type: marker, userId: 'u1' },
    ]);
  };
  const writeForm = async () => {
    const choices = lines.slice(0, 40).map((label, at) => ({
      ...{ key: `f${at}`, kind: 'choice' as const, label, help: label, options: [label, 'Other'] },
    }));
    const made = await say(createForm, {
      body: {
        ...{ name: marker, slug: 'enemy', intro: `${marker}\n${payloads.join('\n')}`, button: payloads[1] },
        fields: [
          { key: 'mail', kind: 'email', label: marker, required: true, fills: 'email' },
          { key: 'need', kind: 'textarea', label: payloads[2] ?? '', help: payloads[4] },
          ...choices,
        ],
        consents: [{ purpose: 'contact', text: `${marker} ${payloads[5]}` }],
        thanks: { text: `${marker}\n${payloads.join('\n')}`, redirectUrl: null },
      },
    });
    await say(editForm, { params: { formId: made.id }, body: { state: 'live' }, version: made.version });
    Object.assign(ids, { form: made.id });
    formKey = made.key;
  };

  beforeAll(async () => {
    await writeRecords();
    await writeSettings();
    await writeForm();
    await importAll();
    page = await baton.open();
    page.on('dialog', (dialog) => {
      dialogs.push(`${page.url()}: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const isOwn = request.url().startsWith(baton.server.url) || /^(data|blob):/.test(request.url());
      if (!isOwn) elsewhere.push(`${page.url()}: ${request.url()}`);
    });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
    });
  }, 180_000);
  /** Opens a screen, sees the marker on it as a text, and goes down to its end. */
  const look = async (address: string, text = '<b>m4rker</b>') => {
    await page.goto(address);
    await page.getByText(text).first().waitFor();
    await settle(page);
    await page.evaluate(scrollDown);
    await settle(page);
    expect([address, dialogs, elsewhere, complaints]).toEqual([address, [], [], []]);
  };

  it('is a text on the hosted form and on the page after it', { timeout: 60_000 }, async () => {
    await look(`/f/${formKey}?utm_source=${encodeURIComponent(marker)}`);
    await page.locator('[name=mail]').fill('enemy@plant.example');
    await page.locator('[name=need]').fill([marker, ...payloads].join('\n'));
    await page.locator('button[type=submit], input[type=submit]').first().click();
    await page.waitForURL(/thanks/);
    await page.getByText('<b>m4rker</b>').first().waitFor();
    expect([dialogs, elsewhere, complaints]).toEqual([[], [], []]);
  });

  it('is a text on the screens of people and companies', { timeout: 180_000 }, async () => {
    await look('/people?search=m4rker');
    await look('/people', '<img src=');
    await look(`/people/${ids.contact}`);
    await look('/companies?search=m4rker');
    await look('/companies', '<img src=');
    await look(`/companies/${ids.account}`);
    await look('/people/duplicates', 'uplicate');
    await look('/companies/duplicates', 'uplicate');
    await look('/lists');
    await look('/tasks');
    await look('/inbox', 'Inbox');
    await look('/scoreboard', 'Scoreboard');
  });

  it('is a text on the screens of the settings', { timeout: 180_000 }, async () => {
    for (const section of ['members', 'teams', 'calendars', 'sources', 'forms', 'imports', 'keys', 'audit']) {
      await look(`/settings/${section}`);
    }
    for (const section of ['profile', 'workspace', 'absences', 'outbox'])
      await look(`/settings/${section}`, 'Settings');
    await look('/settings/channels', 'enemy');
    await look(`/settings/imports/${ids.import}`);
    for (const show of ['faults', 'notices', 'send']) await look(`/settings/sources/${ids.source}?show=${show}`);
    await look(`/settings/sources/${ids.source}`);
    for (const show of ['build', 'share', 'results']) await look(`/settings/forms/${ids.form}?show=${show}`);
  });

  it('is a text in the palette, in a search and in an address', { timeout: 60_000 }, async () => {
    await page.goto('/scoreboard');
    await page.getByRole('heading', { name: 'Scoreboard' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search people, companies').fill('m4rker');
    await page.getByRole('dialog').getByText('<b>m4rker</b>').first().waitFor();
    for (const text of [...payloads, ...lines.filter((_, at) => at % 40 === 0)]) {
      await page.goto(`/people?search=${encodeURIComponent(text.slice(0, 100))}&filter=${encodeURIComponent(text)}`);
    }
    await settle(page);
    expect([dialogs, elsewhere]).toEqual([[], []]);
  });
});
