import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { readMessage } from '../../core/capture/read-message.ts';
import { resolveContacts, type SourcedMessage } from './resolve-contacts.ts';

describe('what messages say of people and companies', () => {
  const test = useTestApp();

  /** When the first of the messages happened; `at` counts from there, in milliseconds. */
  const first = Date.UTC(2026, 1, 1);
  type Said = { at: number; traits: Record<string, unknown> };
  const toMessage = ({ at, traits }: Said): SourcedMessage => {
    const message = readMessage(
      { type: 'identify', userId: 'u1', traits },
      { happenedAt: first + at, sentAt: null, receivedAt: test.clock().getTime() },
    );
    if (message === null) throw new Error('It is no message.');
    return { ...message, source: 'Site' };
  };
  const hear = (workspace: WorkspaceId, batch: readonly Said[]) =>
    tx(systemCtx(test, workspace), (ctx) => resolveContacts(ctx, batch.map(toMessage)));
  const db = () => test.databases.screens;
  const read = async (workspace: WorkspaceId) => {
    const contact = await db()
      .selectFrom('contacts as c')
      .leftJoin('accounts as a', 'a.id', 'c.accountId')
      .select(['c.email', 'c.emailDomain', 'c.name', 'c.firstName', 'c.lastName', 'c.title', 'c.fields', 'c.texts'])
      .select(['c.sortKey', 'c.createdAt', 'c.source', 'c.toldAt', 'a.domain'])
      .where('c.workspaceId', '=', workspace)
      .execute();
    const accounts = await db()
      .selectFrom('accounts')
      .select(['name', 'domain', 'employees', 'texts', 'toldAt', 'fields'])
      .where('workspaceId', '=', workspace)
      .orderBy('domain')
      .execute();
    return { contact, accounts };
  };

  it('ends in the same current fields in any order and any batches', { timeout: 120_000 }, async () => {
    const company = fc.record(
      {
        name: fc.constantFrom('Plant', 'Plant Inc', 'Müller'),
        website: fc.constantFrom('plant.example', 'other.example'),
        employees: fc.integer({ min: 1, max: 3 }),
      },
      { requiredKeys: ['website'] },
    );
    const traits = fc.record(
      {
        name: fc.constantFrom('Ana', 'Ana Plant', '李'),
        firstName: fc.constantFrom('Ana', 'Anna'),
        lastName: fc.constantFrom('Plant', 'Öl'),
        title: fc.constantFrom('COO', 'CEO'),
        plan: fc.constantFrom('pro', 'free', 7, true),
        company,
      },
      { requiredKeys: [] },
    );
    // Each at an instant of its own; the first stands for the one that is heard last, too.
    const said = fc
      .array(fc.record({ traits, email: fc.constantFrom('a@plant.example', 'ana@plant.example') }), {
        minLength: 1,
        maxLength: 6,
      })
      .map((list) => list.map((one, at): Said => ({ at: 1000 + at, traits: { ...one.traits, email: one.email } })));
    const trial = said.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
        fc.integer({ min: 1, max: 6 }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(trial, async ([inOrder, shuffled, size]) => {
        const [here, there] = [await createWorkspace(test), await createWorkspace(test)];
        await hear(here, inOrder);
        for (let at = 0; at < shuffled.length; at += size) await hear(there, shuffled.slice(at, at + size));
        expect(await read(there)).toEqual(await read(here));
      }),
      { numRuns: 40 },
    );
  });

  it('keeps each change with its date, and none of what was never current', async () => {
    const workspace = await createWorkspace(test);
    await hear(workspace, [{ at: 1000, traits: { email: 'a@plant.example', title: 'COO' } }]);
    await hear(workspace, [{ at: 3000, traits: { title: 'CEO', plan: 'pro' } }]);
    await hear(workspace, [{ at: 2000, traits: { title: 'CFO', plan: 'free' } }]);
    const changes = await db()
      .selectFrom('fieldChanges')
      .select(['object', 'field', 'at', 'knownAt', 'old', 'new', 'actorKind', 'actorId'])
      .where('workspaceId', '=', workspace)
      .orderBy('field')
      .execute();
    const change = {
      object: 'contact',
      at: new Date(first + 3000),
      knownAt: test.clock(),
      actorKind: 'source',
      actorId: 'Site',
    };
    expect(changes).toEqual([
      { ...change, field: 'custom.plan', old: null, new: 'pro' },
      { ...change, field: 'title', old: 'COO', new: 'CEO' },
    ]);
  });

  it('does not count as an edit that a message repeats what is known', async () => {
    const workspace = await createWorkspace(test);
    const version = async () =>
      (await db().selectFrom('contacts').select('version').where('workspaceId', '=', workspace).executeTakeFirst())
        ?.version;
    await hear(workspace, [{ at: 1000, traits: { title: 'COO' } }]);
    expect(await version()).toBe(1);
    await hear(workspace, [{ at: 3000, traits: { title: 'COO' } }]);
    await hear(workspace, [{ at: 2000, traits: { title: 'CFO' } }]);
    expect((await read(workspace)).contact).toMatchObject([{ title: 'COO' }]);
    expect(await version()).toBe(1);
    await hear(workspace, [{ at: 4000, traits: { title: 'CEO' } }]);
    expect(await version()).toBe(2);
  });
});
