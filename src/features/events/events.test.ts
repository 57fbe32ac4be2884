import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { type TestApp, useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff } from '../../../test/handoffs.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { acceptHandoff, rejectHandoff } from '../handoffs/schema.ts';
import { recordEvents } from './record-events.ts';
import { followEvents } from './schema.ts';

describe('what happened', () => {
  const test: TestApp = useTestApp();
  let workspace: WorkspaceId;
  let ana: TestMember;
  let ben: TestMember;
  let base = '';
  const streams: AbortController[] = [];

  const follow = (who: TestMember, after?: string) =>
    test.call(who, followEvents, { query: after === undefined ? {} : { after } });
  const accept = async (who: TestMember) => {
    const handoffId = await createHandoff(test, workspace, who.id);
    await test.call(who, acceptHandoff, { params: { handoffId } });
    return handoffId;
  };

  beforeEach(async () => {
    workspace = await createWorkspace(test);
    await agreeOn(test, workspace);
    ana = await createMember(test, workspace, { name: 'Ana' });
    ben = await createMember(test, workspace, { name: 'Ben' });
  });

  afterEach(() => {
    for (const one of streams.splice(0)) one.abort();
  });

  it('is read from a place on, by whom it concerns, in ids only', async () => {
    const { lastId, data } = await follow(ana);
    expect(data).toEqual([]);
    const mine = await accept(ana);
    await accept(ben);
    const next = await follow(ana, lastId);
    expect(next.data).toEqual([
      { id: expect.any(String), kind: 'handoff.accepted', object: 'handoff', objectId: mine, at: expect.any(String) },
    ]);
    expect(next).toMatchObject({ reset: false, more: false });
    expect((await follow(ana, next.lastId)).data).toEqual([]);
    const admin = await createMember(test, workspace, { role: 'admin' });
    expect((await follow(admin, lastId)).data).toHaveLength(2);
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    expect((await follow(stranger, lastId)).data).toEqual([]);
  });

  it('is read no further than where the news end', async () => {
    const { lastId } = await follow(ana);
    await accept(ana);
    const first = await follow(ana, lastId);
    await accept(ana);
    const upTo = (after: string, until: string) => test.call(ana, followEvents, { query: { after, until } });
    expect(await upTo(lastId, first.lastId)).toEqual(first);
    expect(await upTo(first.lastId, lastId)).toMatchObject({ data: [], lastId: first.lastId });
  });

  it('waits for a transaction that began before, so that nothing is passed over', async () => {
    const { lastId } = await follow(ana);
    const event = { kind: 'x.y', object: 'handoff', objectId: ana.id, memberIds: [ana.id] };
    const ctx = systemCtx(test, workspace);
    let second: Awaited<ReturnType<typeof follow>> | null = null;
    await tx(ctx, async (slow) => {
      await sql`select pg_current_xact_id()`.execute(slow.db);
      await tx({ ...ctx, db: test.database.observed.workers }, (quick) =>
        recordEvents(quick, [{ ...event, kind: 'quick.done' }]),
      );
      await recordEvents(slow, [{ ...event, kind: 'slow.done' }]);
      second = await follow(ana, lastId);
    });
    expect(second).toMatchObject({ data: [], lastId });
    expect((await follow(ana, lastId)).data.map(({ kind }) => kind).sort()).toEqual(['quick.done', 'slow.done']);
  });

  it.each([
    ['is no longer kept', async () => '1-1'],
    ['is of another database', async () => '99999999999-5'],
  ])('asks to read everything again after a place that %s', async (_case, place) => {
    await accept(ana);
    const again = await follow(ana, await place());
    expect(again).toMatchObject({ reset: true, data: [] });
    expect(again.lastId).not.toBe('0-0');
  });

  it('is told on a stream as it happens, and again after a break from where it ended', async () => {
    base ||= await test.app.listen({ port: 0, host: '127.0.0.1' });
    const first = await openStream();
    expect(await first.next()).toMatchObject({ event: 'ready' });
    const handoffId = await accept(ana);
    const told = await first.next();
    expect(JSON.parse(told.data ?? '')).toMatchObject({ kind: 'handoff.accepted', objectId: handoffId });
    first.stop();
    const missed = await createHandoff(test, workspace, ana.id);
    await test.call(ana, rejectHandoff, { params: { handoffId: missed }, body: { reason: 'bad-timing' } });
    await accept(ben);
    const second = await openStream({ 'last-event-id': told.id ?? '' });
    expect(await second.next()).toMatchObject({ event: 'ready', id: told.id });
    expect(JSON.parse((await second.next()).data ?? '')).toMatchObject({ kind: 'handoff.rejected', objectId: missed });
    const last = await accept(ana);
    expect(JSON.parse((await second.next()).data ?? '')).toMatchObject({ objectId: last });
  });

  it('is not told to who is not signed in', async () => {
    const answer = await test.app.inject({ url: '/api/events', headers: { accept: 'text/event-stream' } });
    expect(answer.statusCode).toBe(401);
  });

  type Block = { event?: string; id?: string; data?: string };

  async function openStream(headers: Record<string, string> = {}): Promise<{ next(): Promise<Block>; stop(): void }> {
    const abort = new AbortController();
    streams.push(abort);
    const response = await fetch(`${base}/api/events`, {
      headers: { accept: 'text/event-stream', cookie: ana.cookie ?? '', ...headers },
      signal: abort.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    return {
      /** The next event that says something. */
      async next() {
        for (;;) {
          const end = text.indexOf('\n\n');
          if (end >= 0) {
            const block = Object.fromEntries(
              text
                .slice(0, end)
                .split('\n')
                .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
            ) as Block;
            text = text.slice(end + 2);
            if (block.data !== undefined) return block;
            continue;
          }
          const { value, done } = (await reader?.read()) ?? { done: true };
          if (done) throw new Error('The stream ended.');
          text += value;
        }
      },
      stop: () => abort.abort(),
    };
  }
});
