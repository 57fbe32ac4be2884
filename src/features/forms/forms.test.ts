import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days, hours, seconds } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createTeam } from '../../../test/teams.ts';
import type { WorkspaceId } from '../../context.ts';
import { listHandoffs } from '../handoffs/schema.ts';
import { dark, light } from './render-page.ts';
import { createForm, editForm, type Form, getForm, listForms, listSubmissions, measureConversion } from './schema.ts';

const browser = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
const demo = {
  name: 'Ask for a demo',
  slug: 'demo-request',
  fields: [
    { key: 'mail', kind: 'email', label: 'Work e-mail', required: true, fills: 'email' },
    { key: 'who', kind: 'text', label: 'Your name', required: true, fills: 'name' },
    { key: 'role', kind: 'text', label: 'Job title', fills: 'title' },
    { key: 'firm', kind: 'text', label: 'Company', fills: 'company' },
    { key: 'size', kind: 'choice', label: 'Team size', fills: 'own', options: ['1-9', '10+'] },
    { key: 'need', kind: 'textarea', label: 'What do you need?' },
    { key: 'utm_source', kind: 'hidden', label: 'Source' },
  ],
  consents: [{ purpose: 'contact', text: 'You may contact me.', required: true }],
  hosts: ['www.plant.example'],
} as const;
const answers = {
  mail: 'Olivia@plant.example',
  who: 'Olivia Operations',
  role: 'Head of Operations',
  firm: 'Plant',
  size: '10+',
  need: 'Fewer tools,\nplease',
  _consent_contact: '1',
  _heard: 'A friend at the fair',
};

describe('forms', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let mary: TestMember;
  let rep: TestMember;

  beforeAll(async () => {
    workspace = await createWorkspace(test);
    mary = await createMember(test, workspace, { department: 'marketing' });
    rep = await createMember(test, workspace, { name: 'Sammy Sales' });
    await agreeOn(test, workspace);
    await createTeam(test, workspace, 'inbound', [{ member: rep }]);
  });
  // Limits of one test count for nothing in the next.
  beforeEach(async () => {
    test.clock.advance(hours(2));
    await signInAgain();
  });
  /** Sessions end where a test lets days pass. */
  async function signInAgain() {
    for (const member of [mary, rep]) Object.assign(member, await signIn(test, workspace, member.id));
  }

  let count = 0;
  async function publish(changes: object = {}, author = mary): Promise<Form> {
    count += 1;
    const made = await test.call(author, createForm, {
      body: { ...(demo as object), slug: `form-${count}`, ...changes } as never,
    });
    return test.call(author, editForm, { params: { formId: made.id }, version: made.version, body: { state: 'live' } });
  }
  const headers = { host: 'baton.test', 'user-agent': browser };
  const get = (url: string, more: Record<string, string> = {}) =>
    test.app.inject({ method: 'GET', url, headers: { ...headers, ...more } });
  const post = (url: string, inputs: Record<string, string>, more: Record<string, string> = {}) =>
    test.app.inject({
      method: 'POST',
      url,
      headers: {
        ...headers,
        origin: 'http://baton.test',
        accept: 'text/html',
        'content-type': 'application/x-www-form-urlencoded',
        ...more,
      },
      payload: new URLSearchParams(inputs).toString(),
    });
  const tokenOf = (page: { body: string }) => /name="_token" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  /** Opens a form and waits as long as a person reads. */
  async function open({ key }: Form, query = ''): Promise<string> {
    const page = await get(`/f/${key}${query}`, { referer: 'https://www.google.com/' });
    expect(page.statusCode).toBe(200);
    test.clock.advance(seconds(5));
    return tokenOf(page);
  }
  async function submissions(form: Form) {
    await signInAgain();
    return (await test.call(mary, listSubmissions, { params: { formId: form.id }, query: {} })).data;
  }
  const touches = (form: Form) =>
    test.databases.screens
      .selectFrom('inbound')
      .select(['messageId', 'body', 'happenedAt', 'receivedAt'])
      .where('workspaceId', '=', workspace)
      .where('sourceId', '=', form.sourceId)
      .orderBy('seq')
      .execute()
      .then((rows) => rows.filter(({ body }) => JSON.stringify(body).includes(`"${form.slug}"`)));
  async function mails(): Promise<string[]> {
    const rows = await test.databases.screens
      .selectFrom('outbox')
      .select('sealed')
      .where('workspaceId', '=', workspace)
      .orderBy('seq')
      .execute();
    const { sealer } = systemCtx(test, workspace);
    return rows.map(({ sealed }) => sealer.open(sealed));
  }

  it('takes a lead from a page to the inbox of a rep, with where it came from, own words and proof of consent', async () => {
    const form = await publish({ slug: 'demo-request' });
    const token = await open(form, '?utm_source=google&utm_medium=cpc&gclid=x1');
    const sent = await post(`/f/${form.key}`, { ...answers, _token: token, utm_source: 'google' });
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `/f/${form.key}/thanks`]);
    expect((await get(sent.headers.location as string)).body).toContain('Thank you');
    await test.runLoops();
    const [lead] = (await test.call(rep, listHandoffs, { query: { status: 'open' } })).data;
    expect(lead).toMatchObject({
      status: 'offered',
      contact: { name: 'Olivia Operations', title: 'Head of Operations', email: 'Olivia@plant.example' },
      member: { id: rep.id },
    });
    const db = test.databases.screens;
    const touch = await db
      .selectFrom('touches')
      .select(['channel', 'props'])
      .where('workspaceId', '=', workspace)
      .executeTakeFirstOrThrow();
    const channel = await db
      .selectFrom('dictionary')
      .select('value')
      .where('workspaceId', '=', workspace)
      .where('kind', '=', 'channel')
      .where('code', '=', touch.channel ?? -1)
      .executeTakeFirst();
    expect(channel?.value).toBe('paid-search');
    expect(touch.props).toMatchObject({ form: 'demo-request', gclid: 'x1' });
    expect(touch.props).toMatchObject({ self_reported_source: 'A friend at the fair', need: 'Fewer tools,\nplease' });
    expect(JSON.stringify(touch.props)).not.toContain('Olivia');
    const contact = await db
      .selectFrom('contacts')
      .select(['id', 'fields', 'source', 'consent'])
      .where('workspaceId', '=', workspace)
      .executeTakeFirstOrThrow();
    expect(contact).toMatchObject({ fields: { size: '10+' }, source: 'Forms', consent: { contact: 'granted' } });
    const consent = await db
      .selectFrom('consents')
      .select(['textVersion', 'proof'])
      .where('workspaceId', '=', workspace)
      .executeTakeFirstOrThrow();
    const [row] = await submissions(form);
    expect(consent).toEqual({
      textVersion: 'demo-request/1',
      proof: {
        source: 'Forms',
        call: 'track',
        form: 'demo-request',
        formVersion: 2,
        submissionId: row?.id,
        submittedAt: row?.submittedAt,
      },
    });
  });

  it('is one submission however often it is sent, at once or later', async () => {
    const form = await publish();
    const inputs = { ...answers, _token: await open(form) };
    const sent = await Promise.all([1, 2, 3].map(() => post(`/f/${form.key}`, inputs)));
    sent.push(await post(`/f/${form.key}`, { ...inputs, who: 'Somebody else' }));
    expect(sent.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303, 303]);
    expect(await submissions(form)).toHaveLength(1);
    expect(await touches(form)).toHaveLength(1);
  });

  it('sends on what a process that ended had left, once', async () => {
    const form = await publish();
    await post(`/f/${form.key}`, { ...answers, _token: await open(form) });
    const [row] = await submissions(form);
    const db = test.databases.screens;
    const { unsent } = await db
      .selectFrom('formSubmissions')
      .select('unsent')
      .where('id', '=', row?.id ?? '')
      .executeTakeFirstOrThrow();
    expect(unsent).toBeNull();
    const left = {
      form: { id: form.id, slug: form.slug, name: form.name, version: 2, fields: form.fields },
      submission: { id: row?.id, at: row?.submittedAt, answers: row?.answers, consents: [], heard: null },
      address: '192.0.2.1',
      userAgent: browser,
    };
    const text = JSON.stringify({
      ...left,
      submission: { ...left.submission, anonymousId: null, page: { url: null, search: null, referrer: null } },
    });
    await db
      .updateTable('formSubmissions')
      .set({ unsent: text })
      .where('id', '=', row?.id ?? '')
      .execute();
    test.clock.advance(seconds(61));
    await test.runJobs('send-left-submissions');
    expect(await touches(form)).toHaveLength(1);
    expect(await db.selectFrom('formSubmissions').select('id').where('unsent', 'is not', null).execute()).toEqual([]);
  });

  it('shows what is wrong beside its field and in a summary, with what was typed, in the language of the form', async () => {
    const form = await publish({ language: 'de' });
    const token = await open(form);
    const page = await post(`/f/${form.key}`, { mail: 'nobody', need: 'x'.repeat(5001), size: 'many', _token: token });
    expect(page.statusCode).toBe(400);
    expect(page.body).toContain('<html lang="de">');
    expect(page.body).toContain('<title>Fehler: Ask for a demo</title>');
    for (const key of ['mail', 'who', 'size', 'need', '_consent_contact']) {
      expect(page.body).toContain(`<a href="#field-${key}">`);
      expect(page.body).toMatch(
        new RegExp(`name="${key}"[^>]*aria-invalid="true" aria-describedby="field-${key}-fault"`),
      );
    }
    expect(page.body).toContain('value="nobody"');
    // The same page goes on: nothing was taken yet, and it need not be waited for again.
    expect((await post(`/f/${form.key}`, { ...answers, _token: tokenOf(page) })).statusCode).toBe(303);
    expect(await submissions(form)).toHaveLength(1);
  });

  it('answers the trap and robots as everybody, keeps what they sent, and makes no touch of it', async () => {
    const form = await publish();
    const trapped = await post(`/f/${form.key}`, {
      ...answers,
      _website: 'https://spam.example',
      _token: await open(form),
    });
    expect([trapped.statusCode, trapped.headers.location]).toEqual([303, `/f/${form.key}/thanks`]);
    const robot = { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' };
    await post(`/f/${form.key}`, { mail: 'x', _token: await open(form) }, robot);
    expect((await submissions(form)).map(({ suspicion }) => suspicion)).toEqual(['robot', 'trap']);
    await test.runJobs('send-left-submissions');
    expect(await touches(form)).toEqual([]);
    test.clock.advance(days(31));
    await test.runJobs('remove-stale-submissions');
    expect(await submissions(form)).toEqual([]);
  });

  it('asks whoever was quicker than a person to send it once more', async () => {
    const form = await publish();
    const inputs = { ...answers, _token: tokenOf(await get(`/f/${form.key}`)) };
    const quick = await post(`/f/${form.key}`, inputs);
    expect(quick.statusCode).toBe(400);
    expect(quick.body).toContain('very quick');
    expect(await submissions(form)).toEqual([]);
    test.clock.advance(seconds(4));
    expect((await post(`/f/${form.key}`, { ...inputs, _token: tokenOf(quick) })).statusCode).toBe(303);
  });

  it('takes no page that is too old, forged, or of another form for its own', async () => {
    const [form, other] = [await publish(), await publish()];
    const old = await open(form);
    const foreign = await open(other);
    test.clock.advance(days(8));
    for (const token of [old, foreign, 'forged', '']) {
      const page = await post(`/f/${form.key}`, { ...answers, _token: token });
      expect([page.statusCode, page.body.includes('open for a long time')]).toEqual([400, true]);
    }
    expect(await submissions(form)).toEqual([]);
  });

  it('limits what one place sends by each form', async () => {
    const form = await publish();
    const statuses: number[] = [];
    for (let n = 0; n < 31; n += 1) statuses.push((await post(`/f/${form.key}`, { mail: 'no' })).statusCode);
    expect(statuses.slice(0, 30)).toEqual(Array(30).fill(400));
    const refused = await post(`/f/${form.key}`, { mail: 'no' });
    expect([statuses[30], refused.headers['retry-after']]).toEqual([429, '600']);
    expect(refused.headers['content-type']).toContain('text/html');
    const other = await publish();
    expect((await post(`/f/${other.key}`, { ...answers, _token: await open(other) })).statusCode).toBe(303);
  });

  it('refuses bodies that no form has', async () => {
    const form = await publish();
    expect((await post(`/f/${form.key}`, { need: 'x'.repeat(70_000) })).statusCode).toBe(413);
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`f${n}`, '1']));
    expect((await post(`/f/${form.key}`, many)).statusCode).toBe(413);
    const json = { 'content-type': 'application/json', accept: 'application/json' };
    const list = await test.app.inject({
      method: 'POST',
      url: `/f/${form.key}`,
      headers: { ...headers, ...json },
      payload: '[1]',
    });
    expect([list.statusCode, list.json().code]).toEqual([400, 'request.invalid']);
  });

  describe('confirmed by mail', () => {
    const linkIn = (text: string | undefined) => /http:\/\/baton\.test(\/f\/\S+)/.exec(text ?? '')?.[1] ?? '';

    it('waits for the button behind the link, once, and is of the time when it was sent', async () => {
      const form = await publish({ doubleOptIn: true });
      const sent = await post(`/f/${form.key}`, { ...answers, mail: 'once@plant.example', _token: await open(form) });
      expect((await get(sent.headers.location as string)).body).toContain('We have sent you a mail');
      const [waiting] = await submissions(form);
      expect(waiting?.status).toBe('waiting');
      expect(await touches(form)).toEqual([]);
      const text = (await mails()).at(-1);
      expect(text).not.toContain('Olivia');
      test.clock.advance(hours(3));
      const link = linkIn(text);
      const page = await get(link);
      expect(page.body).toContain('Please confirm');
      expect(await touches(form)).toEqual([]);
      const first = await post(link, {});
      expect([first.statusCode, first.headers.location]).toEqual([303, `/f/${form.key}/confirmed`]);
      expect((await post(link, {})).statusCode).toBe(410);
      expect((await get(link)).statusCode).toBe(410);
      const [row] = await submissions(form);
      expect(row).toMatchObject({ status: 'accepted', confirmedAt: test.clock().toISOString() });
      const [message] = (await touches(form)).filter(({ messageId }) => messageId === row?.id);
      expect(message?.happenedAt?.toISOString()).toBe(waiting?.submittedAt);
      expect(message?.body).toMatchObject({
        context: { consent: { proof: { submittedAt: row?.submittedAt, confirmedAt: row?.confirmedAt } } },
      });
    });

    it('ends with its link after seven days, and for other forms', async () => {
      const [form, other] = [await publish({ doubleOptIn: true }), await publish()];
      await post(`/f/${form.key}`, { ...answers, mail: 'late@plant.example', _token: await open(form) });
      const link = linkIn((await mails()).at(-1));
      expect((await post(link.replace(form.key, other.key), {})).statusCode).toBe(410);
      test.clock.advance(days(7));
      expect((await post(link, {})).statusCode).toBe(410);
      expect((await submissions(form))[0]?.status).toBe('waiting');
    });

    it('sends nobody more than three mails an hour', async () => {
      const form = await publish({ doubleOptIn: true });
      const statuses: number[] = [];
      for (const mail of ['v@plant.example', 'V@plant.example', 'v@PLANT.example', 'v@plant.example']) {
        statuses.push((await post(`/f/${form.key}`, { ...answers, mail, _token: await open(form) })).statusCode);
      }
      expect(statuses).toEqual([303, 303, 303, 429]);
    });
  });

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
      const refused = await test.send(mary, createForm, { body: body as never });
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
    const draft = await test.call(mary, createForm, { body: { ...(demo as object), slug: 'a-draft' } as never });
    const missing = [await get(`/f/${draft.key}`), await get('/f/aaaaaaaaaaaaaaaa'), await post('/f/x%00y', answers)];
    expect(missing.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
    expect(missing[0]?.body).toBe(missing[1]?.body);
    const form = await publish();
    const token = await open(form);
    const params = { formId: form.id };
    await test.call(mary, editForm, { params, version: form.version, body: { state: 'closed' } });
    expect((await get(`/f/${form.key}`)).statusCode).toBe(410);
    expect((await post(`/f/${form.key}`, { ...answers, _token: token })).statusCode).toBe(410);
    expect(await submissions(form)).toEqual([]);
  });

  it('keeps every wording of a consent, and which one somebody saw', async () => {
    const form = await publish();
    const token = await open(form);
    const params = { formId: form.id };
    const reworded = [{ purpose: 'contact', text: 'You may call me.', required: true }];
    const changed = await test.call(mary, editForm, { params, version: form.version, body: { consents: reworded } });
    expect(changed.consents).toEqual([{ ...reworded[0], version: 2 }]);
    await post(`/f/${form.key}`, { ...answers, _token: token });
    expect((await submissions(form))[0]?.consents).toEqual([{ purpose: 'contact', version: 1, ticked: true }]);
    const gone = await test.call(mary, editForm, { params, version: changed.version, body: { consents: [] } });
    const back = await test.call(mary, editForm, { params, version: gone.version, body: { consents: reworded } });
    expect(back.consents[0]?.version).toBe(2);
    const stale = await test.send(mary, editForm, { params, version: form.version, body: { name: 'Late' } });
    expect([stale.status, stale.body.code]).toEqual([412, 'form.stale-version']);
  });

  it('counts who saw it and who sent it, by day, without robots and those who fetch ahead', async () => {
    test.clock.set(new Date('2026-10-06T21:30:00Z'));
    await signInAgain();
    const form = await publish();
    const tokens = [await open(form), await open(form), await open(form)];
    await get(`/f/${form.key}`, { 'user-agent': 'Googlebot/2.1' });
    await get(`/f/${form.key}`, { 'sec-purpose': 'prefetch' });
    await test.app.inject({ method: 'HEAD', url: `/f/${form.key}`, headers });
    // In Berlin it is the next day now.
    test.clock.set(new Date('2026-10-06T22:30:00Z'));
    await post(`/f/${form.key}`, { ...answers, _token: tokens[0] ?? '' });
    await post(`/f/${form.key}`, answers, { origin: 'https://www.plant.example' });
    const counts = await test.call(mary, measureConversion, { params: { formId: form.id }, query: {} });
    expect(counts.total).toMatchObject({ views: 3, converted: 1, submissions: 2, rate: 1 / 3 });
    expect(counts.total.low).toBeCloseTo(0.0615, 4);
    expect(counts.total.high).toBeCloseTo(0.7923, 4);
    expect(counts.days).toMatchObject([
      { day: '2026-10-06', views: 3, converted: 1, submissions: 0 },
      { day: '2026-10-07', views: 0, submissions: 2, rate: null },
    ]);
    const query = { from: '2026-10-07', to: '2026-10-06' };
    expect((await test.send(mary, measureConversion, { params: { formId: form.id }, query })).body.code).toBe(
      'form.span',
    );
  });

  it('is Marketing’s: Sales and other workspaces may not change it, nor read what people sent', async () => {
    const form = await publish();
    const params = { formId: form.id };
    expect((await test.call(rep, getForm, { params })).key).toBe(form.key);
    expect((await test.send(rep, listSubmissions, { params, query: {} })).body.code).toBe('form.marketing-only');
    const edit = { params, version: form.version, body: { name: 'Mine' } };
    expect((await test.send(rep, editForm, edit)).body.code).toBe('form.marketing-only');
    const head = await createMember(test, workspace, { role: 'head', heads: ['sales'] });
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
    const refused = await test.send(mary, createForm, { body: wrong as never });
    expect(refused.body.errors?.map(({ pointer }) => pointer)).toEqual([
      '#/fields/1/key',
      '#/fields/1/fills',
      '#/fields/2/key',
      '#/fields/3/options',
      '#/doubleOptIn',
    ]);
    const body = { ...(demo as object), slug: 'no-fields', fields: [] } as never;
    const bare = await test.call(mary, createForm, { body });
    const live = { params: { formId: bare.id }, version: bare.version, body: { state: 'live' } as const };
    expect((await test.send(mary, editForm, live)).body.code).toBe('form.invalid');
    expect((await test.send(mary, createForm, { body })).body.code).toBe('form.slug-taken');
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
