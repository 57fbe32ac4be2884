import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { advanceImport } from './advance-import.ts';
import { checkImport, listRows, previewImport, readImport, startImport, undoImport, uploadFile } from './schema.ts';

const folder = resolve(import.meta.dirname, '../../../../shared/data/olist');
const isThere = existsSync(folder);
if (!isThere)
  console.log('skipped: the Olist files through their preset, which a clone does not have (../shared/data/olist)');

describe.skipIf(!isThere)('the leads and deals of Olist', { timeout: 120_000 }, () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  const file = (name: string) => readFileSync(join(folder, `olist_${name}_dataset.csv`));
  const upload = (name: string) => test.call(admin, uploadFile, { query: { name }, body: file(name) });
  const read = (importId: string) => test.call(admin, readImport, { params: { importId } });
  const bringIn = async (name: string) => {
    const { id } = await upload(name);
    await test.call(admin, startImport, { params: { importId: id }, body: {} });
    await test.runJobs();
    return read(id);
  };
  const count = async (table: string, where = 'true') => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.table(table)} where workspace_id = ${workspace} and ${sql.raw(where)}`.execute(
      test.databases.screens,
    );
    return rows[0]?.n;
  };
  const counts = { created: 0, updated: 0, unchanged: 0, skipped: 0, faults: 0, flagged: 0 };
  let leads = '';
  let deals = '';

  beforeAll(async () => {
    if (!isThere) return;
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin' });
    await agreeOn(test, workspace);
  });

  it('are known by their headers, and ask nothing', async () => {
    const { id, rowCount, preset, kind } = await upload('marketing_qualified_leads');
    expect({ rowCount, preset, kind }).toEqual({ rowCount: 8000, preset: 'olist-leads', kind: 'contacts' });
    const preview = await test.call(admin, previewImport, { params: { importId: id } });
    expect(preview.columns.map(({ field, confidence, asks }) => [field, confidence, asks])).toEqual([
      ['contact.external-id', 'certain', null],
      ['touch.at', 'certain', null],
      ['touch.path', 'certain', null],
      ['touch.source', 'certain', null],
    ]);
    expect(preview.rows).toHaveLength(20);
    await test.call(admin, checkImport, { params: { importId: id } });
    await test.runJobs();
    expect(await read(id)).toMatchObject({ status: 'draft', dryRun: { ...counts, created: 8000 }, done: 0 });
    expect(await count('contacts')).toBe(0);
    leads = id;
  });

  it('come as 8,000 people without e-mail, each with a first contact; stopped between parts, with the same totals', async () => {
    await test.call(admin, startImport, { params: { importId: leads }, body: { how: 'history' } });
    const ctx = systemCtx(test, workspace);
    for (let part = 0; part < 3; part += 1) await advanceImport(ctx, leads);
    // A part that is not committed leaves nothing.
    const cut = tx(ctx, async (ctx) => {
      await advanceImport(ctx, leads);
      throw new Error('cut off');
    });
    await expect(cut).rejects.toThrow('cut off');
    expect(await read(leads)).toMatchObject({ status: 'running', done: 6000, counts: { created: 6000 } });
    // Two workers at once do not do a part twice.
    await Promise.all([advanceImport(ctx, leads), advanceImport(ctx, leads)]);
    await test.runJobs();
    expect(await read(leads)).toMatchObject({ status: 'done', done: 8000, counts: { ...counts, created: 8000 } });
    expect(await count('contacts', 'email is null')).toBe(8000);
    expect(await count('external_ids', "source = 'olist' and object = 'contact'")).toBe(8000);
    expect(await count('touches', 'not live and known_at = at')).toBe(8000);
    const { rows } = await sql<{ source: string | null; kind: string; path: boolean; n: number }>`
      select s.value as source, k.value as kind, bool_and(t.path is not null) as path, count(*)::int as n
      from touches t join dictionary k on k.workspace_id = t.workspace_id and k.code = t.kind
      left join dictionary s on s.workspace_id = t.workspace_id and s.code = t.source
      where t.workspace_id = ${workspace} and (s.value is null or s.value = 'unknown') group by 1, 2 order by 1`.execute(
      test.databases.screens,
    );
    expect(rows).toEqual([
      { source: 'unknown', kind: 'form-submitted', path: true, n: 1099 },
      { source: null, kind: 'form-submitted', path: true, n: 60 },
    ]);
  });

  it('come as 842 won deals with SDR and SR; the one won before its first contact is kept and told', async () => {
    const done = await bringIn('closed_deals');
    deals = done.id;
    expect(done).toMatchObject({ preset: 'olist-closed-deals', counts: { ...counts, created: 842, flagged: 1 } });
    expect(await count('contacts')).toBe(8000);
    expect(await count('deals', "won_at is not null and amount is null and account_id is null and stage = 'won'")).toBe(
      842,
    );
    expect(await count('deals', "fields ? 'sdr_id' and fields ? 'sr_id'")).toBe(842);
    expect(await count('deals', "fields->'sdr_id' = fields->'sr_id'")).toBe(5);
    expect(await count('deals', `fields->'lead_behaviour_profile' @> '["cat","wolf"]'`)).toBeGreaterThan(0);
    expect(await count('deal_contacts')).toBe(842);
    const { data } = await test.call(admin, listRows, {
      params: { importId: deals },
      query: { status: 'flagged', limit: 10 },
    });
    expect(data.map(({ problem }) => problem)).toEqual(['The deal was won before the first touch of its contact.']);
  });

  it('make nothing the second time, and nobody has more to do', async () => {
    expect((await bringIn('marketing_qualified_leads')).counts).toEqual({ ...counts, unchanged: 8000 });
    expect((await bringIn('closed_deals')).counts).toMatchObject({ created: 0, updated: 0, unchanged: 842 });
    expect(await count('contacts')).toBe(8000);
    expect(await count('touches')).toBe(8000);
    expect(await count('deals')).toBe(842);
    expect([
      await count('handoffs'),
      await count('clocks'),
      await count('qualifications'),
      await count('outbox'),
    ]).toEqual([0, 0, 0, 0]);
  });

  it('are gone without a trace when both imports are undone', async () => {
    for (const importId of [deals, leads]) {
      await test.call(admin, undoImport, { params: { importId } });
      await test.runJobs();
    }
    expect((await read(deals)).undone).toEqual({ removed: 842, restored: 0, kept: 0 });
    expect(await read(leads)).toMatchObject({
      status: 'undone',
      undone: { removed: 16_000, restored: 0, kept: 0 },
      undoUntil: null,
    });
    for (const table of [
      'contacts',
      'touches',
      'deals',
      'deal_contacts',
      'identities',
      'external_ids',
      'import_records',
    ]) {
      expect([table, await count(table)]).toEqual([table, 0]);
    }
  });
});
