import { describe, expect, it } from 'vitest';
import { days, hours, seconds } from '../../../test/clock.ts';
import { answers, browser, useForms } from '../../../test/forms.ts';
import { listHandoffs } from '../handoffs/schema.ts';

describe('what is sent by a form', () => {
  const { test, site, publish, get, post, open, tokenOf, headers, submissions, touches, mails } = useForms();

  it('takes a lead from a page to the inbox of a rep, with where it came from, own words and proof of consent', async () => {
    const form = await publish({ slug: 'demo-request' });
    const token = await open(form, '?utm_source=google&utm_medium=cpc&gclid=x1');
    const sent = await post(`/f/${form.key}`, { ...answers, _token: token, utm_source: 'google' });
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `/f/${form.key}/thanks`]);
    expect((await get(sent.headers.location as string)).body).toContain('Thank you');
    await test.runLoops();
    const [lead] = (await test.call(site.rep, listHandoffs, { query: { status: 'open' } })).data;
    expect(lead).toMatchObject({
      status: 'offered',
      contact: { name: 'Olivia Operations', title: 'Head of Operations', email: 'Olivia@plant.example' },
      member: { id: site.rep.id },
    });
    const db = test.databases.screens;
    const touch = await db
      .selectFrom('touches')
      .select(['channel', 'props'])
      .where('workspaceId', '=', site.workspace)
      .executeTakeFirstOrThrow();
    const channel = await db
      .selectFrom('dictionary')
      .select('value')
      .where('workspaceId', '=', site.workspace)
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
      .where('workspaceId', '=', site.workspace)
      .executeTakeFirstOrThrow();
    expect(contact).toMatchObject({ fields: { size: '10+' }, source: 'Forms', consent: { contact: 'granted' } });
    const consent = await db
      .selectFrom('consents')
      .select(['textVersion', 'proof'])
      .where('workspaceId', '=', site.workspace)
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
});
