import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createForm,
  editForm,
  type Form,
  getForm,
  listSubmissions,
  measureConversion,
} from '../../src/features/forms/schema.ts';
import { seconds } from '../clock.ts';
import { createMember, createWorkspace, type TestMember } from '../fixtures.ts';
import { soon, useWebsite } from './website.ts';

/** Longer than a person needs to fill it in. */
const reads = seconds(10);

describe('a form in the page of another site', () => {
  const { website, makeSource, open, loaded } = useWebsite();
  let mary: TestMember;
  let form: Form;
  let siteHost = '';

  beforeAll(async () => {
    const { test, site } = website;
    siteHost = new URL(site.url).host;
    mary = await createMember(test, await createWorkspace(test), { department: 'marketing' });
    const made = await test.call(mary, createForm, {
      body: {
        name: 'Ask for a demo',
        slug: 'demo-request',
        fields: [
          { key: 'mail', kind: 'email', label: 'Work e-mail', required: true, fills: 'email' },
          { key: 'role', kind: 'text', label: 'Job title', fills: 'title', progressive: true },
          { key: 'utm_source', kind: 'hidden', label: 'Source' },
        ],
        consents: [{ purpose: 'contact', text: 'You may contact me.', required: true }],
        hosts: [siteHost],
        thanks: { text: 'We call you.', redirectUrl: `${site.url}/thanks` },
      },
    });
    form = await test.call(mary, editForm, {
      params: { formId: made.id },
      version: made.version,
      body: { state: 'live' },
    });
    site.pages.set('/thanks', { html: '<!doctype html><title>Thanks</title><h1>Thanks of the site</h1>' });
  });

  const frame = (page: Page) => page.frameLocator('iframe[title="Demo"]');
  const tag = () => `<script async src="${website.host}/baton.js" data-form="${form.key}" data-title="Demo"></script>`;
  const submissions = async () =>
    (await website.test.call(mary, listSubmissions, { params: { formId: form.id }, query: {} })).data;
  const height = (page: Page) =>
    page.evaluate<number>('document.querySelector("iframe").getBoundingClientRect().height');
  const put = (path: string, more = '') => {
    const policy = [
      "default-src 'none'",
      `script-src ${website.host}`,
      `frame-src ${website.host}`,
      `connect-src ${website.host}`,
    ].join('; ');
    const html = `<!doctype html><html lang="en"><title>Contact</title>${more}<h1>Contact</h1><main>${tag()}</main>`;
    website.site.pages.set(path, { html, policy });
  };

  it('stands there by one tag under a strict policy, as high as it is, and is of the browser that the page knows', {
    timeout: 60_000,
  }, async () => {
    const { id: _id, writeKey } = await makeSource();
    put('/contact', `<script async src="${website.host}/baton.js" data-write-key="${writeKey}"></script>`);
    const { page, problems } = await open('/contact?utm_source=fair');
    await loaded(page);
    await frame(page).getByLabel('Work e-mail').waitFor();
    await expect.poll(async () => Math.round(await height(page)), soon).not.toBe(480);
    const inner = await page.frames()[1]?.evaluate<number>('document.documentElement.offsetHeight');
    expect(await height(page)).toBe(inner);
    // Faults make it higher.
    const before = await height(page);
    website.test.clock.advance(reads);
    await frame(page).getByRole('button', { name: 'Send' }).click();
    await frame(page).getByRole('alert').waitFor();
    await expect.poll(() => height(page), soon).toBeGreaterThan(before);
    await frame(page).getByLabel('Work e-mail').fill('olivia@plant.example');
    await frame(page).getByLabel('Job title').fill('COO');
    await frame(page).getByLabel('You may contact me.').check();
    await frame(page).getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'Thanks of the site' }).waitFor();
    const id = await page.evaluate<string | null>(`localStorage.getItem('baton_id')`);
    expect(id).toMatch(/-/);
    const [sent] = await submissions();
    expect(sent).toMatchObject({
      answers: { mail: 'olivia@plant.example', role: 'COO', utm_source: 'fair' },
      page: `${siteHost}/contact`,
      consents: [{ purpose: 'contact', version: 1, ticked: true }],
    });
    const { body } = await website.test.databases.screens
      .selectFrom('inbound')
      .select('body')
      .where('messageId', '=', sent?.id ?? '')
      .executeTakeFirstOrThrow();
    expect((body as { anonymousId: string }).anonymousId).toBe(id);
    // Neither side has stored anything for a third party.
    expect((await page.context().cookies()).filter(({ name }) => name.startsWith('baton'))).toEqual([]);
    // What this browser has answered it is not asked again.
    await page.goto(`${website.site.url}/contact`);
    await frame(page).getByLabel('Work e-mail').waitFor();
    expect(await frame(page).getByLabel('Job title').count()).toBe(0);
    const { total, pages } = await website.test.call(mary, measureConversion, {
      params: { formId: form.id },
      query: {},
    });
    expect([total.views, total.converted]).toEqual([2, 1]);
    expect(pages.map(({ page: where, views }) => [where, views])).toEqual([[`${siteHost}/contact`, 2]]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('knows nobody where the page keeps nothing, and leaves what measures alone', { timeout: 60_000 }, async () => {
    put('/plain');
    const { page, problems } = await open('/plain');
    await frame(page).getByLabel('Work e-mail').fill('nina@plant.example');
    expect(await page.evaluate<string>('typeof window.baton')).toBe('undefined');
    await frame(page).getByLabel('You may contact me.').check();
    website.test.clock.advance(reads);
    await frame(page).getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'Thanks of the site' }).waitFor();
    expect((await submissions())[0]).toMatchObject({
      answers: { mail: 'nina@plant.example' },
      page: `${siteHost}/plain`,
    });
    expect(await page.evaluate<number>('localStorage.length')).toBe(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('is not shown by a site that the form does not name', { timeout: 60_000 }, async () => {
    put('/foreign');
    const current = await website.test.call(mary, getForm, { params: { formId: form.id } });
    await website.test.call(mary, editForm, {
      params: { formId: form.id },
      version: current.version,
      body: { hosts: ['www.plant.example'], thanks: { text: '', redirectUrl: null } },
    });
    const { page, problems } = await open('/foreign');
    await expect.poll(() => problems.join(), soon).toContain('frame-ancestors');
    expect(await frame(page).getByLabel('Work e-mail').count()).toBe(0);
    await page.context().close();
  });
});
