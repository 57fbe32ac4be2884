import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace } from '../../../test/fixtures.ts';
import { createContact, listContacts } from './schema.ts';

describe('a list of people', () => {
  const test = useTestApp();

  it('finds the same on one page as on several, and by addresses only where few names have the text', async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin', department: 'both' });
    const rep = await createMember(test, workspace, { name: 'Rita' });
    const create = (name: string, ownerId: string | null, emails: string[] = []) =>
      test.call(admin, createContact, { body: { name, ownerId, emails } });
    const named = Array.from({ length: 22 }, (_, n) => `Anna ${String(n).padStart(2, '0')}`);
    for (const name of named) await create(name, name === 'Anna 07' ? rep.id : null);
    await create('Bo', rep.id, ['anna@plant.example']);
    for (const limit of [200, 22, 21, 20, 19, 5]) {
      const seen: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const query = { search: 'anna', sort: 'name' as const, limit, ...(cursor ? { cursor } : {}) };
        const page = await test.call(admin, listContacts, { query });
        seen.push(...page.data.map(({ label }) => label));
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      expect(seen, `by ${limit}`).toEqual(named);
    }
    const query = { search: 'anna', owner: rep.id, sort: 'name' as const };
    const { data } = await test.call(admin, listContacts, { query });
    expect(data.map(({ label }) => label)).toEqual(['Anna 07', 'Bo']);
  });
});
