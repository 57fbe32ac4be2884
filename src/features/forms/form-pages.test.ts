import { describe, expect, it } from 'vitest';
import { seconds } from '../../../test/clock.ts';
import { createMember, createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import { answers, demo, useForms } from '../../../test/forms.ts';
import { addCounts } from '../../db/form-counts.ts';
import { createContact, deleteContact, getContact } from '../contacts/schema.ts';
import { listHandoffs } from '../handoffs/schema.ts';
import { acceptSubmission, listForms, listSubmissions, measureConversion, previewForm } from './schema.ts';

const hostPage = 'https://www.plant.example/contact/?utm_source=fair&utm_medium=stand';

describe('a form on several pages', () => {
  const { test, site, publish, get, post, open, tokenOf, submissions, touches, mails } = useForms();
  const framed = { 'sec-fetch-dest': 'iframe', referer: 'https://www.plant.example/' };
  const around = (page: string) =>
    `?embed=&page=${encodeURIComponent(page)}&before=${encodeURIComponent('https://www.google.com/')}`;

  it('is counted for each page that it stood on, and adds up to the whole', async () => {
    const form = await publish();
    const path = `/f/${form.key}`;
    const seen = await get(`${path}${around(hostPage)}`, framed);
    await get(`${path}${around('https://www.plant.example/contact#faq')}`, framed);
    await get(`${path}${around('https://evil.example/stolen')}`, { 'sec-fetch-dest': 'iframe' });
    await get(`${path}${around(hostPage)}`, { ...framed, 'sec-purpose': 'prefetch;prerender' });
    await open(form);
    await post(path, { ...answers, _token: tokenOf(seen) }, { referer: `http://baton.test${path}` });
    await post(
      path,
      { ...answers, who: 'Another' },
      { origin: 'https://www.plant.example', referer: 'https://www.plant.example/own' },
    );
    const { total, pages, days } = await test.call(site.mary, measureConversion, {
      params: { formId: form.id },
      query: {},
    });
    expect(pages.map(({ page, views, converted, submissions }) => [page, views, converted, submissions])).toEqual([
      ['www.plant.example/contact', 2, 1, 1],
      ['', 1, 0, 0],
      [`baton.test/f/${form.key}`, 1, 0, 0],
      ['www.plant.example/own', 0, 0, 1],
    ]);
    expect(total).toMatchObject({ views: 4, converted: 1, submissions: 2 });
    expect(days).toHaveLength(1);
    const [listed] = (await test.call(site.mary, listForms)).data;
    expect(listed).toMatchObject({ id: form.id, conversion: total, lastSubmittedAt: test.clock().toISOString() });
    const only = { page: 'www.plant.example/contact' };
    const { data } = await test.call(site.mary, listSubmissions, { params: { formId: form.id }, query: only });
    expect(data.map(({ pageUrl }) => pageUrl)).toEqual([hostPage]);
    const none = { from: '2020-01-01', to: '2020-01-31' };
    expect((await test.call(site.mary, listSubmissions, { params: { formId: form.id }, query: none })).data).toEqual(
      [],
    );
  });

  it('knows the campaign and the page before of the page around it, and its browser', async () => {
    const form = await publish();
    const page = await get(`/f/${form.key}${around(hostPage)}`, framed);
    expect(page.body).toContain('name="utm_source" value="fair"');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/script-src 'sha256-[^']+'; form-action/);
    const plain = await get(`/f/${form.key}`);
    expect([plain.body.includes('<script'), String(plain.headers['content-security-policy'])]).toEqual([
      false,
      expect.not.stringContaining('script-src'),
    ]);
    test.clock.advance(seconds(5));
    const inputs = { ...answers, _token: tokenOf(page), _anonymousId: 'browser-7', utm_source: 'fair' };
    const sent = await post(`/f/${form.key}`, inputs);
    expect(sent.headers.location).toBe(`/f/${form.key}/thanks?embed&known=`);
    const [message] = await touches(form);
    const told = (await touches(form)).at(-1) ?? message;
    expect(told?.body).toMatchObject({
      anonymousId: 'browser-7',
      context: {
        page: { url: hostPage, search: '?utm_source=fair&utm_medium=stand', referrer: 'https://www.google.com/' },
      },
    });
  });

  it('goes on where its page wants it to from a frame, only within its hosts', async () => {
    const form = await publish({ thanks: { text: 'Bye', redirectUrl: 'https://www.plant.example/thanks' } });
    const thanks = await get(`/f/${form.key}/thanks?embed`);
    expect(thanks.body).toContain('<a data-next href="https://www.plant.example/thanks" target="_top">');
    expect((await get(`/f/${form.key}/thanks`)).body).not.toContain('data-next');
  });

  it('sends a page of a host back to where it asks, with what is wrong, and to no other site', async () => {
    const form = await publish();
    const ours = { origin: 'https://www.plant.example', referer: 'https://www.plant.example/contact' };
    const ways = { _success: 'https://www.plant.example/done', _failure: 'https://www.plant.example/contact?again=1' };
    const wrong = await post(`/f/${form.key}`, { ...answers, ...ways, mail: 'nobody', who: '' }, ours);
    expect([wrong.statusCode, wrong.headers.location]).toEqual([
      303,
      'https://www.plant.example/contact?again=1&baton_error=invalid&baton_fields=mail%2Cwho',
    ]);
    expect((await post(`/f/${form.key}`, { ...answers, ...ways }, ours)).headers.location).toBe(ways._success);
    const evil = { _success: 'https://evil.example', _failure: 'https://evil.example' };
    const stayed = await post(`/f/${form.key}`, { ...answers, ...evil, mail: 'nobody' }, ours);
    expect([stayed.statusCode, stayed.headers.location]).toEqual([400, undefined]);
    const elsewhere = await post(`/f/${form.key}`, { ...answers, ...evil, who: 'Otto' }, ours);
    expect(elsewhere.headers.location).toBe(`/f/${form.key}/thanks`);
  });

  it('tells apart so many pages a day and no more', async () => {
    const form = await publish();
    const ctx = systemCtx(test, site.workspace);
    for (let n = 0; n < 205; n += 1) {
      await addCounts(ctx, { formId: form.id, page: `a.example/${n}`, at: test.clock() }, { views: 1 });
    }
    await addCounts(ctx, { formId: form.id, page: 'a.example/3', at: test.clock() }, { views: 1 });
    const { pages, total } = await test.call(site.mary, measureConversion, { params: { formId: form.id }, query: {} });
    expect(pages.slice(0, 2)).toMatchObject([
      { page: '', views: 5 },
      { page: 'a.example/3', views: 2 },
    ]);
    expect(total.views).toBe(206);
  });

  it('accepts who was suspected wrongly, once, as of when they sent it', async () => {
    const form = await publish();
    await post(`/f/${form.key}`, {
      ...answers,
      mail: 'no-robot@plant.example',
      _website: 'autofill',
      _token: await open(form),
    });
    const [suspect] = await submissions(form);
    const params = { formId: form.id, submissionId: suspect?.id ?? '' };
    expect((await test.send(site.rep, acceptSubmission, { params })).body.code).toBe('form.marketing-only');
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    expect((await test.send(stranger, acceptSubmission, { params })).status).toBe(404);
    const accepted = await Promise.all([1, 2].map(() => test.call(site.mary, acceptSubmission, { params })));
    expect(accepted.map(({ status, suspicion }) => [status, suspicion])).toEqual([
      ['accepted', null],
      ['accepted', null],
    ]);
    await test.runJobs();
    const sent = (await touches(form)).filter(({ messageId }) => messageId === suspect?.id);
    expect(sent.map(({ happenedAt }) => happenedAt?.toISOString())).toEqual([suspect?.submittedAt]);
    const { total } = await test.call(site.mary, measureConversion, { params: { formId: form.id }, query: {} });
    expect(total).toMatchObject({ views: 1, converted: 1, submissions: 1, suspected: 0 });
  });

  it('asks whom it accepts for the confirmation of the form, and takes nothing that the form would not', async () => {
    const form = await publish({ doubleOptIn: true });
    await post(`/f/${form.key}`, { ...answers, mail: 'opt@plant.example', _website: 'x', _token: await open(form) });
    const before = (await mails()).length;
    const [suspect] = await submissions(form);
    const accept = (submissionId: string) =>
      test.send(site.mary, acceptSubmission, { params: { formId: form.id, submissionId } });
    expect((await accept(suspect?.id ?? '')).body).toMatchObject({ status: 'waiting' });
    expect((await mails()).slice(before)).toEqual([expect.stringContaining(`/f/${form.key}/confirm/`)]);
    await post(`/f/${form.key}`, { mail: 'spam', _website: 'x', _token: await open(form) });
    const [empty] = await submissions(form);
    expect((await accept(empty?.id ?? '')).body.code).toBe('submission.incomplete');
  });

  it('leaves removed who was removed, keeps what they sent, and begins nothing', async () => {
    const form = await publish({ slug: 'demo-request' });
    const body = { name: 'Rita Removed', emails: ['rita@plant.example'] } as never;
    const { id } = await test.call(site.mary, createContact, { body });
    await test.call(site.mary, deleteContact, { params: { contactId: id } });
    for (const mail of ['Rita@plant.example', 'present@plant.example']) {
      await post(`/f/${form.key}`, { ...answers, mail, _token: await open(form) });
    }
    await test.runLoops();
    const sent = await submissions(form);
    // Whom Sales works with is beyond the visibility of this marketer.
    expect(sent.map(({ status, contact }) => [status, contact])).toEqual([
      ['accepted', null],
      ['accepted', { id, isRemoved: true }],
    ]);
    const person = await test.call(site.mary, getContact, { params: { contactId: id } });
    expect([person.deletedAt === null, person.consents.map(({ purpose }) => purpose)]).toEqual([false, ['contact']]);
    const leads = (await test.call(site.rep, listHandoffs, { query: { status: 'open' } })).data;
    expect(leads.map(({ contact }) => contact.email)).toEqual(['present@plant.example']);
  });

  it('leaves out what this browser has answered before, and looks at nobody’s record for that', async () => {
    const fields = demo.fields.map((field) =>
      field.key === 'role' ? { ...field, required: true, progressive: true } : field,
    );
    const form = await publish({ fields });
    const first = await post(`/f/${form.key}`, { ...answers, _token: await open(form) });
    const cookie = String(first.headers['set-cookie']);
    expect(cookie).toMatch(/^baton_known_\w{12}=role; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    const back = await get(`/f/${form.key}`, { cookie: cookie.split(';')[0] ?? '' });
    expect(back.body).not.toContain('name="role"');
    test.clock.advance(seconds(5));
    const { role: _role, ...rest } = answers;
    const again = await post(`/f/${form.key}`, { ...rest, _token: tokenOf(back) });
    expect(again.statusCode).toBe(303);
    // Another browser is asked, whatever is known of who sits before it.
    expect((await get(`/f/${form.key}`)).body).toContain('name="role"');
    expect((await post(`/f/${form.key}`, { ...rest, _token: await open(form) })).statusCode).toBe(400);
    const frame = await get(`/f/${form.key}${around(hostPage)}&known=role.mail`, framed);
    expect([frame.body.includes('name="role"'), frame.body.includes('name="mail"')]).toEqual([false, true]);
  });

  it('is previewed as it would be, without being saved', async () => {
    const body = {
      ...demo,
      consents: [...demo.consents],
      language: 'de',
      intro: '<b>Hallo</b>',
      button: null,
      thanks: { text: '', redirectUrl: 'https://evil.example' },
      hosts: [],
      doubleOptIn: false,
      asksSource: true,
    };
    const { slug: _slug, ...wanted } = body;
    const seen = await test.call(site.mary, previewForm, { body: wanted as never });
    expect(seen.page).toContain('&lt;b&gt;Hallo');
    expect(seen.problems.map(({ pointer }) => pointer)).toEqual(['#/thanks/redirectUrl']);
    expect((await test.send(site.rep, previewForm, { body: wanted as never })).body.code).toBe('form.marketing-only');
  });
});
