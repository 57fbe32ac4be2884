import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, it } from 'vitest';
import { toRequest, useTestApp } from '../../../test/app.ts';
import { hours } from '../../../test/clock.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { readXlsx } from '../../connectors/xlsx.ts';
import { writeXlsx } from '../../connectors/xlsx-writer.ts';
import type { WorkspaceId } from '../../context.ts';
import type { CallInput } from '../../core/contract.ts';
import { createAccount } from '../accounts/schema.ts';
import { listAudit } from '../audit/schema.ts';
import { createContact } from '../contacts/schema.ts';
import { exportSheet } from './export-records.ts';
import * as api from './schema.ts';

describe('exports', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;

  beforeEach(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin', department: 'both' });
  });

  const add = (name: string, values: Record<string, unknown> = {}) =>
    test.call(admin, createContact, { body: { name, ...values } });
  const csv = async (who: TestMember, body: CallInput<typeof api.exportContacts>['body']) => {
    const { status, body: text } = await test.send(who, api.exportContacts, { body });
    return { status, rows: status === 200 ? parse(String(text), { bom: true }) : text };
  };

  it('give the columns of a list in its order, those of its filter and within reach alone', async () => {
    const rep = await createMember(test, workspace, { name: 'Rita' });
    const plant = await test.call(admin, createAccount, { body: { name: 'Plant, Inc' } });
    await add('Zoë', { title: 'COO', accountId: plant.id, fields: { plan: 'pro', seats: 3 } });
    const ana = await add('Ana', { title: 'COO', emails: ['ana@plant.example'], ownerId: rep.id });
    await add('Ben', { title: 'Clerk' });
    const filter = { all: [{ field: 'contact.title', op: 'equals', value: 'coo' }] };
    const columns = ['name', 'email', 'company', 'owner', 'own.plan', 'own.seats', 'reachable', 'created'];
    expect((await csv(admin, { columns, query: { filter }, direction: 'desc' })).rows).toEqual([
      ['Name', 'E-mail', 'Company', 'Owner', 'plan', 'seats', 'Reachable', 'Known since'],
      ['Zoë', '', 'Plant, Inc', '', 'pro', '3', 'No', test.clock().toISOString()],
      ['Ana', 'ana@plant.example', 'plant.example', 'Rita', '', '', 'Yes', test.clock().toISOString()],
    ]);
    expect((await csv(rep, { columns: ['name'] })).rows).toEqual([['Name'], ['Ana']]);
    expect((await csv(admin, { columns: ['name'], ids: [ana.id] })).rows).toEqual([['Name'], ['Ana']]);
    expect((await csv(admin, { columns: ['name'], except: [ana.id] })).rows).toEqual([['Name'], ['Ben'], ['Zoë']]);
    const { data } = await test.call(admin, listAudit, { query: { verb: 'contact.exported' } });
    expect(data[0]).toMatchObject({ after: { format: 'csv', columns: ['name'] } });
    expect(data).toHaveLength(4);
  });

  it.each(['=1+1', '+1', '-1', '@sum', '\u00a0=1', '＝1'])('keep %j from being run', async (name) => {
    await add(name);
    const formula = /^[\s]*[=+\-@＝]/u;
    const { rows } = await csv(admin, { columns: ['name'] });
    const cell = (rows as string[][])[1]?.[0] ?? '';
    expect(formula.test(cell)).toBe(false);
    expect(cell.startsWith("'")).toBe(true);
  });

  it('refuse columns that there are not, and too many in an hour', async () => {
    const refused = await test.send(admin, api.exportContacts, { body: { columns: ['name', 'secret'] } });
    expect([refused.status, refused.body]).toMatchObject([
      400,
      { code: 'export.column-unknown', errors: [{ pointer: '#/columns/1' }] },
    ]);
    for (let n = 0; n < 29; n += 1) expect((await csv(admin, { columns: ['name'] })).status).toBe(200);
    expect((await csv(admin, { columns: ['name'] })).status).toBe(429);
    test.clock.advance(hours(1));
    expect((await csv(admin, { columns: ['name'] })).status).toBe(200);
  });

  it('say what to do when a workbook would hold too much', async () => {
    for (const name of ['Ana', 'Ben']) await add(name);
    const asked = { columns: ['name'], query: {}, sort: 'name' as const };
    const refused = exportSheet(systemCtx(test, workspace), 'contact', asked, 1);
    await expect(refused).rejects.toMatchObject({ code: 'export.too-large', message: expect.stringContaining('CSV') });
  });

  it('give a workbook that holds every naughty string as a text', async () => {
    const naughty = [
      ...['=1+1', '+cmd|calc', '-2', '@sum(a1)', '<script>alert(1)</script>', ']]>', '&amp;', '"', "'", 'a\tb', 'a\nb'],
      ...['constructor', 'hasOwnProperty', '__proto__', 'toString', 'constructor'],
      ...['\u0000x', '\u0007x', '\ud800x', '\ufffex', '👩‍💻', 'שלום', '０１', '_x0041_', ' both ', '1e5', '2026-01-02'],
    ];
    const rows = naughty.map((text) => [text, 1, true]);
    const read = await readXlsx(await writeXlsx(['=cmd()', 'Number', 'Flag'], rows));
    const clean = (text: string) => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
    expect(read[0]).toEqual(['=cmd()', 'Number', 'Flag']);
    expect(read.slice(1).map(([text]) => text)).toEqual(naughty.map((text) => clean(text).replace(/\r\n?/g, '\n')));
  });

  it('give a workbook of companies', async () => {
    await test.call(admin, createAccount, { body: { name: '=Plant', domains: ['plant.example'], revenue: 123_456 } });
    const body = { columns: ['name', 'domain', 'revenue', 'people'] };
    const answer = await test.app.inject(toRequest(admin, api.exportAccountSheet, { body }));
    expect(answer.headers['content-type']).toMatch(/spreadsheetml/);
    expect(answer.headers['content-disposition']).toContain('baton-accounts-export-sheet.xlsx');
    expect(await readXlsx(answer.rawPayload)).toEqual([
      ['Company', 'Domain', 'Revenue', 'People'],
      ['=Plant', 'plant.example', '1234.56', '0'],
    ]);
  });
});
