import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Caller, useTestApp } from '../../../test/app.ts';
import { days, minutes, seconds, testEpoch } from '../../../test/clock.ts';
import { createMember, createWorkspace, memberCtx, systemCtx } from '../../../test/fixtures.ts';
import { type Ctx, tx, type WorkspaceId } from '../../context.ts';
import { newId } from '../../db/ids.ts';
import { acceptInvitation, inviteMember } from '../invitations/schema.ts';
import { createKey } from '../keys/schema.ts';
import { ensureAuditMonths } from './ensure-audit-months.ts';
import { eraseAuditValues } from './erase-values.ts';
import { exportAudit as exportVerb } from './export-audit.ts';
import { type Change, recordChange } from './record-change.ts';
import { exportAudit, listAudit } from './schema.ts';

const marker = '[erased]';

describe('the audit log', () => {
  const test = useTestApp();
  const record = (ctx: Ctx, change: Change) => tx(ctx, (ctx) => recordChange(ctx, change));
  const entriesOf = (workspace: WorkspaceId) =>
    test.databases.screens.selectFrom('audit').selectAll().where('workspaceId', '=', workspace).orderBy('id').execute();

  describe('is append-only', () => {
    let workspace: WorkspaceId;
    let ctx: Ctx;
    beforeAll(async () => {
      workspace = await createWorkspace(test);
      ctx = systemCtx(test, workspace);
      const before = { name: 'Ada', phones: [{ number: '1' }], note: null };
      await record(ctx, { verb: 'contact.removed', object: 'contact', objectId: 'c1', before });
    });

    const attempts: [string, string][] = [
      ['update', `update audit set verb = 'x' where workspace_id = $ws`],
      ['delete', 'delete from audit where workspace_id = $ws'],
      ['truncate', 'truncate audit'],
      ['truncate with what refers to it', 'truncate audit cascade'],
      ['update of a partition', `update audit_2026_03 set verb = 'x' where workspace_id = $ws`],
      ['delete from a partition', 'delete from audit_2026_03 where workspace_id = $ws'],
      ['truncate of a partition', 'truncate audit_2026_03'],
      ['truncate of a partition without its parent', 'truncate only audit_2026_03'],
      [
        'upsert',
        `insert into audit select * from audit where workspace_id = $ws on conflict (workspace_id, at, id) do update set verb = 'x'`,
      ],
      [
        'merge',
        'merge into audit a using audit b on a.workspace_id = b.workspace_id and a.at = b.at and a.id = b.id and a.workspace_id = $ws when matched then delete',
      ],
      ['a new value', `update audit set before = jsonb_set(before, '{name}', '"Eve"') where workspace_id = $ws`],
      ['a value taken away', `update audit set before = before - 'name' where workspace_id = $ws`],
      ['a value added', `update audit set before = before || '{"more": "[erased]"}' where workspace_id = $ws`],
      [
        'a key renamed',
        `update audit set before = before - 'name' || '{"named": "[erased]"}' where workspace_id = $ws`,
      ],
      ['a list cut short', `update audit set before = jsonb_set(before, '{phones}', '[]') where workspace_id = $ws`],
      ['all values taken away', 'update audit set before = null where workspace_id = $ws'],
      [
        'a value given where none was',
        `update audit set after = '"[erased]"' where workspace_id = $ws and after is null`,
      ],
      ['another actor', 'update audit set actor_id = gen_random_uuid() where workspace_id = $ws'],
      ['another instant', `update audit set at = at - interval '1 second' where workspace_id = $ws`],
      ['another month', `update audit set at = at - interval '1 month' where workspace_id = $ws`],
      ['another request', `update audit set request_id = 'x' where workspace_id = $ws`],
      ['another workspace', 'update audit set workspace_id = gen_random_uuid() where workspace_id = $ws'],
    ];
    const run = (db: Ctx['db'], statement: string) => {
      const [head = '', ...rest] = statement.split('$ws');
      return rest.reduce((built, part) => sql`${built}${workspace}::uuid${sql.raw(part)}`, sql.raw(head)).execute(db);
    };
    const snapshot = async () =>
      JSON.stringify((await entriesOf(workspace)).filter(({ verb }) => verb !== 'audit.erased'));

    it.each(attempts)('refuses: %s', async (_name, statement) => {
      const before = await snapshot();
      await expect(run(test.databases.screens, statement)).rejects.toThrow('append-only');
      expect(await snapshot()).toBe(before);
    });

    it.each(attempts)('refuses, in a transaction that wrote an entry of erasure: %s', async (_name, statement) => {
      const before = await snapshot();
      const forged = tx(ctx, async (ctx) => {
        await recordChange(ctx, { verb: 'audit.erased', object: 'contact', objectId: 'c1', after: { fields: [] } });
        await run(ctx.db, statement);
      });
      await expect(forged).rejects.toThrow('append-only');
      expect(await snapshot()).toBe(before);
    });

    it('refuses even markers without an entry of erasure in the same transaction and workspace', async () => {
      const mark = `update audit set before = jsonb_set(before, '{name}', '"[erased]"') where workspace_id = $ws and verb = 'contact.removed'`;
      const before = await snapshot();
      await expect(run(test.databases.screens, mark)).rejects.toThrow('append-only');
      const other = systemCtx(test, await createWorkspace(test));
      const elsewhere = tx(other, async (ctx) => {
        await recordChange(ctx, { verb: 'audit.erased', object: 'contact', objectId: 'c1', after: { fields: [] } });
        await run(ctx.db, mark);
      });
      await expect(elsewhere).rejects.toThrow('append-only');
      await record(ctx, { verb: 'audit.erased', object: 'contact', objectId: 'none', after: { fields: [] } });
      await expect(run(test.databases.screens, mark)).rejects.toThrow('append-only');
      expect(await snapshot()).toBe(before);
    });
  });

  it('keeps of an edit what differs', async () => {
    const workspace = await createWorkspace(test);
    const ctx = systemCtx(test, workspace);
    await record(ctx, {
      verb: 'x.edited',
      object: 'x',
      objectId: '1',
      before: { a: 1, b: [1], c: 2 },
      after: { a: 1, b: [2] },
    });
    expect(await entriesOf(workspace)).toMatchObject([{ before: { b: [1], c: 2 }, after: { b: [2], c: null } }]);
    await expect(recordChange(ctx, { verb: 'x', object: 'x', objectId: null })).rejects.toThrow('in the transaction');
  });

  it('gives personal values up to a marker, and says so', async () => {
    const workspace = await createWorkspace(test);
    const member = await createMember(test, workspace, { role: 'admin' });
    const ctx = memberCtx(test, member);
    const contact = { name: 'Ada Lovelace', stage: 'lead', phones: [{ number: '+49 1', kind: 'work' }], note: null };
    await record(ctx, { verb: 'contact.created', object: 'contact', objectId: 'c1', after: contact });
    await record(ctx, {
      verb: 'contact.edited',
      object: 'contact',
      objectId: 'c1',
      before: { name: 'Ada Lovelace' },
      after: { name: 'Ada King' },
    });
    await record(ctx, { verb: 'contact.created', object: 'contact', objectId: 'c2', after: contact });
    const fields = ['name', 'number', 'note'];
    expect(await tx(ctx, (ctx) => eraseAuditValues(ctx, 'contact', 'c1', fields))).toBe(2);
    const entries = await entriesOf(workspace);
    const of = (objectId: string, verb: string) =>
      entries.find((entry) => entry.objectId === objectId && entry.verb === verb);
    expect(of('c1', 'contact.created')?.after).toEqual({
      name: marker,
      stage: 'lead',
      phones: [{ number: marker, kind: 'work' }],
      note: null,
    });
    expect(of('c1', 'contact.edited')).toMatchObject({ before: { name: marker }, after: { name: marker } });
    expect(of('c2', 'contact.created')?.after).toEqual(contact);
    expect(of('c1', 'audit.erased')).toMatchObject({ actorKind: 'member', actorId: member.id, after: { fields } });
    expect(await tx(ctx, (ctx) => eraseAuditValues(ctx, 'contact', 'c1', fields))).toBe(0);
  });

  describe('page', () => {
    async function setUp() {
      const workspace = await createWorkspace(test, 'Audited');
      const admin = await createMember(test, workspace, { role: 'admin', name: 'Anna Admin' });
      test.clock.advance(minutes(1));
      return { workspace, admin, from: test.clock().toISOString(), ctx: memberCtx(test, admin) };
    }
    const pageThrough = async (caller: Caller, query: object) => {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: { data: { objectId: string | null }[]; nextCursor: string | null } = await test.call(
          caller,
          listAudit,
          {
            query: { limit: 3, ...query, ...(cursor ? { cursor } : {}) },
          },
        );
        seen.push(...page.data.map(({ objectId }) => objectId ?? ''));
        cursor = page.nextCursor;
      }
      return seen;
    };

    it('shows who did what, newest first, page by page', async () => {
      const { admin, ctx, from } = await setUp();
      for (let n = 0; n < 8; n += 1) {
        // Two in each instant: the id decides.
        if (n % 2 === 0) test.clock.advance(seconds(1));
        await record(
          { ...ctx, now: test.clock() },
          { verb: 'thing.made', object: 'thing', objectId: `${n}`, after: { n } },
        );
      }
      const seen = await pageThrough(admin, { from });
      expect(seen).toHaveLength(8);
      expect(seen.map((id) => Math.floor(Number(id) / 2))).toEqual([3, 3, 2, 2, 1, 1, 0, 0]);
      expect(new Set(seen).size).toBe(8);
      const { data } = await test.call(admin, listAudit, { query: { limit: 1 } });
      expect(data[0]).toMatchObject({
        actor: { kind: 'member', id: admin.id, name: 'Anna Admin' },
        verb: 'thing.made',
        before: null,
        after: { n: expect.any(Number) },
      });
    });

    it('finds by object, actor, verb and time', async () => {
      const { admin, ctx, workspace } = await setUp();
      const other = await createMember(test, workspace, { role: 'head' });
      await record(ctx, { verb: 'team.created', object: 'team', objectId: 't1' });
      await record(memberCtx(test, other), { verb: 'team.edited', object: 'team', objectId: 't1' });
      test.clock.advance(seconds(10));
      const later = test.clock().toISOString();
      await record({ ...ctx, now: test.clock() }, { verb: 'team.created', object: 'team', objectId: 't2' });
      expect(await pageThrough(admin, { object: 'team' })).toEqual(['t2', 't1', 't1']);
      expect(await pageThrough(admin, { object: 'team', objectId: 't1' })).toEqual(['t1', 't1']);
      expect(await pageThrough(admin, { actorId: other.id })).toEqual(['t1']);
      expect(await pageThrough(admin, { verb: 'team.created' })).toEqual(['t2', 't1']);
      expect(await pageThrough(admin, { verb: 'team.created', from: later })).toEqual(['t2']);
      expect(await pageThrough(admin, { verb: 'team.created', to: later })).toEqual(['t1']);
      expect(await pageThrough(admin, { object: "team' or 'a'='a" })).toEqual([]);
      expect((await test.send(admin, listAudit, { query: { limit: 1, cursor: 'x' } })).status).toBe(400);
    });

    it('is open to admins, heads and sponsors, and shows no other workspace', async () => {
      const { workspace, ctx } = await setUp();
      await record(ctx, { verb: 'team.created', object: 'team', objectId: 'mine' });
      for (const role of ['admin', 'head', 'sponsor'] as const) {
        const reader = await createMember(test, workspace, { role });
        expect(await pageThrough(reader, { object: 'team' })).toEqual(['mine']);
      }
      for (const role of ['lead', 'member', 'viewer'] as const) {
        const other = await createMember(test, workspace, { role });
        expect((await test.send(other, listAudit)).status).toBe(403);
        expect((await test.send(other, exportAudit)).status).toBe(403);
      }
      const stranger = await setUp();
      expect(await pageThrough(stranger.admin, { object: 'team' })).toEqual([]);
      expect(await test.call(stranger.admin, exportAudit)).not.toContain('mine');
    });

    it('is exported with cells that no spreadsheet runs', async () => {
      const { admin, ctx, workspace } = await setUp();
      const evil = await createMember(test, workspace, { name: '=HYPERLINK("https://evil.test")', role: 'head' });
      await record(memberCtx(test, evil), {
        verb: 'x.edited',
        object: 'x',
        objectId: ' @SUM(A1)',
        after: { note: 'a "quoted", =1' },
      });
      const answer = await test.send(admin, exportAudit, { query: { object: 'x' } });
      expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
      expect(answer.headers['content-disposition']).toBe('attachment; filename="baton-audit-export.csv"');
      const [header, line] = String(answer.body).split('\r\n');
      expect(header).toBe(
        '\ufeff"at","actorKind","actorName","actorId","verb","object","objectId","before","after","requestId"',
      );
      expect(line).toContain(`"'=HYPERLINK(""https://evil.test"")"`);
      expect(line).toContain(`"' @SUM(A1)"`);
      expect(line).toContain('"{""note"": ""'.replace(': ', ':'));
      expect(await exportVerb(ctx, { object: 'none' })).toBe(`${header}\r\n`);
    });

    it('is exported whole, across parts, and says when it was cut', async () => {
      const { workspace, ctx } = await setUp();
      const rows = Array.from({ length: 4_500 }, (_, n) => ({
        workspaceId: workspace,
        at: new Date(test.clock().getTime() + (n % 7)),
        id: newId(test.clock()),
        actorKind: 'system' as const,
        verb: 'row.made',
        object: 'row',
        objectId: `row-${n}`,
      }));
      for (let n = 0; n < rows.length; n += 1_500) {
        await test.databases.screens
          .insertInto('audit')
          .values(rows.slice(n, n + 1_500))
          .execute();
      }
      const ids = (csv: string) => csv.match(/row-\d+/g) ?? [];
      const whole = await exportVerb(ctx, { object: 'row' });
      expect(new Set(ids(whole)).size).toBe(4_500);
      expect(whole).not.toContain('Cut after');
      for (const limit of [4_500, 4_499, 4_000, 2_000, 10]) {
        const csv = await exportVerb(ctx, { object: 'row' }, limit);
        expect(ids(csv), `${limit}`).toHaveLength(limit);
        expect(csv.includes(`Cut after ${limit} rows`), `${limit}`).toBe(limit < 4_500);
      }
    });
  });

  it('holds no password, token or key', async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const { secret } = await test.call(admin, createKey, { body: { name: 'Key', scopes: ['audit:read'] } });
    const example = inviteMember.example as NonNullable<typeof inviteMember.example>;
    const { link } = await test.call(admin, inviteMember, {
      body: { ...example, email: 'new@example.test', teamId: null },
    });
    const token = /[\w.-]{20,}$/.exec(link)?.[0] as string;
    const accepted = { token, name: 'New', password: 'a password to look for' };
    await test.call({}, acceptInvitation, { body: accepted });
    const entries = JSON.stringify(await entriesOf(workspace));
    expect(entries).toContain('member.added');
    for (const canary of [secret, secret.slice(10), token, accepted.password, 'argon2', link]) {
      expect(canary.length).toBeGreaterThan(5);
      expect(entries).not.toContain(canary);
    }
  });

  it('has its months made three ahead', async () => {
    const next = new Date(testEpoch.getTime() + days(3 * 365));
    const months = async () => {
      const { rows } = await sql<{ name: string }>`
        select inhrelid::regclass::text as name from pg_inherits where inhparent = 'audit'::regclass order by 1`.execute(
        test.databases.screens,
      );
      return rows.map(({ name }) => name);
    };
    const before = await months();
    await ensureAuditMonths(test.databases.screens, next);
    await ensureAuditMonths(test.databases.screens, next);
    const made = (await months()).filter((name) => !before.includes(name));
    expect(made).toEqual(
      ['audit_2029_03', 'audit_2029_04', 'audit_2029_05', 'audit_2029_06'].filter((n) => !before.includes(n)),
    );
    await expect(sql`truncate audit_2029_03`.execute(test.databases.screens)).rejects.toThrow('append-only');
    await test.runJobs();
    expect(await test.runJobs('ensure-audit-months', 'remove-expired-answers')).toBe(2);
  });
});
