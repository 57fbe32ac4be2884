import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff } from '../../../test/handoffs.ts';
import type { WorkspaceId } from '../../context.ts';
import { createSource } from '../sources/schema.ts';
import * as api from './schema.ts';

describe('people', () => {
  const sent: string[] = [];
  const test = useTestApp({ onStatement: ({ sql }) => sent.push(sql) });
  let workspace: WorkspaceId;
  let admin: TestMember;
  let marketer: TestMember;
  let rep: TestMember;
  let other: TestMember;

  beforeEach(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin', department: 'both' });
    marketer = await createMember(test, workspace, { name: 'Mara', department: 'marketing' });
    rep = await createMember(test, workspace, { name: 'Rita' });
    other = await createMember(test, workspace, { name: 'Otto' });
  });

  type Body = Partial<Parameters<typeof test.call<typeof api.createContact>>[2]> & Record<string, unknown>;
  const create = (who: TestMember, body: Body) => test.call(who, api.createContact, { body: body as never });
  const trySend = (who: TestMember, body: Body) => test.send(who, api.createContact, { body: body as never });
  const list = async (who: TestMember, query: Record<string, unknown> = {}) =>
    (await test.call(who, api.listContacts, { query: query as never })).data.map(({ label }) => label);
  const read = (who: TestMember, contactId: string) => test.send(who, api.getContact, { params: { contactId } });
  const db = () => test.databases.screens;

  describe('whose they are', () => {
    it('an owner, whoever works the lead, Marketing for nobody, and all for admins', async () => {
      const owned = await create(rep, { name: 'Of Rita' });
      const nobodys = await create(marketer, { name: 'Of nobody' });
      const worked = await create(marketer, { name: 'Worked' });
      await agreeOn(test, workspace);
      await createHandoff(test, workspace, other.id, { contactId: worked.id });
      expect(owned.owner?.id).toBe(rep.id);
      expect(await list(rep)).toEqual(['Of Rita']);
      expect(await list(other)).toEqual(['Worked']);
      expect(await list(marketer)).toEqual(['Of nobody']);
      expect(await list(admin)).toEqual(['Of nobody', 'Of Rita', 'Worked']);
      const seen = async (who: TestMember) =>
        Promise.all([owned, nobodys, worked].map(async ({ id }) => (await read(who, id)).status));
      expect(await seen(rep)).toEqual([200, 404, 404]);
      expect(await seen(other)).toEqual([404, 404, 200]);
      expect(await seen(marketer)).toEqual([404, 200, 404]);
      const count = async (who: TestMember) => (await test.call(who, api.countContacts, { query: {} })).count;
      expect([await count(rep), await count(other), await count(marketer), await count(admin)]).toEqual([1, 1, 1, 3]);
      await db().updateTable('handoffs').set({ closedAt: test.clock(), status: 'lost' }).execute();
      expect([await list(other), await list(marketer)]).toEqual([[], ['Of nobody', 'Worked']]);
    });

    it('reading goes as far as the visibility, writing does not', async () => {
      const contact = await create(rep, { name: 'Of Rita' });
      await db().updateTable('members').set({ visibility: 'all' }).where('id', '=', other.id).execute();
      expect((await read(other, contact.id)).body).toMatchObject({ mayEdit: false });
      expect((await read(rep, contact.id)).body).toMatchObject({ mayEdit: true });
      const params = { contactId: contact.id };
      const edit = await test.send(other, api.editContact, { params, version: 1, body: { title: 'Boss' } });
      expect(edit).toMatchObject({ status: 404, body: { code: 'contact.not-found' } });
      expect((await test.send(other, api.deleteContact, { params })).status).toBe(404);
    });

    it('is not given to who is out of reach, nor to nobody by whom it would be lost', async () => {
      const { id } = await create(rep, { name: 'Of Rita' });
      const edit = (who: TestMember, body: object) =>
        test.send(who, api.editContact, { params: { contactId: id }, version: 1, body });
      expect(await edit(rep, { ownerId: other.id })).toMatchObject({ status: 404 });
      expect(await edit(rep, { ownerId: null })).toMatchObject({ status: 400, body: { code: 'record.owner-needed' } });
      expect(await trySend(rep, { name: 'New', ownerId: null })).toMatchObject({ status: 400 });
      expect(await edit(admin, { ownerId: other.id })).toMatchObject({
        status: 200,
        body: { owner: { id: other.id } },
      });
    });

    it('another workspace has its own', async () => {
      const stranger = await createMember(test, await createWorkspace(test), { role: 'admin', department: 'both' });
      const { id } = await create(admin, { name: 'Here', emails: ['ana@plant.example'] });
      expect(await list(stranger)).toEqual([]);
      expect((await read(stranger, id)).status).toBe(404);
      expect((await trySend(stranger, { emails: ['ana@plant.example'] })).status).toBe(201);
      expect(await list(stranger, { search: 'here' })).toEqual([]);
    });
  });

  describe('finding them', () => {
    it.each([
      ['norbrt', ['Norbert Kléin']],
      ['klein', ['Norbert Kléin']],
      ['ZOË', ['Zoë Öl']],
      ['oel@', ['Zoë Öl']],
      ['李', ['李 娜']],
      ['100%', ['100% Zack']],
      ['zo', ['Zoë Öl']],
      ['%', []],
      ['\u0000', ['100% Zack', 'Norbert Kléin', 'Zoë Öl', '李 娜']],
      ["' or 1=1 --", []],
    ])('search %j', async (search, found) => {
      for (const name of ['Norbert Kléin', '李 娜', '100% Zack']) await create(admin, { name });
      await create(admin, { name: 'Zoë Öl', emails: ['zoe.oel@plant.example'] });
      expect(await list(admin, { search })).toEqual(found);
    });

    it('by a condition, with the agreement in force or without', async () => {
      await create(admin, { name: 'Ana', title: 'COO', fields: { plan: 'Pro' } });
      await create(admin, { name: 'Ben', title: 'Clerk' });
      const filter = (leaf: object) => JSON.stringify({ all: [leaf] });
      expect(await list(admin, { filter: filter({ field: 'contact.title', op: 'equals', value: 'coo' }) })).toEqual([
        'Ana',
      ]);
      expect(
        await list(admin, { filter: filter({ field: 'contact.custom.plan', op: 'equals', value: 'pro' }) }),
      ).toEqual(['Ana']);
      const persona = filter({ field: 'persona', op: 'equals', value: 'ops-lead' });
      const refused = await test.send(admin, api.listContacts, { query: { filter: persona } });
      expect(refused).toMatchObject({ status: 400, body: { code: 'filter.invalid' } });
      await agreeOn(test, workspace);
      await test.runLoops();
      expect(await list(admin, { filter: persona })).toEqual(['Ana']);
      const counted = await test.call(admin, api.countContacts, { query: { filter: persona } });
      expect(counted).toEqual({ count: 1, isMore: false });
    });

    it('by a condition that is too long for an address', async () => {
      await create(admin, { name: 'Ana', title: 'COO' });
      await create(admin, { name: 'Ben', title: 'Clerk' });
      const titles = Array.from({ length: 400 }, (_, index) => `Head of department ${index}`);
      const filter = { all: [{ field: 'contact.title', op: 'in', value: [...titles, 'coo'] }] };
      expect(JSON.stringify(filter).length).toBeGreaterThan(8_000);
      const { data } = await test.call(admin, api.queryContacts, { body: { filter, sort: 'created' } });
      expect(data.map(({ label }) => label)).toEqual(['Ana']);
      expect(await test.call(admin, api.countQuery, { body: { filter } })).toEqual({ count: 1, isMore: false });
      const wrong = await test.send(admin, api.countQuery, {
        body: { filter: { all: [{ field: 'x', op: 'exists' }] } },
      });
      expect(wrong).toMatchObject({ status: 400, body: { errors: [{ pointer: '#/filter/all/0/field' }] } });
      expect((await test.send(rep, api.queryContacts, { body: { filter } })).body.data).toEqual([]);
    });

    it.each([
      ['{', '#/query/filter'],
      ['{"all":[]}', '#/query/filter/all'],
      ['{"all":[{"field":"contact.nmae","op":"exists"}]}', '#/query/filter/all/0/field'],
      ['{"all":[{"field":"contact.title","op":"at-least","value":3}]}', '#/query/filter/all/0/op'],
      ['{"any":[{"none":[{"field":"grade","op":"equals","value":"Z9"}]}]}', '#/query/filter/any/0/none/0/value'],
    ])('refuses %s at %s', async (filter, pointer) => {
      for (const contract of [api.listContacts, api.countContacts]) {
        const answer = await test.send(admin, contract, { query: { filter } });
        expect(answer).toMatchObject({ status: 400, body: { code: 'filter.invalid', errors: [{ pointer }] } });
      }
    });

    /** All pages of two, while somebody adds people. */
    const pageThrough = async (order: {
      sort: 'name' | 'last-touch' | 'created' | 'grade';
      direction: 'asc' | 'desc';
    }) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await test.call(admin, api.listContacts, { query: { ...order, limit: 2, cursor } });
        seen.push(...page.data.map(({ label }) => label));
        cursor = page.nextCursor ?? undefined;
        if (seen.length < 9) await create(admin, { name: 'Added', ownerId: rep.id });
      } while (cursor !== undefined);
      return seen;
    };

    it('gives each once in every order, whoever is added meanwhile', async () => {
      for (const [at, name] of ['Eva', 'ann', 'Ben', 'Émile', 'Cid', 'Dan'].entries()) {
        const { id } = await create(admin, { name });
        const lastTouchAt = at % 2 === 0 ? new Date(test.clock().getTime() - days(at)) : null;
        const grade = at % 3 === 0 ? null : `B${at % 4 || 1}`;
        await db().updateTable('contacts').set({ lastTouchAt, grade }).where('id', '=', id).execute();
        test.clock.advance(1000);
      }
      const orders = (['name', 'last-touch', 'created', 'grade'] as const).flatMap((sort) => [
        { sort, direction: 'asc' as const },
        { sort, direction: 'desc' as const },
      ]);
      for (const order of orders) {
        const seen = await pageThrough(order);
        expect(seen.filter((name) => name !== 'Added').toSorted()).toEqual([
          'Ben',
          'Cid',
          'Dan',
          'Eva',
          'ann',
          'Émile',
        ]);
      }
      expect(await list(admin, { search: 'e', sort: 'name' })).toEqual(['Émile', 'Eva']);
      const page = await test.call(admin, api.listContacts, { query: { limit: 1 } });
      const query = { sort: 'grade' as const, cursor: page.nextCursor ?? '' };
      expect((await test.send(admin, api.listContacts, { query })).body.code).toBe('cursor.invalid');
    });
  });

  describe('adding and changing', () => {
    it('names who has the address already, unless told to add anyway', async () => {
      const ana = await create(admin, { name: 'Ana', emails: ['Ana@Plant.example', 'a@plant.example'] });
      expect(ana.emails.map(({ value, isMain }) => [value, isMain])).toEqual([
        ['Ana@Plant.example', true],
        ['a@plant.example', false],
      ]);
      const twice = { name: 'Ana again', emails: ['ana@plant.EXAMPLE'] };
      expect(await trySend(admin, twice)).toMatchObject({
        status: 409,
        body: { code: 'contact.exists', contacts: [{ id: ana.id, name: 'Ana', removed: false }] },
      });
      // Who may not see her learns that she is there, and not who she is.
      expect((await trySend(rep, twice)).body).toMatchObject({ code: 'contact.exists', contacts: [] });
      const anyway = await create(admin, { ...twice, anyway: true });
      expect(anyway.emails).toMatchObject([{ value: 'ana@plant.EXAMPLE', isMain: true }]);
    });

    it.each([
      [{}, '#/name'],
      [{ emails: ['a@localhost.'] }, '#/emails/0'],
      [{ phones: ['+49 30 123456', 'call me'] }, '#/phones/1'],
      [{ name: 'A', ownerId: '00000000-0000-7000-8000-000000000000' }, null],
      [{ name: 'A', fields: { '.x': 1 } }, undefined],
    ])('refuses %j', async (body, pointer) => {
      const answer = await trySend(admin, body);
      expect(answer.status).toBe(pointer === null ? 404 : 400);
      if (pointer) expect(answer.body.errors?.[0]?.pointer).toBe(pointer);
    });

    it('changes with a version, keeps dates, and is not overwritten by what happened before', async () => {
      await agreeOn(test, workspace);
      const source = await test.call(admin, createSource, { body: { name: 'Site', kind: 'server' } });
      const { id } = await create(admin, { name: 'Ana', emails: ['ana@plant.example'], title: 'Clerk' });
      expect((await read(admin, id)).body).toMatchObject({ persona: null, stage: 'lead' });
      const params = { contactId: id };
      test.clock.advance(60_000);
      const body = { title: 'COO', fields: { plan: 'pro' }, emails: ['ana@other.example'] };
      const edited = await test.call(admin, api.editContact, { params, version: 1, body });
      expect(edited).toMatchObject({ version: 2, title: 'COO', persona: 'ops-lead', email: 'ana@other.example' });
      expect((await test.send(admin, api.editContact, { params, version: 1, body })).status).toBe(412);
      expect((await create(admin, { emails: ['ana@plant.example'] })).id).not.toBe(id);
      const authorization = `Basic ${btoa(`${source.writeKey}:`)}`;
      const traits = { email: 'ana@other.example', title: 'Boss', country: 'DE' };
      const late = { type: 'identify', userId: 'u1', traits, timestamp: new Date(test.clock().getTime() - 30_000) };
      const headers = { host: 'baton.test', authorization };
      await test.app.inject({ method: 'POST', url: '/v1/batch', headers, payload: { batch: [late] } });
      await test.runLoops();
      expect((await read(admin, id)).body).toMatchObject({ title: 'COO', country: 'DE' });
      const changes = await db()
        .selectFrom('fieldChanges')
        .select(['field', 'old', 'new', 'actorKind'])
        .where('recordId', '=', id)
        .orderBy('field')
        .execute();
      expect(changes).toEqual([
        { field: 'country', old: null, new: 'DE', actorKind: 'source' },
        { field: 'custom.plan', old: null, new: 'pro', actorKind: 'member' },
        { field: 'email', old: 'ana@plant.example', new: 'ana@other.example', actorKind: 'member' },
        { field: 'title', old: 'Clerk', new: 'COO', actorKind: 'member' },
      ]);
    });

    it('protects what a rep found as long as the agreement says', async () => {
      await agreeOn(test, workspace, `${lapText}\nprotection: { self_sourced: 30d }\n`);
      const contact = await create(rep, { name: 'Found', foundBy: rep.id });
      expect(contact.foundBy?.id).toBe(rep.id);
      expect(contact.protectedUntil).toBe(new Date(test.clock().getTime() + days(30)).toISOString());
      expect((await trySend(rep, { name: 'Theirs', foundBy: other.id })).status).toBe(404);
    });

    it('removes and restores, but for whom Sales is working on', async () => {
      const { id } = await create(admin, { name: 'Ana', emails: ['ana@plant.example'] });
      const params = { contactId: id };
      await test.call(admin, api.deleteContact, { params });
      expect([await list(admin), await list(admin, { deleted: true })]).toEqual([[], ['Ana']]);
      expect((await test.send(admin, api.deleteContact, { params })).status).toBe(404);
      expect((await trySend(admin, { emails: ['ana@plant.example'] })).body).toMatchObject({
        contacts: [{ id, removed: true }],
      });
      expect(await test.call(admin, api.restoreContact, { params })).toMatchObject({ deletedAt: null });
      await agreeOn(test, workspace);
      await createHandoff(test, workspace, rep.id, { contactId: id });
      expect((await test.send(admin, api.deleteContact, { params })).body.code).toBe('contact.being-worked');
      const audit = await db().selectFrom('audit').select('verb').where('objectId', '=', id).orderBy('id').execute();
      expect(audit.map(({ verb }) => verb)).toEqual(['contact.created', 'contact.removed', 'contact.restored']);
    });

    it('keeps consent with its proof, the latest word holding', async () => {
      const { id } = await create(admin, { name: 'Ana' });
      const say = (status: 'granted' | 'denied', at?: string) =>
        test.send(admin, api.recordConsent, {
          params: { contactId: id },
          body: { purpose: 'contact', status, proof: 'On the phone', ...(at ? { at } : {}) },
        });
      const earlier = new Date(test.clock().getTime() - days(1)).toISOString();
      expect((await say('granted')).body.consents).toMatchObject([{ purpose: 'contact', status: 'granted' }]);
      expect((await say('denied', earlier)).body.consents).toMatchObject([{ status: 'granted' }]);
      expect((await say('denied', '2999-01-01T00:00:00Z')).body.code).toBe('consent.not-yet');
      const proofs = await db().selectFrom('consents').select('proof').where('contactId', '=', id).execute();
      expect(proofs).toHaveLength(2);
      expect(proofs[0]?.proof).toEqual({ how: 'On the phone', memberId: admin.id });
    });

    it.each([
      '<script>alert(1)</script>',
      "Robert'); drop table contacts;--",
      '=1+1',
      '\u202Egnp',
      '🏳️‍🌈',
      'ＮＵＬＬ',
      'toString',
    ])('keeps %j as the text that it is', async (text) => {
      const { id } = await create(admin, { name: text, title: text, fields: { [text]: text } });
      expect((await read(admin, id)).body).toMatchObject({ name: text, title: text });
      expect(Object.entries((await read(admin, id)).body.fields)).toEqual([[text, text]]);
    });
  });

  describe('one person', () => {
    it('is explained, and told on one line of time', async () => {
      await agreeOn(test, workspace);
      const source = await test.call(admin, createSource, { body: { name: 'Site', kind: 'server' } });
      const headers = { host: 'baton.test', authorization: `Basic ${btoa(`${source.writeKey}:`)}` };
      const at = (n: number) => new Date(test.clock().getTime() - n * 60_000).toISOString();
      const properties = { form: 'demo-request', email: 'ana@plant.example' };
      const batch = [
        { type: 'page', anonymousId: 'b1', timestamp: at(30), properties: { path: '/pricing' } },
        { type: 'track', anonymousId: 'b1', timestamp: at(20), event: 'Form Submitted', properties },
      ];
      await test.app.inject({ method: 'POST', url: '/v1/batch', headers, payload: { batch } });
      await test.runLoops();
      const [row] = (await test.call(admin, api.listContacts, { query: {} })).data;
      const params = { contactId: row?.id ?? '' };
      await test.call(admin, api.recordConsent, {
        params,
        body: { purpose: 'contact', status: 'granted', proof: 'By mail' },
      });
      const contact = await test.call(admin, api.getContact, { params });
      expect(contact.explanation).toMatchObject({
        scores: { grade: 'D2', engagement: { reasons: [{ clause: 'pricing' }, { clause: 'demo' }] } },
        qualification: { outcome: 'not-yet', missing: [{ field: 'contact.name', label: 'name' }] },
      });
      expect(contact.explanation?.qualification?.ways[0]?.[0]).toBe('Its grade is A1, A2, B1 or B2.');
      const timeline = async () => {
        const seen: { kind: string; department: string; text: string }[] = [];
        let cursor: string | undefined;
        do {
          const page = await test.call(admin, api.getContactTimeline, { params, query: { limit: 2, cursor } });
          seen.push(...page.data.map(({ kind, department, text }) => ({ kind, department, text })));
          cursor = page.nextCursor ?? undefined;
        } while (cursor);
        return seen;
      };
      const told = await timeline();
      expect(told.map(({ text }) => text).toSorted()).toEqual([
        'Allowed "contact"',
        'Became Subscriber',
        'Moved from Subscriber to Lead',
        'Reached the step Evaluating',
        'Submitted the form "demo-request"',
        'Viewed /pricing',
      ]);
      expect(told.findIndex(({ text }) => text.startsWith('Viewed'))).toBeGreaterThan(
        told.findIndex(({ text }) => text.startsWith('Submitted')),
      );
      expect(told.find(({ kind }) => kind === 'consent')?.department).toBe('both');
    });

    it('and a page of people cost as many statements for many as for few', async () => {
      await create(admin, { name: 'One' });
      const count = async () => {
        sent.length = 0;
        await list(admin, { sort: 'created' });
        return sent.length;
      };
      const few = await count();
      for (let n = 0; n < 30; n += 1) await create(admin, { name: `Person ${n}` });
      expect(await count()).toBe(few);
    });
  });
});
