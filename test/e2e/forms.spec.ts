import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createForm, editForm, type Form, listSubmissions } from '../../src/features/forms/schema.ts';
import { createTestApp, type TestApp } from '../app.ts';
import { seconds } from '../clock.ts';
import { createMember, createWorkspace, type TestMember } from '../fixtures.ts';
import { inspectLooks, launchBrowser, looks, openWindow } from './browser.ts';
import { userAgent } from './website.ts';

describe('a form, in a browser', () => {
  let test: TestApp;
  let browser: Browser;
  let host = '';
  let mary: TestMember;
  let form: Form;

  beforeAll(async () => {
    test = await createTestApp({ publicUrl: () => host });
    await test.app.listen({ host: '127.0.0.1', port: 0 });
    host = `http://127.0.0.1:${(test.app.server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
    mary = await createMember(test, await createWorkspace(test), { department: 'marketing' });
    const made = await test.call(mary, createForm, {
      body: {
        name: 'Ask for a demo',
        slug: 'demo-request',
        intro: 'We call you within one working day.\nNo obligation.',
        fields: [
          {
            key: 'email',
            kind: 'email',
            label: 'Work e-mail',
            help: 'Where we reach you.',
            required: true,
            fills: 'email',
          },
          { key: 'name', kind: 'text', label: 'Your name', required: true, fills: 'name' },
          { key: 'size', kind: 'choice', label: 'Team size', options: ['1-9', '10 or more'] },
          { key: 'need', kind: 'textarea', label: 'What do you need?' },
          { key: 'utm_source', kind: 'hidden', label: 'Source' },
        ],
        consents: [
          { purpose: 'contact', text: 'You may contact me about this request.', required: true },
          { purpose: 'news', text: 'Send me news, at most once a month.', required: false },
        ],
        thanks: { text: 'We have your request.', redirectUrl: null },
      },
    });
    form = await test.call(mary, editForm, {
      params: { formId: made.id },
      version: made.version,
      body: { state: 'live' },
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await test?.app.close();
    await test?.database.drop();
  });

  it('is filled in, corrected and sent without any script', { timeout: 60_000 }, async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      userAgent,
      viewport: { width: 360, height: 740 },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${host}/f/${form.key}?utm_source=fair`);
    await page.getByLabel('Work e-mail').fill('olivia at plant.example');
    await page.getByLabel('What do you need?').fill('Fewer <b>tools</b>');
    test.clock.advance(seconds(10));
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'Please correct this' }).waitFor();
    expect(await page.title()).toBe('Error: Ask for a demo');
    expect(await page.getByRole('alert').getByRole('link').allTextContents()).toEqual([
      'Work e-mail',
      'Your name',
      'You may contact me about this request.',
    ]);
    expect(await page.getByLabel('What do you need?').inputValue()).toBe('Fewer <b>tools</b>');
    await page.getByRole('alert').getByRole('link', { name: 'Your name' }).click();
    await page.getByLabel('Your name').fill('Olivia Operations');
    await page.getByLabel('Work e-mail').fill('olivia@plant.example');
    await page.getByLabel('Team size').selectOption('10 or more');
    await page.getByLabel('You may contact me about this request.').check();
    await page.getByLabel('How did you hear about us?').fill('A friend');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    expect(await page.getByText('We have your request.').count()).toBe(1);
    const { data } = await test.call(mary, listSubmissions, { params: { formId: form.id }, query: {} });
    expect(data).toMatchObject([
      {
        status: 'accepted',
        answers: { email: 'olivia@plant.example', name: 'Olivia Operations', size: '10 or more', utm_source: 'fair' },
        selfReportedSource: 'A friend',
        consents: [
          { purpose: 'contact', ticked: true },
          { purpose: 'news', ticked: false },
        ],
      },
    ]);
    expect(new Set(asked.map((url) => new URL(url).origin))).toEqual(new Set([host]));
    await context.close();
  });

  it('is whole for everybody: light and dark, wide and narrow, as it comes and with its faults', {
    timeout: 60_000,
  }, async () => {
    const everywhere = { ...looks, narrow: { viewport: { width: 360, height: 740 }, theme: 'dark' } as const };
    const page = await openWindow(browser, host);
    // Without a window a browser names itself a robot, and robots are thanked whatever they send.
    await page.context().setExtraHTTPHeaders({ 'user-agent': userAgent });
    await page.goto(`/f/${form.key}`);
    await inspectLooks(page, 'form', everywhere);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('alert').waitFor();
    await inspectLooks(page, 'form-faults', everywhere);
    await page.goto(`/f/${form.key}/thanks`);
    await inspectLooks(page, 'form-thanks', everywhere);
    await page.context().close();
  });
});
