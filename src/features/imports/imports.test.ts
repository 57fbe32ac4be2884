import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { text, workbook, zip } from '../../../test/workbook.ts';
import type { WorkspaceId } from '../../context.ts';
import type { Message } from '../../core/capture/read-message.ts';
import { problemHeader } from '../../core/imports/header-key.ts';
import { resolveContacts } from '../contacts/resolve-contacts.ts';
import { advanceImport } from './advance-import.ts';
import {
  cancelImport,
  checkImport,
  editImport,
  exportFaults,
  listImports,
  listKept,
  listRows,
  previewImport,
  readImport,
  startImport,
  undoImport,
  uploadFile,
} from './schema.ts';

const day = 86_400_000;

describe('a file of contacts', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;

  const upload = (
    body: string | Uint8Array,
    query: { name?: string; kind?: 'contacts' | 'accounts' | 'deals' | 'touches' } = {},
  ) => test.call(admin, uploadFile, { query: { name: 'contacts.csv', ...query }, body });
  const read = (importId: string) => test.call(admin, readImport, { params: { importId } });
  const edit = async (importId: string, body: object) => {
    const { version } = await read(importId);
    return test.call(admin, editImport, { params: { importId }, version, body });
  };
  const run = async (importId: string) => {
    await test.call(admin, startImport, { params: { importId }, body: {} });
    await test.runJobs();
    return read(importId);
  };
  const bringIn = async (body: string, settings?: object) => {
    const { id } = await upload(body);
    if (settings) await edit(id, settings);
    return run(id);
  };
  const contacts = async () =>
    test.databases.screens
      .selectFrom('contacts as c')
      .leftJoin('accounts as a', (join) =>
        join.onRef('a.workspaceId', '=', 'c.workspaceId').onRef('a.id', '=', 'c.accountId'),
      )
      .select(['c.id', 'c.email', 'c.name', 'c.title', 'c.fields', 'c.version', 'a.name as company', 'a.domain'])
      .where('c.workspaceId', '=', workspace)
      .orderBy('c.email')
      .execute();
  const report = async (importId: string) =>
    (await test.call(admin, listRows, { params: { importId }, query: { limit: 50 } })).data;

  beforeAll(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin' });
  });
  const fresh = async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin' });
  };

  it('makes people with their companies, and finds who is known already', async () => {
    const known = {
      ...{ type: 'identify', at: 5, knownAt: 5, userId: 'u1', anonymousId: null, previousId: null },
      ...{ contact: { email: 'ana@plant.example', title: 'COO' }, account: {}, consent: {}, touch: null, refused: [] },
    } satisfies Message;
    await test.databases.screens.transaction().execute(async (db) => {
      await resolveContacts({ ...systemCtx(test, workspace), db }, [{ ...known, source: 'Website' }]);
    });
    const file =
      'E-Mail;Name;Position;Firma;Plan\nANA@plant.example;Ana Lima;;Plant AG;pro\nbo@mill.example;Bo;CTO;Mill;\n';
    const done = await bringIn(file);
    expect(done.counts).toEqual({ created: 1, updated: 1, unchanged: 0, skipped: 0, faults: 0, flagged: 0 });
    expect(await contacts()).toMatchObject([
      { name: 'Ana Lima', title: 'COO', company: 'Plant AG', domain: 'plant.example', fields: { plan: 'pro' } },
      { email: 'bo@mill.example', name: 'Bo', title: 'CTO', company: 'Mill', domain: 'mill.example' },
    ]);
    expect((await bringIn(file)).counts).toMatchObject({ unchanged: 2 });
    expect(await contacts()).toHaveLength(2);
  });

  it('makes only, changes only, clears or keeps, as was chosen', async () => {
    await fresh();
    await bringIn('email,title\nana@plant.example,COO\n');
    const two = 'email,title\nana@plant.example,CEO\nbo@mill.example,CTO\n';
    expect((await bringIn(two, { mode: 'create' })).counts).toMatchObject({ created: 1, skipped: 1 });
    const none = 'email,title\nana@plant.example,\ncy@new.example,x\n';
    expect((await bringIn(none, { mode: 'update', blanks: 'keep' })).counts).toMatchObject({
      unchanged: 1,
      skipped: 1,
    });
    expect((await bringIn(none, { mode: 'update', blanks: 'clear' })).counts).toMatchObject({ updated: 1, skipped: 1 });
    expect((await contacts()).map(({ title }) => title)).toEqual([null, 'CTO']);
    const again = await bringIn('email,title\nana@plant.example,New\n', { mode: 'both', keyBy: 'none' });
    expect(again.counts).toMatchObject({ created: 1, flagged: 1 });
    expect((await report(again.id))[0]?.problem).toMatch(/Another contact has the e-mail address/);
  });

  it('counts in a dry run what the run then does, also for rows that repeat', async () => {
    await fresh();
    const rows = Array.from(
      { length: 2500 },
      (_, n) => `p${n % 2100}@plant.example,Person ${n % 2100},${n % 50 === 0 ? '' : 'x'}`,
    );
    const { id } = await upload(`email,name,plan\n${rows.join('\n')}\nno address,Nobody,\n`);
    await test.call(admin, checkImport, { params: { importId: id } });
    await test.runJobs();
    const { dryRun } = await read(id);
    expect(dryRun).toMatchObject({ created: 2100, faults: 1 });
    expect(await contacts()).toHaveLength(0);
    expect((await run(id)).counts).toEqual(dryRun);
    expect(await contacts()).toHaveLength(2100);
  });

  it('asks for the order of day and month where the values do not say it, and starts only then', async () => {
    await fresh();
    const { id } = await upload('email,Termin\nana@plant.example,03/04/2024\n');
    const { columns } = await test.call(admin, previewImport, { params: { importId: id } });
    expect(columns.map(({ asks }) => asks)).toEqual([null, 'date-order']);
    const refused = await test.send(admin, startImport, { params: { importId: id }, body: {} });
    expect([refused.status, refused.body.code, refused.body.errors?.[0]?.pointer]).toEqual([
      400,
      'import.unanswered',
      '#/columns/1',
    ]);
    await edit(id, {
      columns: columns.map(({ field, type, decimal }) => ({ field, type, decimal, dateOrder: 'mdy' as const })),
    });
    await run(id);
    expect((await contacts())[0]?.fields).toEqual({ termin: '2024-03-04' });
    // The next file of this shape is read so without a question.
    const next = await upload('email,Termin\nbo@mill.example,05/06/2024\n');
    await run(next.id);
    expect((await contacts())[1]?.fields).toEqual({ termin: '2024-05-06' });
  });

  it('gives back the rows that it refused with why, and takes them corrected', async () => {
    await fresh();
    const done = await bringIn('email,name\nana@plant.example,Ana\nnot an address,=Bo\n,Cy\n');
    expect(done.counts).toMatchObject({ created: 1, faults: 2 });
    const csv = await test.call(admin, exportFaults, { params: { importId: done.id } });
    expect(csv).toContain(`"email","name","${problemHeader}"`);
    expect(csv).toContain(`"not an address","'=Bo","There is no e-mail address`);
    const fixed = await upload(
      csv.replace('not an address', 'bo@mill.example').replace('"","Cy"', '"cy@mill.example","Cy"'),
    );
    expect((await run(fixed.id)).counts).toMatchObject({ created: 2, faults: 0 });
    expect((await contacts()).map(({ name }) => name)).toEqual(['Ana', '=Bo', 'Cy']);
  });

  it('stops where it is cancelled, and what was made can still be undone', async () => {
    await fresh();
    const rows = Array.from({ length: 2500 }, (_, n) => `p${n}@plant.example`);
    const { id } = await upload(`email\n${rows.join('\n')}\n`);
    await test.call(admin, startImport, { params: { importId: id }, body: {} });
    await advanceImport(systemCtx(test, workspace), id);
    const cancelled = await test.call(admin, cancelImport, { params: { importId: id } });
    await test.runJobs();
    expect(cancelled).toMatchObject({ status: 'cancelled', done: 2000 });
    expect(await contacts()).toHaveLength(2000);
    expect((await test.send(admin, cancelImport, { params: { importId: id } })).status).toBe(409);
    await test.call(admin, undoImport, { params: { importId: id } });
    await test.runJobs();
    expect(await contacts()).toHaveLength(0);
  });

  it('is undone but for what somebody has changed or used since, with why; once, and within 30 days', async () => {
    await fresh();
    await bringIn('email\nold@plant.example\n');
    const { id } = await bringIn(
      'email,name,company\nold@plant.example,Old,Plant\nana@mill.example,Ana,Mill\nbo@forge.example,Bo,Forge\ncy@forge.example,Cy,Forge\n',
    );
    expect(await contacts()).toHaveLength(4);
    await bringIn('email,title\nana@mill.example,COO\n');
    await test.call(admin, undoImport, { params: { importId: id } });
    await test.runJobs();
    expect((await read(id)).undone).toEqual({ removed: 3, restored: 2, kept: 2 });
    const { data } = await test.call(admin, listKept, { params: { importId: id }, query: { limit: 10 } });
    expect(data.map(({ object, why }) => [object, why]).sort()).toEqual([
      ['account', 'Contacts belong to it.'],
      ['contact', 'It was changed since.'],
    ]);
    expect((await contacts()).map(({ email }) => email)).toEqual(['ana@mill.example', 'old@plant.example']);
    expect((await test.send(admin, undoImport, { params: { importId: id } })).body.code).toBe('import.nothing-to-undo');
    const late = await bringIn('email\nlate@plant.example\n');
    test.clock.set(new Date(test.clock().getTime() + 31 * day));
    admin = await createMember(test, workspace, { role: 'admin' });
    expect((await test.send(admin, undoImport, { params: { importId: late.id } })).body.code).toBe('import.too-late');
  });

  it('goes on by itself after a stop, and forgets uploads that never ended', async () => {
    await fresh();
    const { id } = await upload('email\nana@plant.example\n');
    await sql`update imports set status = 'running', started_at = ${test.clock()} where workspace_id = ${workspace}`.execute(
      test.databases.screens,
    );
    await test.runJobs('resume-imports');
    expect(await read(id)).toMatchObject({ status: 'running' });
    test.clock.set(new Date(test.clock().getTime() + 4 * 60_000));
    await test.runJobs('resume-imports');
    expect(await read(id)).toMatchObject({ status: 'done', counts: { created: 1 } });
    const left = await upload('email\nbo@mill.example\n');
    const db = test.databases.screens;
    await db.updateTable('imports').set({ status: 'uploading' }).where('id', '=', left.id).execute();
    expect((await test.send(admin, readImport, { params: { importId: left.id } })).status).toBe(404);
    test.clock.set(new Date(test.clock().getTime() + 61 * 60_000));
    await test.runJobs('resume-imports');
    const rows = await db.selectFrom('importRows').select('number').where('importId', '=', left.id).execute();
    expect(rows).toEqual([]);
  });

  it('is refused where it cannot be one, with a word on what to do', async () => {
    const code = async (body: string | Uint8Array, query: object = {}) =>
      (await test.send(admin, uploadFile, { query: { name: 'x', ...query }, body })).body.code;
    expect(await code('email\n')).toBe('import.empty');
    expect(await code(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))).toBe('import.old-excel');
    expect(await code(Buffer.from('PK\x03\x04rest'))).toBe('import.unreadable');
    expect(await code(`email\n"${'a,\n'.repeat(500_000)}`)).toBe('import.unreadable');
    const { id } = await upload('email\nana@plant.example\n');
    const live = await test.send(admin, startImport, { params: { importId: id }, body: { how: 'live' } });
    expect([live.status, live.body.code]).toEqual([409, 'import.no-agreement']);
    const unknown = { columns: [{ field: 'contact.fit', type: 'text' as const, dateOrder: null, decimal: null }] };
    const version = (await read(id)).version;
    expect((await test.send(admin, editImport, { params: { importId: id }, version, body: unknown })).status).toBe(400);
    expect(
      (await test.send(admin, editImport, { params: { importId: id }, version: version - 1, body: {} })).status,
    ).toBe(412);
    expect(
      (await test.send(admin, editImport, { params: { importId: id }, version, body: { columns: [] } })).body.code,
    ).toBe('import.columns');
  });

  it('may be a sheet of Excel with a title above its header', async () => {
    await fresh();
    const row = (n: number, cells: string[]) => `<row r="${n}">${cells.join('')}</row>`;
    const rows = [
      row(1, [text('A1', 'Leads of May')]),
      row(3, [text('A3', 'E-Mail'), text('B3', 'Name'), text('C3', 'Seats')]),
      row(4, [text('A4', 'ana@plant.example'), text('B4', 'Ana Lima'), '<c r="C4"><v>12</v></c>']),
    ];
    const { id } = await upload(zip(workbook(rows.join(''))));
    expect(await test.call(admin, previewImport, { params: { importId: id } })).toMatchObject({
      headerRow: 1,
      encoding: null,
    });
    expect((await run(id)).counts).toMatchObject({ created: 1 });
    expect(await contacts()).toMatchObject([{ name: 'Ana Lima', fields: { seats: 12 } }]);
  });

  it('is nobody else’s', async () => {
    const { id } = await upload('email\nana@plant.example\n');
    const member = await createMember(test, workspace, { role: 'member' });
    const abroad = await createMember(test, await createWorkspace(test), { role: 'admin' });
    const params = { importId: id };
    expect((await test.send(member, uploadFile, { query: { name: 'x' }, body: 'email\na@b.example\n' })).status).toBe(
      403,
    );
    expect((await test.send(member, readImport, { params })).status).toBe(403);
    for (const contract of [readImport, previewImport, exportFaults, checkImport, cancelImport, undoImport] as const) {
      expect((await test.send(abroad, contract, { params })).status).toBe(404);
    }
    expect((await test.call(abroad, listImports, { query: { limit: 10 } })).data).toEqual([]);
  });

  it('keeps every cell as it is', async () => {
    await fresh();
    const odd = [
      '\u0000x',
      '=1+1',
      '<img src=x onerror=alert(1)>',
      '😀 עברית',
      'a\nb',
      "Robert'); drop table contacts;--",
      '\ud800',
    ];
    const { id } = await upload(
      `email,note\n\0,wrong\n${odd.map((text, n) => `p${n}@plant.example,"${text}"`).join('\n')}\n`,
    );
    const { rows } = await test.call(admin, previewImport, { params: { importId: id } });
    expect(rows.slice(1).map(([, note]) => note)).toEqual(odd.map((text) => text.replace('\ud800', '\ufffd')));
    expect((await run(id)).counts).toMatchObject({ created: odd.length, faults: 1 });
    expect((await contacts())[3]?.fields).toEqual({ note: '😀 עברית' });
  });

  it('of companies, deals and touches is linked by the ids of its system', async () => {
    await fresh();
    await bringIn('Record ID,Company name,Website URL\n9001,Plant AG,plant.example\n');
    await bringIn('Record ID,First Name,Last Name,Email,Associated Company IDs\n1,Ana,Lima,ana@gmail.com,9001;9002\n');
    await bringIn(
      'Record ID,Deal Name,Amount,Create Date,Associated Contact IDs,Associated Company IDs\n7,Line 2,"1,250.50",2026-01-02,1,9001\n',
    );
    expect(await contacts()).toMatchObject([{ email: 'ana@gmail.com', name: 'Ana Lima', company: 'Plant AG' }]);
    const deals = await test.databases.screens
      .selectFrom('deals as d')
      .innerJoin('dealContacts as l', 'l.dealId', 'd.id')
      .select(['d.name', 'd.amount', 'd.stage', 'l.contactId'])
      .where('d.workspaceId', '=', workspace)
      .execute();
    expect(deals).toEqual([{ name: 'Line 2', amount: 125_050, stage: 'open', contactId: (await contacts())[0]?.id }]);
    const notes = await upload(
      'Activity date,Note body,Associated Contact\n2026-02-03,Asked for references,Ana Lima (1)\n',
    );
    expect((await run(notes.id)).counts).toMatchObject({ created: 1 });
    const written = await test.databases.screens
      .selectFrom('notes')
      .select(['body', 'contactId', 'at'])
      .where('workspaceId', '=', workspace)
      .execute();
    expect(written).toEqual([
      {
        body: 'Asked for references',
        contactId: (await contacts())[0]?.id,
        at: new Date('2026-02-02T23:00:00Z'),
      },
    ]);
  });
});
