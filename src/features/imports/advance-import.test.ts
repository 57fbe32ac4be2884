import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import { advanceImport } from './advance-import.ts';
import { readImport, startImport, uploadFile } from './schema.ts';

describe('parts of an import that are written side by side', () => {
  const test = useTestApp();
  const begin = async (body: string) => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const { id } = await test.call(admin, uploadFile, { query: { name: 'contacts.csv' }, body });
    await test.call(admin, startImport, { params: { importId: id }, body: {} });
    const advance = (parts: number, rows: number) => advanceImport(systemCtx(test, workspace), id, parts, rows);
    const read = () => test.call(admin, readImport, { params: { importId: id } });
    const people = async () => {
      const { rows } = await sql<{ email: string | null; name: string | null; title: string | null; company: string }>`
        select c.email, c.name, c.title, a.name as company
        from contacts c left join accounts a on a.workspace_id = c.workspace_id and a.id = c.account_id
        where c.workspace_id = ${workspace} order by c.email, c.name`.execute(test.databases.screens);
      return rows;
    };
    return { advance, read, people };
  };

  const row = fc.record({
    who: fc.integer({ min: 0, max: 14 }),
    title: fc.constantFrom('COO', 'CEO', ''),
    company: fc.constantFrom('Plant', 'Mill', 'Forge', 'Yard', ''),
  });

  it('leave what one part after the other leaves', async () => {
    const property = fc.asyncProperty(
      fc.array(row, { minLength: 12, maxLength: 30 }),
      fc.integer({ min: 2, max: 5 }),
      async (rows, size) => {
        const lines = rows.map(({ who, title, company }) => `p${who}@plant${who}.example,P${who},${title},${company}`);
        const body = `email,name,title,company\n${lines.join('\n')}\n`;
        const [whole, inParts] = [await begin(body), await begin(body)];
        await whole.advance(1, 1_000);
        await inParts.advance(100, size);
        expect(await inParts.people()).toEqual(await whole.people());
        const { status, counts } = await inParts.read();
        expect({ status, counts }).toEqual({ status: 'done', counts: (await whole.read()).counts });
      },
    );
    await fc.assert(property, { numRuns: 6 });
  });

  it('leave nothing after the one that fails, and go on from there', async () => {
    const rows = Array.from({ length: 20 }, (_, n) => `p${n}@plant${n}.example,P${n}`);
    const { advance, read, people } = await begin(`email,name\n${rows.join('\n')}\n`);
    await sql`create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$`.execute(
      test.databases.screens,
    );
    await sql`create trigger trap before insert on contacts for each row when (new.name = 'P7') execute function refuse()`.execute(
      test.databases.screens,
    );
    await expect(advance(10, 5)).rejects.toThrow('refused');
    expect(await people()).toHaveLength(5);
    await sql`drop trigger trap on contacts`.execute(test.databases.screens);
    expect(await advance(10, 5)).toBe(false);
    expect(await people()).toHaveLength(20);
    expect(await read()).toMatchObject({ status: 'done', counts: { created: 20 } });
  });
});
