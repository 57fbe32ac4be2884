import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { countWaiting } from '../../../test/contention.ts';
import { createMember, createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { readMessage } from '../../core/capture/read-message.ts';
import { rebuildFacts } from '../facts/rebuild-facts.ts';
import { carryOut } from '../merges/merge-contacts.ts';
import { undoMerge } from '../merges/schema.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { recordTouches } from '../touches/record-touches.ts';
import { createContact } from './create-contact.ts';
import { resolveContacts, type SourcedMessage } from './resolve-contacts.ts';

/** Milliseconds after the first instant, and the body of a call. */
type Said = { at: number; body: Record<string, unknown>; source?: string };

describe('who is who', () => {
  const test = useTestApp();
  const first = Date.UTC(2026, 1, 1);
  const db = () => test.databases.screens;

  const toMessage = ({ at, body, source = 'Site' }: Said): SourcedMessage => {
    const times = { happenedAt: first + at, sentAt: null, receivedAt: test.clock().getTime() };
    const message = readMessage(body, times);
    if (message === null) throw new Error('It is no message.');
    return { ...message, source };
  };

  /** As a batch of messages is processed, without the judging. */
  const hear = async (workspace: WorkspaceId, batch: readonly Said[]) => {
    const ctx = systemCtx(test, workspace);
    const messages = batch.map(toMessage);
    await ensureTouchMonths(
      ctx,
      messages.map(({ at }) => at),
    );
    await tx(ctx, async (ctx) => {
      const { owners } = await resolveContacts(ctx, messages);
      const touches = messages.flatMap((message, index) => {
        const identityId = owners[index]?.identityId;
        if (message.touch === null || identityId === null || identityId === undefined) return [];
        const { evidence: _, ...touch } = message.touch;
        const hash = createHash('sha256').update(`${message.at}`).digest();
        return [
          {
            ...touch,
            identityId,
            at: message.at,
            knownAt: message.knownAt,
            department: 'marketing' as const,
            memberId: null,
          },
        ].map((one) => ({ ...one, live: true, messageHash: hash }));
      });
      await recordTouches(ctx, touches);
    });
  };

  /** Everybody with what is known of them and their touches, without the ids that are given by chance. */
  const read = async (workspace: WorkspaceId) => {
    const contacts = await db()
      .selectFrom('contacts as c')
      .leftJoin('accounts as a', 'a.id', 'c.accountId')
      .select([
        'c.id',
        'c.email',
        'c.emailDomain',
        'c.name',
        'c.firstName',
        'c.title',
        'c.fields',
        'c.texts',
        'c.consent',
      ])
      .select(['c.sortKey', 'c.createdAt', 'c.source', 'a.domain'])
      .where('c.workspaceId', '=', workspace)
      .where('c.mergedInto', 'is', null)
      .execute();
    const identities = await db()
      .selectFrom('identities')
      .select(['id', 'kind', 'value', 'contactId', 'baseId', 'beganAt', 'namedAt', 'namedBy'])
      .where('workspaceId', '=', workspace)
      .execute();
    const touches = await db()
      .selectFrom('touches')
      .select(['identityId', 'at'])
      .where('workspaceId', '=', workspace)
      .execute();
    const keys = await db()
      .selectFrom('contactKeys')
      .select(['contactId', 'key'])
      .where('workspaceId', '=', workspace)
      .where('kind', '=', 'email')
      .execute();
    const consents = await db()
      .selectFrom('consents')
      .select(['contactId', 'purpose', 'status', 'at'])
      .where('workspaceId', '=', workspace)
      .execute();
    const nameOf = (id: number | null): string => identities.find((one) => one.id === id)?.value ?? '';
    const describeIdentity = ({ kind, value, baseId, beganAt, namedAt, namedBy }: (typeof identities)[number]) =>
      kind === 'turn'
        ? `turn ${nameOf(baseId)} ${beganAt?.getTime()}`
        : `${kind} ${value} ${namedAt?.getTime()} ${namedBy}`;
    const touchesOf = (contactId: string | null) => {
      const own = identities.filter((one) => one.contactId === contactId);
      return touches
        .filter(({ identityId }) => own.some(({ id }) => id === identityId))
        .map(({ at }) => at.getTime() - first)
        .sort((a, b) => a - b);
    };
    const people = contacts.map(({ id, ...contact }) => ({
      ...contact,
      identities: identities
        .filter(({ contactId }) => contactId === id)
        .map(describeIdentity)
        .sort(),
      touches: touchesOf(id),
      keys: keys
        .filter(({ contactId }) => contactId === id)
        .map(({ key }) => key)
        .sort(),
      consents: consents
        .filter(({ contactId }) => contactId === id)
        .map(({ purpose, status, at }) => `${at.getTime()} ${purpose} ${status}`)
        .sort(),
    }));
    const accounts = await db()
      .selectFrom('accounts')
      .select(['name', 'domain', 'texts'])
      .where('workspaceId', '=', workspace)
      .orderBy('domain')
      .execute();
    const text = (value: unknown) => JSON.stringify(value);
    return { people: people.sort((a, b) => (text(a) < text(b) ? -1 : 1)), nobodys: touchesOf(null), accounts };
  };

  /** The facts of a workspace that are not what the messages say. */
  const findWrong = async (workspace: WorkspaceId) =>
    (await rebuildFacts(systemCtx(test, workspace), { check: true })).filter(({ wrong }) => wrong > 0);

  const traits = fc.record(
    {
      email: fc.constantFrom('a@plant.example', 'b@plant.example', 'c@mill.example', 'd@gmail.com'),
      firstName: fc.constantFrom('Ana', 'Bo'),
      title: fc.constantFrom('COO', 'CEO'),
      plan: fc.constantFrom('pro', 'free'),
      consent: fc.record({ news: fc.boolean() }),
    },
    { requiredKeys: [] },
  );
  const ids = fc.record(
    { userId: fc.constantFrom('u1', 'u2', 'p1', 'null'), anonymousId: fc.constantFrom('a1', 'a2') },
    { requiredKeys: [] },
  );
  const call = fc.oneof(
    fc.tuple(ids, traits).map(([who, traits]) => ({ type: 'identify', ...who, traits })),
    ids.map((who) => ({ type: 'page', ...who, context: { locale: 'de-DE' } })),
    fc.tuple(ids, traits).map(([who, properties]) => ({ type: 'track', event: 'Form Submitted', ...who, properties })),
    fc.constantFrom('u1', 'u2').map((userId) => ({ type: 'alias', userId, previousId: 'p1' })),
  );
  // Some a minute apart, some hours.
  const said = fc
    .array(fc.record({ body: call, gap: fc.constantFrom(60_000, 5_000_000) }), { minLength: 1, maxLength: 9 })
    .map((list) => {
      let at = 0;
      return list.map(({ body, gap }): Said => {
        at += gap;
        return { at, body, source: at % 7 === 0 ? 'App' : 'Site' };
      });
    });

  it('is the same in any order and any batches', { timeout: 300_000 }, async () => {
    const trial = said.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
        fc.integer({ min: 1, max: 4 }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(trial, async ([inOrder, shuffled, size]) => {
        const [here, there] = [await createWorkspace(test), await createWorkspace(test)];
        await hear(here, inOrder);
        for (let at = 0; at < shuffled.length; at += size) await hear(there, shuffled.slice(at, at + size));
        expect(await read(there)).toEqual(await read(here));
        expect(await findWrong(there)).toEqual([]);
      }),
      { numRuns: Number(process.env.WHO_RUNS ?? 60) },
    );
  });

  const whoHas = async (workspace: WorkspaceId, value: string) => {
    const { contactId } = await db()
      .selectFrom('identities')
      .select('contactId')
      .where('workspaceId', '=', workspace)
      .where('value', '=', value)
      .where('kind', 'in', ['user', 'email'])
      .executeTakeFirstOrThrow();
    return contactId;
  };
  const form = (at: number, properties: Record<string, unknown>, who = {}): Said => ({
    at,
    body: { type: 'track', event: 'Form Submitted', properties, ...who },
  });
  const identify = (at: number, userId: string, traits: Record<string, unknown>): Said => ({
    at,
    body: { type: 'identify', userId, traits },
  });

  it('merges whom a message proves to be one, and keeps apart whom somebody separated', async () => {
    const workspace = await createWorkspace(test);
    await hear(workspace, [
      { at: 1000, body: { type: 'track', event: 'Used', userId: 'u1' } },
      form(2000, { email: 'ana@plant.example', title: 'COO', consent: { news: true } }),
    ]);
    const before = await read(workspace);
    const former = await whoHas(workspace, 'ana@plant.example');
    await hear(workspace, [identify(3000, 'u1', { email: 'ana@plant.example', firstName: 'Ana' })]);
    const { people } = await read(workspace);
    expect(people).toMatchObject([{ title: 'COO', firstName: 'Ana', touches: [1000, 2000] }]);
    const merge = await db()
      .selectFrom('merges')
      .select(['id', 'mergedId', 'survivorId', 'cause'])
      .where('workspaceId', '=', workspace)
      .executeTakeFirstOrThrow();
    expect(merge).toMatchObject({ mergedId: former, cause: 'identity' });

    const admin = await createMember(test, workspace, { role: 'admin' });
    await test.call(admin, undoMerge, { params: { mergeId: merge.id } });
    const apart = (await read(workspace)).people;
    const sorted = (list: typeof apart) => list.map(({ touches, title }) => `${touches} ${title}`).sort();
    expect(sorted(apart)).toEqual(sorted(before.people));
    await hear(workspace, [identify(4000, 'u1', { email: 'ana@plant.example', plan: 'pro' })]);
    expect(await whoHas(workspace, 'ana@plant.example')).toBe(former);
    expect(await whoHas(workspace, 'u1')).toBe(merge.survivorId);
    expect((await read(workspace)).people).toHaveLength(2);
  });

  it('lets a person make two users one, and gives each their own back', async () => {
    const workspace = await createWorkspace(test);
    const ctx = systemCtx(test, workspace);
    await hear(workspace, [
      identify(1000, 'u1', { email: 'a@plant.example', title: 'COO' }),
      identify(2000, 'u2', { email: 'b@plant.example', title: 'CEO' }),
    ]);
    const [keepId, dropId] = [(await whoHas(workspace, 'u1')) ?? '', (await whoHas(workspace, 'u2')) ?? ''];
    const pairs = [{ keepId, dropId, why: 'They are one.' }];
    const { merges } = await tx(ctx, (ctx) => carryOut(ctx, { pairs, cause: 'member', memberId: null, areOne: true }));
    test.clock.advance(60_000);
    const since = test.clock().getTime() - first;
    await hear(workspace, [
      identify(since - 2000, 'u2', { title: 'CFO' }),
      form(since - 1000, { email: 'c@mill.example' }, { userId: 'u2' }),
    ]);
    expect((await read(workspace)).people).toMatchObject([{ title: 'CFO', touches: [since - 1000] }]);
    expect(await whoHas(workspace, 'c@mill.example')).toBe(keepId);
    const admin = await createMember(test, workspace, { role: 'admin' });
    await test.call(admin, undoMerge, { params: { mergeId: merges[0]?.id ?? '' } });
    const of = async (id: string) =>
      db().selectFrom('contacts').select(['title', 'email']).where('id', '=', id).executeTakeFirst();
    expect(await of(keepId)).toEqual({ title: 'COO', email: 'a@plant.example' });
    expect(await of(dropId)).toEqual({ title: 'CFO', email: 'c@mill.example' });
  });

  it('is worked out anew from the messages, whatever became of it', async () => {
    const workspace = await createWorkspace(test);
    const page = (at: number, who: Record<string, unknown>): Said => ({ at, body: { type: 'page', ...who } });
    await hear(workspace, [
      identify(1000, 'u1', { email: 'a@plant.example', title: 'COO', company: { name: 'Plant' } }),
      page(2000, { userId: 'u1', anonymousId: 'a1' }),
      page(3000, { anonymousId: 'a1' }),
      page(4000, { userId: 'u2', anonymousId: 'a1' }),
      page(5000, { anonymousId: 'a1' }),
      form(6000, { email: 'b@plant.example', title: 'CEO', consent: { news: true } }),
    ]);
    const before = await read(workspace);
    expect(await findWrong(workspace)).toEqual([]);
    const of = (table: 'identities' | 'contacts' | 'touches' | 'rollupDeltas') => db().updateTable(table);
    const [u1, u2] = [await whoHas(workspace, 'u1'), await whoHas(workspace, 'u2')];
    await of('contacts')
      .set({ title: 'Thief', accountId: null, consent: '{}' })
      .where('workspaceId', '=', workspace)
      .where('title', 'is not', null)
      .execute();
    await of('identities')
      .set(({ eb }) => ({
        contactId: eb
          .case()
          .when('contactId', '=', u1)
          .then(u2)
          .when('contactId', '=', u2)
          .then(u1)
          .else(eb.ref('contactId'))
          .end(),
      }))
      .where('workspaceId', '=', workspace)
      .where('kind', '<>', 'user')
      .execute();
    const base = await db()
      .selectFrom('identities')
      .select('id')
      .where('workspaceId', '=', workspace)
      .where('kind', '=', 'anonymous')
      .executeTakeFirstOrThrow();
    await of('touches')
      .set({ identityId: base.id })
      .where('workspaceId', '=', workspace)
      .where('at', '=', new Date(first + 5000))
      .execute();
    const wrong = await findWrong(workspace);
    expect(wrong.map(({ fact }) => fact)).toEqual([
      'ids and addresses',
      'people as messages tell of them',
      'touches in shared browsers',
      'days of counted touches',
    ]);
    expect(await findWrong(workspace)).toEqual(wrong);
    await rebuildFacts(systemCtx(test, workspace), { check: false });
    expect(await read(workspace)).toEqual(before);
    expect(await findWrong(workspace)).toEqual([]);
  });

  it('does a batch again whose people somebody merges meanwhile', async () => {
    const workspace = await createWorkspace(test);
    const ctx = systemCtx(test, workspace);
    await hear(workspace, [identify(1000, 'u1', { title: 'COO' }), identify(2000, 'u2', { title: 'CEO' })]);
    const [keepId, dropId] = [(await whoHas(workspace, 'u1')) ?? '', (await whoHas(workspace, 'u2')) ?? ''];
    const pairs = [{ keepId, dropId, why: 'They are one.' }];
    const batch = [identify(3000, 'u2', { firstName: 'Ana' })];
    const heard = await tx({ ...ctx, db: test.databases.workers }, async (merging) => {
      await carryOut(merging, { pairs, cause: 'member', memberId: null, areOne: true });
      const promise = hear(workspace, batch).then(
        () => 'heard',
        (error) => (error as { code?: string }).code,
      );
      while ((await countWaiting(test)) === 0) await Promise.resolve();
      return { promise };
    });
    expect(await heard.promise).toBe('contact.merged-meanwhile');
    await hear(workspace, batch);
    expect((await read(workspace)).people).toMatchObject([{ title: 'COO', firstName: 'Ana' }]);
  });

  it('gives an address that somebody wrote down to that person, whoever sends it', async () => {
    const workspace = await createWorkspace(test);
    const ana = await createContact(systemCtx(test, workspace), {
      ...{ name: 'Ana', emails: ['ana@plant.example'], phones: [], anyway: false },
    });
    await hear(workspace, [identify(1000, 'u1', { email: 'ana@plant.example' })]);
    expect([await whoHas(workspace, 'u1'), await whoHas(workspace, 'ana@plant.example')]).toEqual([ana.id, ana.id]);
  });

  it('puts whom it cannot tell apart into the queue of duplicates', async () => {
    const workspace = await createWorkspace(test);
    await hear(workspace, [
      form(1000, { email: 'a@plant.example' }, { anonymousId: 'a1' }),
      form(2000, { email: 'b@plant.example' }, { anonymousId: 'a1' }),
    ]);
    const pairs = await db()
      .selectFrom('duplicates')
      .select(['reasons', 'status'])
      .where('workspaceId', '=', workspace)
      .execute();
    expect(pairs).toEqual([
      { reasons: ['Both were identified in one browser, which they may share.'], status: 'open' },
    ]);
  });
});
