import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seconds } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn } from '../../../test/fixtures.ts';
import { answers, demo, useForms } from '../../../test/forms.ts';
import { dark, light } from './render-page.ts';
import { createForm, editForm, getForm, listForms, listSubmissions, measureConversion } from './schema.ts';

describe('forms', () => {
  const { test, site, publish, get, post, open, tokenOf, headers, submissions } = useForms();

  describe('on pages of the form’s hosts', () => {
    const ours = { origin: 'https://www.plant.example', referer: 'https://www.plant.example/contact?utm_source=fair' };

    it('takes a plain form without a page of Baton, once for a double click', async () => {
      const form = await publish({ thanks: { text: '', redirectUrl: 'https://www.plant.example/thanks?a=1' } });
      const sent = [await post(`/f/${form.key}`, answers, ours), await post(`/f/${form.key}`, answers, ours)];
      expect(sent.map(({ headers: { location } }) => location)).toEqual([
        'https://www.plant.example/thanks?a=1',
        'https://www.plant.example/thanks?a=1',
      ]);
      const rows = await submissions(form);
      expect(rows).toHaveLength(1);
      // Which text that page showed, only it can say.
      expect(rows[0]).toMatchObject({ pageUrl: ours.referer, consents: [{ version: null, ticked: true }] });
      test.clock.advance(seconds(121));
      await post(`/f/${form.key}`, { ...answers, _consent_contact: 'v1' }, ours);
      const [later, ...others] = await submissions(form);
      expect([later?.consents[0]?.version, others.length]).toEqual([1, 1]);
    });

    it('takes JSON, and lets the page read what is wrong', async () => {
      const form = await publish();
      const json = { ...headers, ...ours, 'content-type': 'application/json', accept: '*/*' };
      const send = (payload: object) =>
        test.app.inject({ method: 'POST', url: `/f/${form.key}`, headers: json, payload });
      const asked = await test.app.inject({ method: 'OPTIONS', url: `/f/${form.key}`, headers: json });
      expect(asked.headers['access-control-allow-origin']).toBe(ours.origin);
      const wrong = await send({ ...answers, mail: 'x' });
      expect([wrong.statusCode, wrong.json()]).toMatchObject([
        400,
        { code: 'submission.invalid', errors: [{ pointer: '#/mail' }] },
      ]);
      expect(wrong.headers['access-control-allow-origin']).toBe(ours.origin);
      const right = await send({ ...answers, _consent_contact: true });
      expect([right.statusCode, right.json()]).toEqual([200, { status: 'received', redirectUrl: null }]);
    });

    it('are the only pages that may post, frame or be gone to', async () => {
      const form = await publish();
      const foreign = { origin: 'https://evil.example' };
      expect((await post(`/f/${form.key}`, answers, foreign)).statusCode).toBe(403);
      for (const origin of [
        'http://www.plant.example',
        'https://plant.example',
        'https://www.plant.example.evil.example',
      ]) {
        expect((await post(`/f/${form.key}`, answers, { origin })).statusCode).toBe(403);
      }
      const sent = await post(`/f/${form.key}`, {
        ...answers,
        redirect: 'https://evil.example',
        _token: await open(form),
      });
      expect(sent.headers.location).toBe(`/f/${form.key}/thanks`);
      const page = await get(`/f/${form.key}`);
      const policy = String(page.headers['content-security-policy']);
      expect(policy).toContain('frame-ancestors https://www.plant.example');
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none';/);
      expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
      expect(page.headers['x-frame-options']).toBeUndefined();
      const alone = await publish({ hosts: [] });
      const framed = await get(`/f/${alone.key}`);
      expect(framed.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(framed.headers['x-frame-options']).toBe('DENY');
    });

    it.each([
      'https://evil.example/thanks',
      '//www.plant.example',
      'javascript:alert(1)',
      'http://www.plant.example',
      'https://www.plant.example@evil.example',
      'https://www.plant.example:pw@www.plant.example',
      'https://evil.example\\@www.plant.example',
      'https:www.plant.example',
      'https://www.plant.example.evil.example',
      'https://www.plant.example:8443',
      'https://\twww.plant.example',
      '/thanks',
    ])('are where %s does not lead', async (redirectUrl) => {
      const body = { ...(demo as object), slug: 'open-redirect', thanks: { text: '', redirectUrl } };
      const refused = await test.send(site.mary, createForm, { body: body as never });
      expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([400, '#/thanks/redirectUrl']);
    });
  });

  it('shows what strangers and authors wrote as text', async () => {
    const evil = `"><script src=//canary.example></script>'"&<img src=x onerror=alert(1)>`;
    const form = await publish({
      name: evil,
      intro: evil,
      button: evil,
      fields: [
        { key: 'mail', kind: 'email', label: evil, help: evil, required: true, fills: 'email' },
        { key: 'size', kind: 'choice', label: evil, options: [evil, 'b'] },
        { key: 'need', kind: 'textarea', label: evil },
        { key: 'utm_source', kind: 'hidden', label: evil },
      ],
      consents: [{ purpose: 'contact', text: evil, required: true }],
      thanks: { text: evil, redirectUrl: null },
    });
    const first = await get(`/f/${form.key}?utm_source=${encodeURIComponent(evil)}`, { referer: evil });
    const again = await post(`/f/${form.key}`, {
      mail: evil,
      size: evil,
      need: `</textarea>${evil}`,
      utm_source: evil,
      _heard: evil,
      _token: tokenOf(first),
    });
    const thanks = await get(`/f/${form.key}/thanks`);
    for (const page of [first, again, thanks]) {
      expect(page.body).not.toMatch(/<script|<img/);
      expect(page.body).toContain('&lt;script');
    }
    expect(again.body.match(/<\/textarea>/g)).toHaveLength(1);
  });

  it('is not there as a draft or under an unknown key, and takes nothing once closed', async () => {
    const draft = await test.call(site.mary, createForm, { body: { ...(demo as object), slug: 'a-draft' } as never });
    const missing = [await get(`/f/${draft.key}`), await get('/f/aaaaaaaaaaaaaaaa'), await post('/f/x%00y', answers)];
    expect(missing.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
    expect(missing[0]?.body).toBe(missing[1]?.body);
    const form = await publish();
    const token = await open(form);
    const params = { formId: form.id };
    await test.call(site.mary, editForm, { params, version: form.version, body: { state: 'closed' } });
    expect((await get(`/f/${form.key}`)).statusCode).toBe(410);
    expect((await post(`/f/${form.key}`, { ...answers, _token: token })).statusCode).toBe(410);
    expect(await submissions(form)).toEqual([]);
  });

  it('keeps every wording of a consent, and which one somebody saw', async () => {
    const form = await publish();
    const token = await open(form);
    const params = { formId: form.id };
    const reworded = [{ purpose: 'contact', text: 'You may call me.', required: true }];
    const changed = await test.call(site.mary, editForm, {
      params,
      version: form.version,
      body: { consents: reworded },
    });
    expect(changed.consents).toEqual([{ ...reworded[0], version: 2 }]);
    await post(`/f/${form.key}`, { ...answers, _token: token });
    expect((await submissions(form))[0]?.consents).toEqual([{ purpose: 'contact', version: 1, ticked: true }]);
    const gone = await test.call(site.mary, editForm, { params, version: changed.version, body: { consents: [] } });
    const back = await test.call(site.mary, editForm, { params, version: gone.version, body: { consents: reworded } });
    expect(back.consents[0]?.version).toBe(2);
    const stale = await test.send(site.mary, editForm, { params, version: form.version, body: { name: 'Late' } });
    expect([stale.status, stale.body.code]).toEqual([412, 'form.stale-version']);
  });

  it('counts who saw it and who sent it, by day, without robots and those who fetch ahead', async () => {
    test.clock.set(new Date('2026-10-06T21:30:00Z'));
    Object.assign(site.mary, await signIn(test, site.workspace, site.mary.id));
    const form = await publish();
    const tokens = [await open(form), await open(form), await open(form)];
    await get(`/f/${form.key}`, { 'user-agent': 'Googlebot/2.1' });
    await get(`/f/${form.key}`, { 'sec-purpose': 'prefetch' });
    await test.app.inject({ method: 'HEAD', url: `/f/${form.key}`, headers });
    // In Berlin it is the next day now.
    test.clock.set(new Date('2026-10-06T22:30:00Z'));
    await post(`/f/${form.key}`, { ...answers, _token: tokens[0] ?? '' });
    await post(`/f/${form.key}`, answers, { origin: 'https://www.plant.example' });
    const counts = await test.call(site.mary, measureConversion, { params: { formId: form.id }, query: {} });
    expect(counts.total).toMatchObject({ views: 3, converted: 1, submissions: 2, rate: 1 / 3 });
    expect(counts.total.low).toBeCloseTo(0.0615, 4);
    expect(counts.total.high).toBeCloseTo(0.7923, 4);
    expect(counts.days).toMatchObject([
      { day: '2026-10-06', views: 3, converted: 1, submissions: 0 },
      { day: '2026-10-07', views: 0, submissions: 2, rate: null },
    ]);
    const query = { from: '2026-10-07', to: '2026-10-06' };
    expect((await test.send(site.mary, measureConversion, { params: { formId: form.id }, query })).body.code).toBe(
      'form.span',
    );
  });

  it('is Marketing’s: Sales and other workspaces may not change it, nor read what people sent', async () => {
    const form = await publish();
    const params = { formId: form.id };
    expect((await test.call(site.rep, getForm, { params })).key).toBe(form.key);
    expect((await test.send(site.rep, listSubmissions, { params, query: {} })).body.code).toBe('form.marketing-only');
    const edit = { params, version: form.version, body: { name: 'Mine' } };
    expect((await test.send(site.rep, editForm, edit)).body.code).toBe('form.marketing-only');
    const head = await createMember(test, site.workspace, { role: 'head', heads: ['sales'] });
    expect((await test.send(head, listSubmissions, { params, query: {} })).status).toBe(200);
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    expect((await test.call(stranger, listForms)).data).toEqual([]);
    for (const contract of [getForm, listSubmissions, measureConversion]) {
      expect((await test.send(stranger, contract, { params, query: {} })).status).toBe(404);
    }
    expect((await test.send(stranger, editForm, edit)).status).toBe(404);
    const body = { ...(demo as object), slug: 'stolen-source', sourceId: form.sourceId } as never;
    expect((await test.send(stranger, createForm, { body })).status).toBe(404);
  });

  it('refuses contradictions, each at its place', async () => {
    const wrong = {
      ...(demo as object),
      slug: 'wrong',
      fields: [
        { key: 'a', kind: 'text', label: 'A', fills: 'name' },
        { key: 'a', kind: 'text', label: 'B', fills: 'name' },
        { key: 'title', kind: 'text', label: 'C' },
        { key: 'd', kind: 'choice', label: 'D', options: ['one'] },
      ],
      doubleOptIn: true,
    };
    const refused = await test.send(site.mary, createForm, { body: wrong as never });
    expect(refused.body.errors?.map(({ pointer }) => pointer)).toEqual([
      '#/fields/1/key',
      '#/fields/1/fills',
      '#/fields/2/key',
      '#/fields/3/options',
      '#/doubleOptIn',
    ]);
    const body = { ...(demo as object), slug: 'no-fields', fields: [] } as never;
    const bare = await test.call(site.mary, createForm, { body });
    const live = { params: { formId: bare.id }, version: bare.version, body: { state: 'live' } as const };
    expect((await test.send(site.mary, editForm, live)).body.code).toBe('form.invalid');
    expect((await test.send(site.mary, createForm, { body })).body.code).toBe('form.slug-taken');
  });

  it('has the colours of the house', () => {
    const tokens = readFileSync(new URL('../../../web/styles/tokens.css', import.meta.url), 'utf8');
    const [day = '', night = ''] = tokens.split('[data-mantine-color-scheme="dark"]');
    for (const [used, own] of [
      [light, day],
      [dark, night],
    ] as const) {
      for (const [, name, value] of used.matchAll(/(--[\w-]+): ([^;]+);/g)) expect(own).toContain(`${name}: ${value};`);
    }
  });
});
