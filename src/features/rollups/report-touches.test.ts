import { beforeAll, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { createSource } from '../sources/schema.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { recordTouches } from '../touches/record-touches.ts';
import { reportTouches } from './schema.ts';

describe('the report of touches', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let viewer: TestMember;
  const hours = (n: number) => test.clock().getTime() + n * 3_600_000;

  beforeAll(async () => {
    workspace = await createWorkspace(test);
    viewer = await createMember(test, workspace, { role: 'viewer' });
    await ensureTouchMonths(
      { db: test.databases.screens },
      [0, -10, -40].map((days) => hours(24 * days)),
    );
    const touch = (at: number, channel: string | null, live = true, identityId = 1) => ({
      ...{ identityId, at, knownAt: at, kind: 'page-viewed', department: 'marketing' as const },
      ...{ memberId: null, live, props: {}, messageHash: null, channel },
    });
    const touches = [
      touch(hours(-1), 'email'),
      touch(hours(-2), 'email', true, 2),
      touch(hours(-30), 'direct'),
      touch(hours(-24 * 10), null, false),
      touch(hours(-24 * 40), 'email'),
    ];
    await tx(systemCtx(test, workspace), (ctx) => recordTouches(ctx, touches));
  });

  const report = (query: Record<string, string> = {}) => test.call(viewer, reportTouches, { query: query as never });

  it('says what the last 30 days brought, by channel, to everybody who is signed in', async () => {
    const { from, to, zone, total, data } = await report();
    expect([from, to, zone]).toEqual(['2026-02-01', '2026-03-02', 'Europe/Berlin']);
    expect(total).toEqual({ touches: 4, people: 0, visitors: 2 });
    expect(data.map(({ value, touches, visitors }) => [value, touches, visitors])).toEqual([
      ['email', 2, 2],
      ['direct', 1, 1],
      [null, 1, 1],
    ]);
  });

  it('divides by day and week, and by each dimension', async () => {
    const days = await report({ every: 'day', from: '2026-03-01' });
    expect(days.data.map(({ day, value, touches }) => [day, value, touches])).toEqual([
      ['2026-03-01', 'direct', 1],
      ['2026-03-02', 'email', 2],
    ]);
    expect((await report({ every: 'week', by: 'kind' })).data.map(({ day, touches }) => [day, touches])).toEqual([
      ['2026-02-16', 1],
      ['2026-02-23', 1],
      ['2026-03-02', 2],
    ]);
    expect((await report({ by: 'live' })).data.map(({ value, touches }) => [value, touches])).toEqual([
      ['live', 3],
      ['history', 1],
    ]);
    for (const by of ['source', 'department', 'campaign', 'form']) expect((await report({ by })).total.touches).toBe(4);
  });

  it('refuses what has no meaning, and says what to ask for', async () => {
    const send = (query: Record<string, string>) => test.send(viewer, reportTouches, { query: query as never });
    expect((await send({ from: '2026-03-02', to: '2026-03-01' })).body.code).toBe('rollup.span');
    expect((await send({ from: '2024-01-01', every: 'day' })).body.code).toBe('report.too-long');
    expect((await send({ from: '2024-01-01', every: 'week' })).status).toBe(200);
    expect((await send({ by: 'path' })).status).toBe(400);
    expect((await send({ from: 'yesterday' })).status).toBe(400);
  });

  it('is for members, and says nothing of other workspaces', async () => {
    expect((await test.send({}, reportTouches, { query: {} })).status).toBe(401);
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    expect((await test.call(stranger, reportTouches, { query: {} })).total.touches).toBe(0);
    const { writeKey } = await test.call(stranger, createSource, { body: { name: 'Shop', kind: 'server' } });
    expect((await test.send({ key: writeKey ?? '' }, reportTouches, { query: {} })).status).toBe(401);
  });
});
