import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import type { ImportKind } from '../../core/imports/fields.ts';
import { acceptInvitation, inviteMember } from '../invitations/schema.ts';
import { reactivateMember } from '../members/schema.ts';
import { editImport, listKept, listRows, readImport, startImport, undoImport, uploadFile } from './schema.ts';

describe('a file of', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  beforeEach(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin' });
  });

  const bringIn = async (rows: string[], settings: object = {}, kind?: ImportKind) => {
    const query = { name: 'rows.csv', ...(kind ? { kind } : {}) };
    const { id } = await test.call(admin, uploadFile, { query, body: `${rows.join('\n')}\n` });
    const params = { importId: id };
    const { version } = await test.call(admin, readImport, { params });
    await test.call(admin, editImport, { params, version, body: { source: 'hubspot', ...settings } });
    await test.call(admin, startImport, { params, body: {} });
    await test.runJobs();
    return test.call(admin, readImport, { params });
  };
  const undo = async (importId: string) => {
    await test.call(admin, undoImport, { params: { importId } });
    await test.runJobs();
    return (await test.call(admin, readImport, { params: { importId } })).undone;
  };
  const told = async (importId: string) =>
    (await test.call(admin, listRows, { params: { importId }, query: { limit: 50 } })).data.map(
      ({ problem }) => problem,
    );
  const read = async (query: string) => {
    const { rows } = await sql<Record<string, unknown>>`${sql.raw(query.replaceAll('$w', `'${workspace}'`))}`.execute(
      test.databases.screens,
    );
    return rows;
  };
  const none = { updated: 0, skipped: 0, faults: 0 };

  it('members makes owners who cannot sign in, finds who is here, and links records by their ids', async () => {
    const ana = await createMember(test, workspace, { name: 'Ana Lima' });
    const rows = ['Owner ID,Name,Email', '7,Ana Lima,', '8,Bo Former,bo@former.example', '9,Cy,'];
    const first = await bringIn(rows, {}, 'members');
    expect(first).toMatchObject({ kind: 'members', counts: { created: 2, updated: 1, faults: 0 } });
    expect(
      await read(
        'select name, email, active, awaits_invitation as waits from members where workspace_id = $w and awaits_invitation order by name',
      ),
    ).toEqual([
      { name: 'Bo Former', email: 'bo@former.example', active: false, waits: true },
      { name: 'Cy', email: '', active: false, waits: true },
    ]);
    expect((await bringIn(rows, {}, 'members')).counts).toMatchObject({ created: 0, unchanged: 3 });
    const deals = await bringIn([
      'Record ID,Deal Name,Deal owner',
      '1,Line 2,7',
      '2,Line 3,8',
      '3,Line 4,Nobody Known',
    ]);
    expect(deals.counts).toMatchObject({ created: 3, flagged: 1 });
    expect(await told(deals.id)).toEqual(['No member is called “Nobody Known”: kept as a text.']);
    expect(
      await read(`select d.name, m.name as owner, d.fields from deals d left join members m on m.id = d.owner_id
        where d.workspace_id = $w order by d.name`),
    ).toEqual([
      { name: 'Line 2', owner: 'Ana Lima', fields: {} },
      { name: 'Line 3', owner: 'Bo Former', fields: {} },
      { name: 'Line 4', owner: null, fields: { deal_owner: 'Nobody Known' } },
    ]);
    expect(await undo(first.id)).toEqual({ removed: 1, restored: 0, kept: 1 });
    const [bo] = await read("select id from members where workspace_id = $w and name = 'Bo Former'");
    const memberId = String(bo?.id);
    expect((await test.send(admin, reactivateMember, { params: { memberId } })).body.code).toBe(
      'member.awaits-invitation',
    );
    const invite = { department: 'sales', role: 'member' } as const;
    const wrong = await test.send(admin, inviteMember, { body: { ...invite, email: 'x@y.example', memberId: ana.id } });
    expect(wrong.body.code).toBe('invitation.not-awaited');
    const { link } = await test.call(admin, inviteMember, { body: { ...invite, email: 'bo@former.example' } });
    const token = link.split('token=')[1] ?? '';
    const body = { token, name: 'Bo Back', password: 'a long enough password' };
    const state = await test.call({}, acceptInvitation, { body });
    expect(state).toMatchObject({ member: { id: memberId, name: 'Bo Back' } });
    expect(
      await read("select active, awaits_invitation from members where workspace_id = $w and name = 'Bo Back'"),
    ).toEqual([{ active: true, awaitsInvitation: false }]);
  });

  it('deals makes members of unknown owners where that was chosen', async () => {
    const rows = ['Record ID,Deal Name,Deal owner,SDR', '1,Line 2,Cy,Dee', '2,Line 3,Cy,Cy'];
    expect((await bringIn(rows, { owners: 'create' })).counts).toMatchObject({ created: 2, flagged: 0 });
    expect(
      await read(`select o.name as owner, s.name as sdr from deals d join members o on o.id = d.owner_id
        join members s on s.id = d.sdr_id where d.workspace_id = $w order by d.name`),
    ).toEqual([
      { owner: 'Cy', sdr: 'Dee' },
      { owner: 'Cy', sdr: 'Cy' },
    ]);
    expect(await read('select name from members where workspace_id = $w and awaits_invitation order by name')).toEqual([
      { name: 'Cy' },
      { name: 'Dee' },
    ]);
  });

  it('activities logs each once, as a touch of Sales, and leaves no trace when it is undone', async () => {
    const rows = [
      'Email,Activity - Subject,Type,Date,Time,Done,Outcome,Minutes,Note',
      'ana@plant.example,First call,Call,2025-03-04,10:30,Done,No answer,3,Try again',
      'ana@plant.example,Visit,Meeting,2025-03-18,14:00,Done,,60,',
      'ana@plant.example,Old,Task,2025-03-19,,Done,,,',
      'ana@plant.example,Later,Call,2025-03-20,,To do,,,',
      ',Lost,Call,2025-03-20,,Done,,,',
    ];
    const first = await bringIn(rows, {}, 'activities');
    expect(first.counts).toMatchObject({ created: 2, skipped: 1, faults: 2 });
    expect(
      await read('select kind, outcome, minutes, note, live, at from activities where workspace_id = $w order by at'),
    ).toEqual([
      {
        ...{ kind: 'call', outcome: 'no-answer', minutes: 3, note: 'First call\nTry again', live: false },
        at: new Date('2025-03-04T09:30:00Z'),
      },
      { kind: 'meeting', outcome: null, minutes: 60, note: 'Visit', live: false, at: new Date('2025-03-18T13:00:00Z') },
    ]);
    expect(await read('select department from touches where workspace_id = $w')).toHaveLength(2);
    expect((await bringIn(rows, {}, 'activities')).counts).toMatchObject({ created: 0, unchanged: 2 });
    expect(await undo(first.id)).toMatchObject({ kept: 0 });
    for (const table of ['activities', 'touches', 'contacts']) {
      expect([table, await read(`select 1 from ${table} where workspace_id = $w`)]).toEqual([table, []]);
    }
  });

  it('notes writes them beside their person, else their company, and once', async () => {
    await bringIn(['Record ID,Email', '4421,marc@plant.example']);
    const rows = [
      'Activity date,Note body,Associated Contact,Associated Company',
      '2025-02-12,"Asked for\nreferences",Marc Lemaire (4421),',
      '2025-02-13,Moved,,Mill (77)',
      '2025-02-14,Nobody’s,,',
      '2025-02-14,,Marc Lemaire (4421),',
    ];
    const first = await bringIn(rows);
    expect(first).toMatchObject({ preset: 'hubspot-notes', counts: { created: 2, skipped: 1, faults: 1 } });
    expect(
      await read('select body, contact_id is not null as person from notes where workspace_id = $w order by at'),
    ).toEqual([
      { body: 'Asked for\nreferences', person: true },
      { body: 'Moved', person: false },
    ]);
    expect((await bringIn(rows)).counts).toMatchObject({ created: 0, unchanged: 2 });
    expect(await undo(first.id)).toEqual({ removed: 3, restored: 0, kept: 0 });
    expect(await read('select 1 from notes where workspace_id = $w')).toEqual([]);
  });

  it('stages adds to the history of people and deals, never back, and takes back what is still the last', async () => {
    await agreeOn(test, workspace);
    await bringIn(['Record ID,Email', '1,ana@plant.example', '2,bo@mill.example']);
    const rows = [
      'Contact ID,Stage,Date',
      '1,Marketing Qualified Lead,2025-02-01',
      '1,Lead,2025-01-01',
      '2,No such stage,2025-01-01',
    ];
    const first = await bringIn(rows, {}, 'stage-history');
    expect(first.counts).toMatchObject({ created: 1, unchanged: 1, skipped: 1 });
    const stages = () =>
      read('select c.email, c.current_stage as stage from contacts c where workspace_id = $w order by email');
    expect(await stages()).toEqual([
      { email: 'ana@plant.example', stage: 'qualified' },
      { email: 'bo@mill.example', stage: 'lead' },
    ]);
    expect(await read("select actor_kind from transitions where workspace_id = $w and to_stage = 'qualified'")).toEqual(
      [{ actorKind: 'import' }],
    );
    expect(await read('select 1 from handoffs where workspace_id = $w')).toEqual([]);
    expect((await bringIn(rows, {}, 'stage-history')).counts).toMatchObject({ created: 0 });
    expect(await undo(first.id)).toEqual({ removed: 1, restored: 0, kept: 0 });
    expect(await stages()).toMatchObject([{ stage: 'lead' }, { stage: 'lead' }]);
    const deals = await bringIn(
      ['Deal ID,Stage,Date', '5,Proposal,2025-01-01', '5,Won,2025-02-01'],
      {},
      'stage-history',
    );
    expect(deals.counts).toMatchObject({ created: 2 });
    expect(await read('select stage from deal_stages where workspace_id = $w order by at')).toEqual([
      { stage: 'Proposal' },
      { stage: 'Won' },
    ]);
    expect(await undo(deals.id)).toEqual({ removed: 3, restored: 0, kept: 0 });
  });

  it('spend is known by its day and campaign: a second time nothing is made, and a correction replaces', async () => {
    const header = 'date_day,utm_source,utm_medium,utm_campaign,spend';
    const rows = [
      header,
      '2020-02-01,google,cpc,spring,13.50',
      '2020-02-02,google,cpc,spring,15',
      ',google,cpc,spring,1',
    ];
    const first = await bringIn(rows);
    expect(first).toMatchObject({ kind: 'spend', counts: { ...none, created: 2, faults: 1 } });
    const all = () =>
      read(
        'select day, channel, campaign, amount, currency, base_amount from spend where workspace_id = $w order by day',
      );
    const row = {
      day: '2020-02-01',
      channel: 'paid-search',
      campaign: 'spring',
      amount: 1350,
      currency: 'EUR',
      baseAmount: 1350,
    };
    expect(await all()).toEqual([row, { ...row, day: '2020-02-02', amount: 1500, baseAmount: 1500 }]);
    expect((await bringIn(rows)).counts).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    const corrected = await bringIn([header, '2020-02-01,google,cpc,spring,14', '2020-02-02,google,cpc,spring,15']);
    expect(corrected.counts).toMatchObject({ created: 0, updated: 1, unchanged: 1, flagged: 1 });
    expect((await all())[0]).toMatchObject({ amount: 1400 });
    expect(await undo(first.id)).toEqual({ removed: 1, restored: 0, kept: 1 });
  });

  it('people gives older values back when it is undone, but for what somebody changed since', async () => {
    await bringIn(['Email,Name,Title,Plan', 'ana@plant.example,Ana,COO,pro', 'bo@plant.example,Bo,CTO,pro']);
    const second = await bringIn([
      'Contact ID,Email,Name,Title,Plan',
      '1,ana@plant.example,Anna,CEO,team',
      '2,bo@plant.example,Bob,CIO,pro',
    ]);
    expect(second.counts).toMatchObject({ updated: 2 });
    await bringIn(['Email,Title', 'bo@plant.example,CFO']);
    expect(await undo(second.id)).toEqual({ removed: 0, restored: 2, kept: 1 });
    expect(
      await read("select name, title, fields->>'plan' as plan from contacts where workspace_id = $w order by email"),
    ).toEqual([
      { name: 'Ana', title: 'COO', plan: 'pro' },
      { name: 'Bo', title: 'CFO', plan: 'pro' },
    ]);
    const { data } = await test.call(admin, listKept, { params: { importId: second.id }, query: { limit: 10 } });
    expect(data).toMatchObject([{ object: 'contact', row: 2, why: 'Its title was changed since.' }]);
    expect(await read("select 1 from external_ids where workspace_id = $w and external_id in ('1', '2')")).toEqual([]);
  });

  it('people tells who may be the same', async () => {
    await bringIn(['Contact ID,Email', '1,ana@plant.example']);
    const twin = await bringIn(['Contact ID,Email', '2,ana@plant.example'], { keyBy: 'none' });
    expect(twin.counts).toMatchObject({ created: 1, flagged: 1 });
    expect(await read('select reasons, found_by from duplicates where workspace_id = $w')).toEqual([
      { reasons: ['Same e-mail address.'], foundBy: 'import' },
    ]);
  });
});
