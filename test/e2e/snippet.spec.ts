import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { clickIds } from '../../src/core/channels/click-ids.ts';
import { root, soon, userAgent, useWebsite } from './website.ts';

describe('websites with the snippet, in a browser', () => {
  const { website, stored, kinds, makeSource, open, loaded, breakDown } = useWebsite();
  /** Scripts of Baton, messages to Baton, nothing else; and nothing inline. */
  const strict = () =>
    `default-src 'none'; script-src ${website.host}; connect-src ${website.host}; form-action 'self'`;
  const tag = (writeKey: string, attributes = '') =>
    `<script async src="${website.host}/baton.js" data-write-key="${writeKey}" ${attributes}></script>`;

  it('get a snippet of less than 5 kB that knows every click id and evaluates no text', () => {
    expect(gzipSync(website.code, { level: 9 }).length).toBeLessThan(5000);
    expect(website.code).toContain([...clickIds.keys()].join(' '));
    expect(website.code).not.toMatch(/\beval\b|new Function|https?:\/\//);
  });

  it('get it from every origin, compressed, and not again while it is the same', async () => {
    const first = await fetch(`${website.host}/baton.js`, { headers: { 'accept-encoding': 'gzip' } });
    expect(await first.text()).toBe(website.code);
    const headers = Object.fromEntries(first.headers);
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=86400, stale-while-revalidate=604800',
    });
    const again = await fetch(`${website.host}/baton.js`, {
      headers: { 'accept-encoding': 'gzip', 'if-none-match': headers.etag ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('send a page view and a form once each, under a strict policy, and talk to nobody else', async () => {
    const { id, writeKey } = await makeSource();
    const form = `<form action="/thanks" data-baton="demo-request" id="f1">
      <input name="email" type="email"><input name="first_name"><input autocomplete="family-name">
      <input name="role" data-baton="title"><input name="password" type="password"><input name="plan" type="hidden" value="x">
      <input name="card_number"><input autocomplete="cc-number"><input name="name" id="trap" hidden value="robot">
      <button>Send</button></form>`;
    website.site.pages.set('/demo', { html: `<title>Demo</title>${tag(writeKey)}${form}`, policy: strict() });
    website.site.pages.set('/thanks', { html: `<title>Thanks</title>${tag(writeKey)}`, policy: strict() });
    const { page, problems, asked } = await open(
      '/demo?utm_source=google&utm_medium=cpc&utm_campaign=autumn&gclid=Cj0',
    );
    await loaded(page);
    const fill: [string, string][] = [
      ['[name=email]', 'Olivia@plant.example'],
      ['[name=first_name]', 'Olivia'],
      ['[autocomplete=family-name]', 'Operations'],
      ['[name=role]', 'COO'],
      ['[name=password]', 'hush'],
      ['[name=card_number]', '4111'],
      ['[autocomplete=cc-number]', '4222'],
    ];
    for (const [field, value] of fill) await page.fill(field, value);
    await page.click('button');
    await page.waitForURL('**/thanks*');
    await expect.poll(() => kinds(id), soon).toEqual(['page', 'Form Submitted', 'page']);
    const [view, submit, thanks] = await stored(id);
    expect(view?.context).toMatchObject({
      page: { path: '/demo', title: 'Demo', referrer: '' },
      campaign: { source: 'google', medium: 'cpc', name: 'autumn' },
      library: { name: 'baton.js' },
    });
    expect(submit?.properties).toEqual({
      form: 'demo-request',
      formId: 'f1',
      action: '/thanks',
      email: 'Olivia@plant.example',
      firstName: 'Olivia',
      lastName: 'Operations',
      title: 'COO',
    });
    expect(submit?.context.firstTouch).toMatchObject({
      utm_source: 'google',
      gclid: 'Cj0',
      page: `${website.site.url}/demo`,
    });
    expect(thanks?.context.page.referrer).toContain('/demo');
    expect(new Set([view?.anonymousId, submit?.anonymousId, thanks?.anonymousId]).size).toBe(1);
    expect(problems).toEqual([]);
    expect([...asked].sort()).toEqual([website.host, website.site.url].sort());
    await website.test.runLoops();
    const touches = await website.test.databases.screens
      .selectFrom('touches as t')
      .leftJoin('dictionary as c', (join) =>
        join.onRef('c.workspaceId', '=', 't.workspaceId').onRef('c.code', '=', 't.channel'),
      )
      .innerJoin('identities as i', (join) =>
        join.onRef('i.workspaceId', '=', 't.workspaceId').onRef('i.id', '=', 't.identityId'),
      )
      // The form is the person's by its address, the pages by the browser.
      .innerJoin('identities as browser', (join) =>
        join.onRef('browser.workspaceId', '=', 'i.workspaceId').onRef('browser.contactId', '=', 'i.contactId'),
      )
      .innerJoin('dictionary as p', (join) =>
        join.onRef('p.workspaceId', '=', 't.workspaceId').onRef('p.code', '=', 't.path'),
      )
      .select(['p.value as path', 'c.value as channel'])
      .where('browser.value', '=', view?.anonymousId ?? '')
      .orderBy('p.value')
      .execute();
    expect(touches.map(({ path, channel }) => [path, channel])).toEqual([
      ['/demo', 'paid-search'],
      ['/demo', 'paid-search'],
      ['/thanks', null],
    ]);
    await page.context().close();
  });

  it('send, where all forms are meant, those that name an e-mail address, and never a sign-in', async () => {
    const { id, writeKey } = await makeSource();
    const form = (name: string, fields: string, attributes = '') =>
      `<form name="${name}" ${attributes}>${fields}<button id="${name}">Send</button></form>`;
    const email = '<input type="email" value="a@plant.example">';
    website.site.pages.set('/forms', {
      html: `${tag(writeKey, 'data-forms')}
        ${form('newsletter', `${email}<input name="your-name" value="Ada">`)}
        ${form('search', '<input name="q" value="belts">')}
        ${form('sign-in', `${email}<input type="password" value="hush">`)}
        ${form('internal', email, 'data-baton="off"')}
        ${form('sign-up', `${email}<input type="password" value="hush">`, 'data-baton="trial"')}`,
    });
    const { page } = await open('/forms');
    await loaded(page);
    // As apps do that send forms themselves.
    await page.evaluate('addEventListener("submit", (event) => event.preventDefault())');
    for (const name of ['newsletter', 'newsletter', 'search', 'sign-in', 'internal', 'sign-up']) {
      await page.click(`#${name}`);
    }
    await expect.poll(() => kinds(id), soon).toEqual(['page', 'Form Submitted', 'Form Submitted']);
    expect((await stored(id)).slice(1).map(({ properties }) => properties)).toEqual([
      { form: 'newsletter', formName: 'newsletter', action: '/forms', email: 'a@plant.example', name: 'Ada' },
      { form: 'trial', formName: 'sign-up', action: '/forms', email: 'a@plant.example' },
    ]);
    await page.context().close();
  });

  it('know a visitor again where the browser keeps nothing but cookies', async () => {
    const { id, writeKey } = await makeSource();
    website.site.pages.set('/cookies', { html: tag(writeKey), policy: strict() });
    const context = await website.browser.newContext({ userAgent });
    await context.addInitScript(
      'Object.defineProperty(window, "localStorage", { get() { throw new Error("blocked") } })',
    );
    const page = await context.newPage();
    await page.goto(`${website.site.url}/cookies?utm_source=fair&utm_medium=booth`);
    await expect.poll(() => kinds(id), soon).toHaveLength(1);
    await page.goto(`${website.site.url}/cookies`);
    await loaded(page);
    await page.evaluate('baton.track("Seen")');
    await expect.poll(() => kinds(id), soon).toEqual(['page', 'page', 'Seen']);
    const messages = await stored(id);
    expect(new Set(messages.map(({ anonymousId }) => anonymousId)).size).toBe(1);
    expect(messages[2]?.context.firstTouch).toMatchObject({ utm_source: 'fair' });
    await context.close();
  });

  it('send again after 503, each once', async () => {
    const { id, writeKey } = await makeSource();
    website.site.pages.set('/broken', { html: `<title>Broken</title>${tag(writeKey)}`, policy: strict() });
    const { failed, recover } = await breakDown();
    const { page } = await open('/broken');
    await loaded(page);
    await page.evaluate('baton.track("Asked", { n: 1 })');
    await failed;
    await page.evaluate('baton.track("Waited", { n: 2 })');
    await recover();
    await expect.poll(() => kinds(id), soon).toHaveLength(3);
    expect((await kinds(id)).sort()).toEqual(['Asked', 'Waited', 'page']);
    await page.context().close();
  });

  it('send with the next page what a closed one could not', async () => {
    const { id, writeKey } = await makeSource();
    website.site.pages.set('/one', { html: tag(writeKey), policy: strict() });
    website.site.pages.set('/two', { html: tag(writeKey), policy: strict() });
    const context = await website.browser.newContext({ userAgent });
    // A browser that can send nothing, not even at the end of a page.
    await context.addInitScript(`if (location.pathname === '/one') {
      navigator.sendBeacon = () => false;
      window.fetch = () => Promise.reject(new TypeError('offline'));
    }`);
    const page = await context.newPage();
    await page.goto(`${website.site.url}/one`);
    await loaded(page);
    await page.evaluate('baton.track("Left behind")');
    await page.goto('about:blank');
    expect(await stored(id)).toEqual([]);
    await page.goto(`${website.site.url}/two`);
    await expect.poll(() => kinds(id), soon).toHaveLength(3);
    expect((await kinds(id)).sort()).toEqual(['Left behind', 'page', 'page']);
    await context.close();
  });

  it('hand to the browser what a page could not wait to send, and send it once', async () => {
    const { id, writeKey } = await makeSource();
    website.site.pages.set('/brief', { html: tag(writeKey), policy: strict() });
    const { page } = await open('/brief');
    await loaded(page);
    await expect.poll(() => kinds(id), soon).toEqual(['page']);
    await page.evaluate('baton.track("Leaving"); location.href = "about:blank"');
    await expect.poll(() => kinds(id), soon).toEqual(['page', 'Leaving']);
    // The next page finds it as not acknowledged and sends it again.
    await page.goto(`${website.site.url}/brief`);
    await expect.poll(() => kinds(id), soon).toEqual(['page', 'Leaving', 'page']);
    await expect
      .poll(() => page.evaluate('Object.keys(localStorage).some((key) => key.startsWith("baton_q_"))'), soon)
      .toBe(false);
    expect(await kinds(id)).toEqual(['page', 'Leaving', 'page']);
    await page.context().close();
  });

  it('store and send nothing before consent, all of it then, and nothing more once it is withdrawn', async () => {
    const { id, writeKey } = await makeSource();
    website.site.pages.set('/asked', { html: tag(writeKey, 'data-consent="required"'), policy: strict() });
    const { page, asked } = await open('/asked?utm_source=fair&utm_medium=booth');
    await loaded(page);
    let sent = 0;
    page.on('request', (request) => {
      if (request.url().includes('/v1/')) sent += 1;
    });
    await page.evaluate('baton.track("Before"); baton.identify("u1", { email: "a@plant.example" })');
    const kept = () => page.evaluate<string[]>('Object.keys(localStorage).concat(document.cookie || [])');
    // Longer than the snippet waits to send, by the clock of the page.
    await page.evaluate('new Promise((done) => setTimeout(done, 400))');
    expect([sent, await kept(), await stored(id)]).toEqual([0, [], []]);
    expect(asked.size).toBe(2);
    await page.evaluate('baton.consent({ analytics: true, contact: false })');
    await expect.poll(() => kinds(id), soon).toEqual(['page', 'Before', 'identify']);
    const [view] = await stored(id);
    expect(view?.context.page.search).toBe('?utm_source=fair&utm_medium=booth');
    expect(await kept()).toContain('baton_id');
    await page.evaluate('baton.track("With consent")');
    await expect.poll(() => stored(id), soon).toHaveLength(4);
    expect((await stored(id))[3]?.context.consent).toEqual({
      categoryPreferences: { analytics: true, contact: false },
    });
    await page.evaluate('baton.consent(false); baton.track("After")');
    expect(await kept()).toEqual(['baton_consent']);
    await page.reload();
    await loaded(page);
    await page.evaluate('new Promise((done) => setTimeout(done, 400))');
    expect(await stored(id)).toHaveLength(4);
    expect(await kept()).toEqual(['baton_consent']);
    await page.context().close();
  });

  it('honour signals of privacy where they are set to', async () => {
    const [dropped, nameless, ignored] = [await makeSource(), await makeSource(), await makeSource()];
    website.site.pages.set('/drop', { html: tag(dropped.writeKey, 'data-privacy="drop"') });
    website.site.pages.set('/nameless', { html: tag(nameless.writeKey, 'data-privacy="no-identify"') });
    website.site.pages.set('/ignore', { html: tag(ignored.writeKey) });
    const context = await website.browser.newContext({ userAgent });
    await context.addInitScript('Object.defineProperty(navigator, "globalPrivacyControl", { get: () => true })');
    const page = await context.newPage();
    for (const address of ['/drop', '/nameless', '/ignore']) {
      await page.goto(`${website.site.url}${address}`);
      await loaded(page);
      await page.evaluate('baton.identify("u1"); baton.track("Seen"); void 0');
      if (address === '/nameless') expect(await page.evaluate('Object.keys(localStorage)')).toEqual([]);
    }
    await expect.poll(() => kinds(ignored.id), soon).toHaveLength(3);
    await expect.poll(async () => (await kinds(nameless.id)).sort(), soon).toEqual(['Seen', 'page']);
    expect(await stored(dropped.id)).toEqual([]);
    await context.close();
  });

  it('see each page of an app, and the page before it', async () => {
    const { id, writeKey } = await makeSource();
    website.site.pages.set('/app', { html: tag(writeKey, 'data-history'), policy: strict() });
    const { page } = await open('/app');
    await loaded(page);
    await expect.poll(() => stored(id), soon).toHaveLength(1);
    await page.evaluate(
      'history.pushState({}, "", "/app/pricing?x=1#top"); history.pushState({}, "", "/app/pricing?x=1#end")',
    );
    await expect.poll(() => stored(id), soon).toHaveLength(2);
    await page.goBack();
    await page.goBack();
    await expect.poll(() => stored(id), soon).toHaveLength(3);
    const views = (await stored(id)).map(({ context }) => [context.page.path, context.page.referrer]);
    expect(views).toEqual([
      ['/app', ''],
      ['/app/pricing', `${website.site.url}/app`],
      ['/app', `${website.site.url}/app/pricing?x=1`],
    ]);
    await page.context().close();
  });

  it('can be connected as the README says', async () => {
    const { id, writeKey } = await makeSource();
    const readme = await readFile(path.join(root, 'README.md'), 'utf8');
    const section = readme.split('## Connect your website')[1]?.split('\n## ')[0] ?? '';
    const [line, stub] = [...section.matchAll(/```html\n(.*?)```/gs)].map(([, text]) =>
      (text ?? '').replaceAll('https://baton.example.com', website.host).replaceAll('your-write-key', writeKey),
    );
    website.site.pages.set('/line', { html: line ?? '' });
    website.site.pages.set('/stub', {
      html: `${stub}<script>baton.identify('u1', { email: 'u1@plant.example' }); baton.track('Early', { n: 1 }, function () { window.told = true });
        baton.group('g1', { name: 'Plant' }); baton.alias('u2', 'u1'); baton.ready(function () { window.isReady = true });</script>`,
    });
    const first = await open('/line');
    await expect.poll(() => kinds(id), soon).toEqual(['page']);
    await first.page.context().close();
    const { page, problems } = await open('/stub');
    await page.waitForFunction('window.isReady && window.told');
    await expect.poll(() => kinds(id), soon).toEqual(['page', 'identify', 'Early', 'group', 'alias', 'page']);
    const [, identify, early, group, alias, view] = await stored(id);
    expect(identify).toMatchObject({ userId: 'u1', traits: { email: 'u1@plant.example' } });
    expect(early).toMatchObject({ userId: 'u1', properties: { n: 1 } });
    expect(group).toMatchObject({ groupId: 'g1', traits: { name: 'Plant' } });
    expect(alias).toMatchObject({ userId: 'u2', previousId: 'u1' });
    expect(view?.userId).toBe('u2');
    const before = await page.evaluate('localStorage.getItem("baton_id")');
    await page.evaluate('baton.reset(); baton.setAnonymousId("mine"); baton.page("Docs", "Start", { deep: true })');
    await expect.poll(() => stored(id), soon).toHaveLength(7);
    expect((await stored(id))[6]).toMatchObject({ anonymousId: 'mine', category: 'Docs', name: 'Start', userId: null });
    expect(before).not.toBe('mine');
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
