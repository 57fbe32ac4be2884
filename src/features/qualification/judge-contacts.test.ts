import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { countWaiting } from '../../../test/contention.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { processInbound } from '../capture/process-inbound.ts';
import { listHandoffs } from '../handoffs/schema.ts';
import { markContacts } from '../marks/mark-contacts.ts';
import { createSource } from '../sources/schema.ts';
import { createTeam, setMembership } from '../teams/schema.ts';
import { judgeMarked } from './judge-marked.ts';

describe('what arrives, carried to its end', () => {
  const sent: string[] = [];
  const test = useTestApp({ onStatement: ({ sql }) => sent.push(sql) });
  let workspace: WorkspaceId;
  let admin: TestMember;
  let rep: TestMember;
  let writeKey: string;
  let teamId: string;

  beforeEach(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin', department: 'both', heads: ['marketing'] });
    rep = await createMember(test, workspace);
    const team = await test.call(admin, createTeam, { body: { name: 'Inbound', department: 'sales', leadId: null } });
    teamId = team.id;
    writeKey = (await test.call(admin, createSource, { body: { name: 'Site', kind: 'server' } })).writeKey ?? '';
  });

  const joinTeam = () =>
    test.call(admin, setMembership, { params: { teamId, memberId: rep.id }, body: { weight: 1, cap: null } });
  const send = async (...batch: Record<string, unknown>[]) => {
    const headers = { host: 'baton.test', authorization: `Basic ${btoa(`${writeKey}:`)}` };
    const answer = await test.app.inject({ method: 'POST', url: '/v1/batch', headers, payload: { batch } });
    expect(answer.statusCode).toBe(200);
  };
  const form = (email: string, over: Record<string, unknown> = {}) => ({
    type: 'track',
    anonymousId: `of ${email}`,
    event: 'Form Submitted',
    properties: { form: 'demo-request', email, name: 'Olivia Ops', title: 'COO', ...over },
  });
  const open = async () => (await test.call(admin, listHandoffs, { query: { status: 'open' } })).data;
  const contacts = () =>
    test.databases.screens.selectFrom('contacts').selectAll().where('workspaceId', '=', workspace).execute();
  const clocks = () =>
    test.databases.screens
      .selectFrom('clocks')
      .select(['kind', 'outcome', 'memberId', 'department'])
      .where('workspaceId', '=', workspace)
      .orderBy('kind')
      .execute();

  it('keeps people and touches while there is no agreement, and judges them when there is one', async () => {
    await send(form('ana@plant.example'));
    await test.runLoops();
    expect(await contacts()).toMatchObject([
      { email: 'ana@plant.example', grade: null, currentStage: null, touchCount: 1, lastTouchAt: expect.any(Date) },
    ]);
    const versionId = await agreeOn(test, workspace);
    await joinTeam();
    await test.runLoops();
    // A new version scores everybody and hands nobody over; what they do next does.
    expect(await contacts()).toMatchObject([
      { scoredUnder: versionId, grade: 'C2', currentStage: 'lead', touchCount: 1 },
    ]);
    expect(await open()).toEqual([]);
    await send({ type: 'page', anonymousId: 'of ana@plant.example', properties: { path: '/pricing' } });
    await test.runLoops();
    expect(await open()).toMatchObject([{ grade: 'C1', member: { id: rep.id } }]);
  });

  it('waits for what Marketing owes, with a clock, and goes on when it is there', async () => {
    await agreeOn(
      test,
      workspace,
      lapText.replace('requires: [contact.email, contact.name]', 'requires: [contact.email, account.name]'),
    );
    await joinTeam();
    await send(form('ana@plant.example'));
    await test.runLoops();
    const [waiting] = await test.databases.screens
      .selectFrom('qualifications')
      .select(['status', 'missing'])
      .where('workspaceId', '=', workspace)
      .execute();
    expect(waiting).toEqual({ status: 'incomplete', missing: ['account.name'] });
    expect(await clocks()).toEqual([{ kind: 'complete', outcome: null, memberId: admin.id, department: 'marketing' }]);
    expect(await open()).toEqual([]);
    await send({
      type: 'identify',
      anonymousId: 'of ana@plant.example',
      traits: { email: 'ana@plant.example', company: 'Plant' },
    });
    await test.runLoops();
    expect(await open()).toMatchObject([{ account: { name: 'Plant' } }]);
    expect(await clocks()).toMatchObject([
      { kind: 'complete', outcome: 'kept' },
      { kind: 'decide', outcome: null },
      { kind: 'respond', outcome: null },
    ]);
  });

  it('waits in the queue for somebody to be available', async () => {
    await agreeOn(test, workspace);
    await send(form('ana@plant.example'));
    await test.runLoops();
    expect(await open()).toEqual([]);
    await joinTeam();
    await test.runLoops();
    expect(await open()).toMatchObject([{ contact: { email: 'ana@plant.example' }, member: { id: rep.id } }]);
  });

  it('lets a grade fade by itself when its time has come', async () => {
    await agreeOn(test, workspace);
    await joinTeam();
    await send(form('ana@plant.example'));
    await test.runLoops();
    const [before] = await contacts();
    expect(before?.grade).toBe('C2');
    test.clock.set(new Date((before?.validUntil?.getTime() ?? 0) - 1));
    await test.runLoops();
    expect((await contacts())[0]?.grade).toBe('C2');
    test.clock.advance(1);
    await test.runLoops();
    const [after] = await contacts();
    expect(after?.grade).toBe('C3');
    expect(after?.validUntil?.getTime()).toBeGreaterThan(test.clock().getTime());
    test.clock.set(new Date(test.clock().getTime() + days(1)));
  });

  it('gives the same facts for messages that come late and in another order', async () => {
    await agreeOn(test, workspace);
    await joinTeam();
    const at = (n: number) => new Date(test.clock().getTime() - n * 60_000).toISOString();
    const visit = (n: number, path: string) => ({
      type: 'page',
      anonymousId: 'of ana@plant.example',
      timestamp: at(n),
      properties: { path },
    });
    const messages = [
      visit(50, '/a'),
      visit(40, '/pricing'),
      { ...form('ana@plant.example'), timestamp: at(30) },
      visit(20, '/pricing'),
    ];
    await send(...messages);
    await test.runLoops();
    const [inOrder] = await contacts();
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin', department: 'both' });
    await agreeOn(test, workspace);
    writeKey = (await test.call(admin, createSource, { body: { name: 'Site', kind: 'server' } })).writeKey ?? '';
    for (const message of messages.toReversed()) {
      await send(message);
      await test.runLoops();
    }
    const [late] = await contacts();
    const facts = ({ fit, engagement, grade, touchCount, lastTouchAt, journeyStep }: NonNullable<typeof late>) => ({
      fit,
      engagement: Math.round((engagement ?? 0) * 1e6),
      grade,
      touchCount,
      lastTouchAt,
      journeyStep,
    });
    if (!(inOrder && late)) throw new Error('nobody arrived');
    expect(facts(late)).toEqual(facts(inOrder));
  });

  it('takes many people in as many statements as one', async () => {
    await agreeOn(test, workspace);
    await joinTeam();
    await send(form('first@one.example'));
    await test.runLoops();
    const ctx = systemCtx(test, workspace);
    const count = async (n: number) => {
      await send(...Array.from({ length: n }, (_, i) => form(`p${n}-${i}@company${i % 7}.example`)));
      sent.length = 0;
      await processInbound(ctx);
      await judgeMarked(ctx, n);
      return sent.length;
    };
    // Nine are enough for colleagues among them, whose key moments are looked for too.
    const [few, many] = [await count(9), await count(120)];
    expect(many).toBeLessThanOrEqual(few + 1);
    expect(await contacts()).toHaveLength(130);
  });

  it('keeps what arrived when what follows from it fails, and decides it later', async () => {
    await agreeOn(test, workspace);
    await joinTeam();
    await send(form('ana@plant.example'));
    const db = test.databases.screens;
    await sql`create trigger no_handoffs before insert on handoffs execute function refuse_change()`.execute(db);
    await processInbound(systemCtx(test, workspace));
    await expect(judgeMarked(systemCtx(test, workspace), 10)).rejects.toThrow('never changed');
    await sql`drop trigger no_handoffs on handoffs`.execute(db);
    expect(await contacts()).toMatchObject([{ email: 'ana@plant.example', scoredAt: null, currentStage: null }]);
    expect(await open()).toEqual([]);
    await test.runLoops();
    expect(await contacts()).toMatchObject([{ touchCount: 1, currentStage: 'qualified' }]);
    expect(await open()).toHaveLength(1);
  });

  it('judges everybody else where one cannot be judged, who is tried again', async () => {
    await agreeOn(test, workspace);
    const people = Array.from({ length: 9 }, (_, n) => `p${n}@plant.example`);
    await send(...people.map((email) => form(email)));
    const db = test.databases.screens;
    await sql`
      create function refuse_p4() returns trigger language plpgsql as ${sql.lit(`begin
        if new.email = 'p4@plant.example' and new.scored_at is not null then
          raise exception 'out of range' using errcode = '22003';
        end if;
        return new;
      end`)}`.execute(db);
    await sql`create trigger no_p4 before update on contacts for each row execute function refuse_p4()`.execute(db);
    const ctx = systemCtx(test, workspace);
    await processInbound(ctx);
    const judge = async () => {
      while (await judgeMarked(ctx, 100));
    };
    await expect(judge()).rejects.toThrow('out of range');
    // Behind all others: whoever waited with them is judged before it is tried again.
    await expect(judge()).rejects.toThrow('out of range');
    const unjudged = async () =>
      (await contacts()).filter(({ scoredAt }) => scoredAt === null).map(({ email }) => email);
    expect(await unjudged()).toEqual(['p4@plant.example']);
    await sql`drop trigger no_p4 on contacts`.execute(db);
    await test.runLoops();
    expect(await unjudged()).toEqual([]);
  });

  it('judges by what came after its round began, at once, and by what a clock far ahead says when its time has come', async () => {
    await agreeOn(test, workspace);
    await joinTeam();
    const began = test.clock();
    test.clock.advance(1);
    await send(form('ana@plant.example'));
    test.clock.set(began);
    await test.runLoops();
    expect(await open()).toHaveLength(1);
    test.clock.advance(20_000);
    await send(form('bo@mill.example'));
    test.clock.set(began);
    await test.runLoops();
    expect(await open()).toHaveLength(1);
    test.clock.advance(20_000);
    await test.runLoops();
    expect(await open()).toHaveLength(2);
  });

  it('judges by what somebody else added while it waited for the person', async () => {
    await agreeOn(test, workspace);
    await send(form('ana@plant.example'), form('bo@mill.example'));
    await test.runLoops();
    const ids = (await contacts()).map(({ id }) => id);
    const ctx = systemCtx(test, workspace);
    await tx(ctx, (ctx) => markContacts(ctx, new Map(ids.map((id) => [id, 'edit']))));
    const { judging } = await test.databases.workers.transaction().execute(async (trx) => {
      await trx.selectFrom('contacts').select('id').where('workspaceId', '=', workspace).forUpdate().execute();
      const judging = judgeMarked(ctx, 100);
      while ((await countWaiting(test)) === 0) await Promise.resolve();
      // As when a member logs a call: the touch is stored and the person judged, under their lock.
      await sql`
        insert into touches select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid()))).*
        from touches t where workspace_id = ${workspace} and identity_id in (
          select id from identities where workspace_id = ${workspace} and contact_id = ${ids[0]}
        )`.execute(trx);
      await trx
        .updateTable('contacts')
        .set({ touchCount: 2 })
        .where('workspaceId', '=', workspace)
        .where('id', '=', ids[0] ?? '')
        .execute();
      return { judging };
    });
    await judging;
    const counts = Object.fromEntries((await contacts()).map(({ id, touchCount }) => [id, touchCount]));
    expect(counts).toEqual({ [ids[0] ?? '']: 2, [ids[1] ?? '']: 1 });
  });

  it('judges once more whom something has come for while they were judged', async () => {
    await agreeOn(test, workspace);
    await send(form('ana@plant.example'));
    await test.runLoops();
    const [ana] = await contacts();
    if (ana === undefined) throw new Error('nobody arrived');
    const ctx = systemCtx(test, workspace);
    const mark = () => tx(ctx, (ctx) => markContacts(ctx, new Map([[ana.id, 'touch']])));
    await mark();
    const judging = await test.databases.workers.transaction().execute(async (trx) => {
      await trx.selectFrom('contacts').select('id').where('workspaceId', '=', workspace).forUpdate().execute();
      const judging = judgeMarked(ctx, 100);
      while ((await countWaiting(test)) === 0) await Promise.resolve();
      await mark();
      return { judging };
    });
    await judging.judging;
    const waiting = () =>
      test.databases.screens.selectFrom('contactsToJudge').selectAll().where('workspaceId', '=', workspace).execute();
    expect(await waiting()).toMatchObject([{ contactId: ana.id, cause: 'touch', facts: 2 }]);
    // Another process takes them off meanwhile, and something comes again: as many facts as before, and yet another mark.
    const { judging: second } = await test.databases.workers.transaction().execute(async (trx) => {
      await trx.selectFrom('contacts').select('id').where('workspaceId', '=', workspace).forUpdate().execute();
      const judging = judgeMarked(ctx, 100);
      while ((await countWaiting(test)) === 0) await Promise.resolve();
      await test.databases.screens.deleteFrom('contactsToJudge').where('workspaceId', '=', workspace).execute();
      test.clock.advance(1);
      const later = systemCtx(test, workspace);
      for (let n = 0; n < 2; n += 1) await tx(later, (ctx) => markContacts(ctx, new Map([[ana.id, 'touch']])));
      return { judging };
    });
    await second;
    expect(await waiting()).toMatchObject([{ facts: 2 }]);
    await judgeMarked(systemCtx(test, workspace), 100);
    expect(await waiting()).toEqual([]);
  });
});
