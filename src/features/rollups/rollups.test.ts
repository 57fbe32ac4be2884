import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import { type Ctx, tx, type WorkspaceId } from '../../context.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { type NewTouch, recordTouches } from '../touches/record-touches.ts';
import { foldRollups } from './fold-rollups.ts';
import { readRollup } from './read-rollup.ts';
import { inspectRollups, rebuildRollups } from './rebuild-rollups.ts';
import { recordTouchDeltas } from './record-touch-deltas.ts';

const hour = 3_600_000;
/** Noon in Berlin, where the workspaces of tests are. */
const noon = Date.UTC(2026, 2, 2, 11);
const march = { from: '2026-03-01', to: '2026-03-31' };

describe('counts of touches', () => {
  const test = useTestApp({ sizes: { screens: 6, ingest: 1, workers: 2, reports: 1 } });
  let workspace: WorkspaceId;
  let ctx: Ctx;
  beforeAll(async () => {
    await ensureTouchMonths({ db: test.databases.screens }, [Date.UTC(2026, 1, 1), noon, Date.UTC(2026, 3, 1)]);
  });
  beforeEach(async () => {
    workspace = await createWorkspace(test);
    ctx = systemCtx(test, workspace);
  });

  const touch = (over: Partial<NewTouch> = {}): NewTouch => ({
    identityId: 1,
    at: noon,
    knownAt: noon,
    kind: 'page-viewed',
    department: 'marketing',
    memberId: null,
    live: true,
    props: {},
    messageHash: null,
    channel: 'email',
    ...over,
  });
  const record = (touches: readonly NewTouch[]) => tx(ctx, (ctx) => recordTouches(ctx, touches));
  const fold = async (limit?: number) => {
    while (await foldRollups(ctx, limit));
  };
  const total = async () => (await readRollup(ctx, { ...march, dims: [] }))[0];
  const waiting = async () =>
    Number(
      (
        await test.databases.screens
          .selectFrom('rollupDeltas')
          .select(({ fn }) => fn.countAll().as('n'))
          .where('workspaceId', '=', workspace)
          .executeTakeFirstOrThrow()
      ).n,
    );
  /** The truth: the touches themselves, by day of Berlin and every dimension. */
  const countDirectly = async () => {
    const { rows } = await sql<Record<string, unknown>>`
      select (t.at at time zone 'Europe/Berlin')::date as day, k.value as kind, c.value as channel, t.department,
        p.value as campaign, f.value as form, s.value as source, t.live, count(*) as touches,
        count(distinct i.contact_id) as people, count(distinct t.identity_id) filter (where i.contact_id is null) as visitors
      from touches t
      join dictionary k on k.workspace_id = t.workspace_id and k.code = t.kind
      left join dictionary c on c.workspace_id = t.workspace_id and c.code = t.channel
      left join dictionary p on p.workspace_id = t.workspace_id and p.code = t.campaign
      left join dictionary f on f.workspace_id = t.workspace_id and f.code = t.form
      left join dictionary s on s.workspace_id = t.workspace_id and s.code = t.source
      left join identities i on i.workspace_id = t.workspace_id and i.id = t.identity_id
      where t.workspace_id = ${workspace} group by 1, 2, 3, 4, 5, 6, 7, 8`.execute(test.databases.screens);
    return rows.map(lineOf).sort();
  };
  const lineOf = (row: object) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
  const countByRollup = async () =>
    (
      await readRollup(ctx, {
        from: '2026-01-01',
        to: '2026-12-31',
        dims: ['day', 'kind', 'channel', 'department', 'campaign', 'form', 'source', 'live'],
      })
    )
      .map(lineOf)
      .sort();

  it('are there with the touches, before anything is folded, and the same afterwards', async () => {
    await record([touch(), touch(), touch({ identityId: 2, channel: null })]);
    const read = () => readRollup(ctx, { ...march, dims: ['channel'] });
    const expected = [
      { channel: 'email', touches: 2, people: 0, visitors: 1 },
      { channel: null, touches: 1, people: 0, visitors: 1 },
    ];
    expect(await read()).toEqual(expected);
    await fold();
    expect(await waiting()).toBe(0);
    expect(await read()).toEqual(expected);
    await record([touch()]);
    expect((await read())[0]).toMatchObject({ touches: 3, visitors: 1 });
  });

  it('are of the days and weeks of the workspace, not of Greenwich', async () => {
    const lateSunday = Date.UTC(2026, 2, 1, 22, 59);
    await record([touch({ at: lateSunday }), touch({ at: lateSunday + 60_000 })]);
    const by = (dim: 'day' | 'week') => readRollup(ctx, { ...march, dims: [dim] });
    expect((await by('day')).map(({ day, touches }) => [day, touches])).toEqual([
      ['2026-03-01', 1],
      ['2026-03-02', 1],
    ]);
    expect((await by('week')).map(({ week }) => week)).toEqual(['2026-02-23', '2026-03-02']);
  });

  it('count people as they are now: two ids of one person are one, at once after they are joined', async () => {
    const { screens } = test.databases;
    const add = async (value: string) =>
      (
        await screens
          .insertInto('identities')
          .values({ workspaceId: workspace, kind: 'anonymous', value, contactId: null, createdAt: ctx.now })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id;
    const [one, two] = [await add('one'), await add('two')];
    await record([touch({ identityId: one }), touch({ identityId: two })]);
    await fold();
    expect(await total()).toMatchObject({ people: 0, visitors: 2 });
    const { id } = await screens
      .insertInto('contacts')
      .values({
        workspaceId: workspace,
        id: crypto.randomUUID(),
        accountId: null,
        sortKey: 'a',
        createdAt: ctx.now,
        updatedAt: ctx.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await screens.updateTable('identities').set({ contactId: id }).where('workspaceId', '=', workspace).execute();
    expect(await total()).toMatchObject({ touches: 2, people: 1, visitors: 0 });
  });

  it('follow a touch that moves, and forget one that goes', async () => {
    await record([touch()]);
    await fold();
    const [stored] = await test.databases.screens
      .selectFrom('touches')
      .selectAll()
      .where('workspaceId', '=', workspace)
      .execute();
    if (!stored) throw new Error('no touch');
    const moved = { ...stored, at: new Date(noon + 24 * hour) };
    await tx(ctx, async (ctx) => {
      await recordTouchDeltas(ctx, [stored], -1);
      await recordTouchDeltas(ctx, [moved], 1);
    });
    const days = async () =>
      (await readRollup(ctx, { ...march, dims: ['day'] })).map(({ day, touches, visitors }) => [
        day,
        touches,
        visitors,
      ]);
    expect(await days()).toEqual([['2026-03-03', 1, 1]]);
    await fold();
    expect(await days()).toEqual([['2026-03-03', 1, 1]]);
    await tx(ctx, (ctx) => recordTouchDeltas(ctx, [moved], -1));
    expect(await days()).toEqual([]);
    await fold();
    expect([await days(), await total()]).toEqual([[], undefined]);
  });

  it('are the same as the touches in any order, grouping and folding', async () => {
    const some = fc.record({
      identityId: fc.integer({ min: 1, max: 4 }),
      at: fc.integer({ min: -40, max: 40 }).map((hours) => noon + hours * hour),
      kind: fc.constantFrom('page-viewed', 'form-submitted'),
      channel: fc.constantFrom(null, 'email', 'paid-search'),
      campaign: fc.constantFrom(null, 'spring'),
      form: fc.constantFrom(null, 'demo'),
      source: fc.constantFrom(null, 'news'),
      department: fc.constantFrom('marketing' as const, 'sales' as const),
      live: fc.boolean(),
    });
    const step = fc.oneof(
      fc.record({ touches: fc.array(some, { minLength: 1, maxLength: 6 }) }),
      fc.record({ fold: fc.integer({ min: 1, max: 7 }) }),
      fc.record({ remove: fc.nat({ max: 30 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
        workspace = await createWorkspace(test);
        ctx = systemCtx(test, workspace);
        for (const one of steps) {
          if ('touches' in one) await record(one.touches.map((given) => touch(given)));
          else if ('fold' in one) await foldRollups(ctx, one.fold);
          else await removeOne(one.remove);
        }
        const truth = await countDirectly();
        expect(await countByRollup()).toEqual(truth);
        expect((await rebuildRollups(ctx, { check: true })).wrong).toEqual([]);
        await fold(3);
        expect(await countByRollup()).toEqual(truth);
        expect((await rebuildRollups(ctx)).wrong).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  async function removeOne(n: number): Promise<void> {
    await tx(ctx, async (ctx) => {
      const all = await ctx.db
        .selectFrom('touches')
        .selectAll()
        .where('workspaceId', '=', workspace)
        .orderBy('id')
        .execute();
      const gone = all[n];
      if (!gone) return;
      await ctx.db.deleteFrom('touches').where('workspaceId', '=', workspace).where('id', '=', gone.id).execute();
      await recordTouchDeltas(ctx, [gone], -1);
    });
  }

  it('are kept by two writers, two folders and a recount at once, without a deadlock', async () => {
    const write = async (shift: number) => {
      for (let n = 0; n < 15; n += 1) {
        const batch = Array.from({ length: 40 }, (_, at) =>
          touch({
            identityId: (at * 7 + shift) % 30,
            channel: `channel-${(at + shift * n) % 5}`,
            at: noon + (at % 5) * 20 * hour,
          }),
        );
        await record(shift % 2 === 0 ? batch : batch.toReversed());
      }
    };
    const folder = async () => {
      for (let n = 0; n < 25; n += 1) await foldRollups(ctx, 100);
    };
    await rebuildRollups(ctx);
    await Promise.all([write(1), write(2), folder(), folder(), rebuildRollups(ctx)]);
    const truth = await countDirectly();
    expect(await countByRollup()).toEqual(truth);
    await fold(100);
    expect(await countByRollup()).toEqual(truth);
    expect((await rebuildRollups(ctx, { check: true })).wrong).toEqual([]);
  });

  it('lose nothing when a fold or a writer breaks off', async () => {
    await record([touch(), touch({ identityId: 2 })]);
    const fault = new Error('the power went');
    await expect(
      tx(ctx, async (ctx) => {
        await foldRollups(ctx);
        throw fault;
      }),
    ).rejects.toBe(fault);
    await expect(
      tx(ctx, async (ctx) => {
        await recordTouches(ctx, [touch()]);
        throw fault;
      }),
    ).rejects.toBe(fault);
    expect(await total()).toMatchObject({ touches: 2, visitors: 2 });
    await fold();
    expect(await total()).toMatchObject({ touches: 2, visitors: 2 });
  });

  it('leave a workspace alone that is being folded', async () => {
    await record([touch()]);
    await tx(ctx, async (inner) => {
      await foldRollups(inner);
      expect(await foldRollups(ctx)).toBe(false);
    });
    expect(await waiting()).toBe(0);
  });

  describe('made anew', () => {
    it('say which were wrong, and are right afterwards', async () => {
      await record([touch(), touch({ identityId: 2, form: 'demo' })]);
      await fold();
      const db = test.databases.screens;
      await db.updateTable('rollupDays').set({ touches: 7 }).where('workspaceId', '=', workspace).execute();
      await db.deleteFrom('identityDays').where('workspaceId', '=', workspace).where('identityId', '=', 2).execute();
      const truth = await countDirectly();
      const { wrong } = await rebuildRollups(ctx, { check: true });
      expect(wrong).toContainEqual({
        day: '2026-03-02',
        kind: 'page-viewed',
        channel: 'email',
        department: 'marketing',
        campaign: null,
        form: null,
        source: null,
        live: true,
        by: 6,
      });
      expect(wrong).toContainEqual(expect.objectContaining({ form: 'demo', by: -1 }));
      expect(await countByRollup()).not.toEqual(truth);
      await rebuildRollups(ctx);
      expect(await countByRollup()).toEqual(truth);
      await fold();
      expect(await countByRollup()).toEqual(truth);
      expect((await rebuildRollups(ctx, { check: true })).wrong).toEqual([]);
    });

    it('are made for touches that an older version stored', async () => {
      await record([touch(), touch({ at: noon - 20 * 24 * hour })]);
      await test.databases.screens.deleteFrom('rollupDeltas').where('workspaceId', '=', workspace).execute();
      expect(await total()).toBeUndefined();
      expect(await inspectRollups(ctx)).toMatchObject({ isOutdated: true });
      await test.runLoops();
      expect(await inspectRollups(ctx)).toEqual({ isOutdated: false, hasDeltas: false });
      expect(await total()).toMatchObject({ touches: 1 });
    });

    it('move to the days of a new zone', async () => {
      await record([touch({ at: Date.UTC(2026, 2, 1, 23, 30) })]);
      await test.runLoops();
      const days = async () => (await readRollup(ctx, { ...march, dims: ['day'] })).map(({ day }) => day);
      expect(await days()).toEqual(['2026-03-02']);
      await test.databases.screens
        .updateTable('workspaces')
        .set({ zone: 'America/New_York' })
        .where('id', '=', workspace)
        .execute();
      await test.runLoops();
      expect(await days()).toEqual(['2026-03-01']);
      await record([touch({ at: Date.UTC(2026, 2, 2, 3) })]);
      expect(await days()).toEqual(['2026-03-01']);
    });
  });
});
