import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { readMessage } from '../../core/capture/read-message.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { recordTouches } from '../touches/record-touches.ts';
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
      }),
      { numRuns: Number(process.env.WHO_RUNS ?? 60) },
    );
  });
});
