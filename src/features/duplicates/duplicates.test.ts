import { beforeEach, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { createAccount } from '../accounts/schema.ts';
import { createContact } from '../contacts/schema.ts';
import { mergeTwoContacts } from '../merges/schema.ts';
import { type FoundPair, noteDuplicates } from './note-duplicates.ts';
import * as api from './schema.ts';

describe('duplicates', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let rep: TestMember;

  beforeEach(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin', department: 'both' });
    rep = await createMember(test, workspace, { name: 'Rita' });
  });

  const create = (body: Record<string, unknown>, who = admin) =>
    test.call(who, createContact, { body: { anyway: true, ...body } as never });
  const company = (body: Record<string, unknown>) =>
    test.call(admin, createAccount, { body: { anyway: true, ...body } as never });
  const note = (...pairs: FoundPair[]) => tx(systemCtx(test, workspace), (ctx) => noteDuplicates(ctx, pairs));
  const alike = (a: string, b: string, score = 0.8): FoundPair => ({
    ...{ object: 'contact', ids: [a, b], score, reasons: ['They have the same name.'], foundBy: 'message' },
  });
  const list = async (who = admin, query: object = {}) =>
    (await test.call(who, api.listDuplicates, { query: query as never })).data;

  it('keeps a pair once, in whatever order it is found, and leaves dismissed ones alone', async () => {
    const [a, b] = [await create({ name: 'Ana' }), await create({ name: 'Anna' })];
    expect(await note(alike(a.id, b.id), alike(b.id, a.id), alike(a.id, a.id))).toHaveLength(1);
    expect(await note(alike(b.id, a.id))).toEqual([]);
    const [pair] = await list();
    expect(pair).toMatchObject({
      score: 0.8,
      reasons: ['They have the same name.'],
      foundBy: 'message',
      status: 'open',
    });
    const params = { duplicateId: pair?.id ?? '' };
    for (let time = 0; time < 2; time += 1) {
      expect(await test.call(admin, api.dismissDuplicate, { params })).toMatchObject({ status: 'dismissed' });
    }
    expect(await note(alike(a.id, b.id))).toEqual([]);
    expect(await list()).toEqual([]);
    expect(await list(admin, { status: 'dismissed' })).toHaveLength(1);
    await test.call(admin, api.reopenDuplicate, { params });
    expect(await list()).toHaveLength(1);
  });

  it('notes whom somebody adds although an address is known', async () => {
    await create({ name: 'Ana', emails: ['ana@plant.example'] });
    await create({ name: 'Anna', emails: ['ana@plant.example'] });
    expect(await list()).toMatchObject([{ foundBy: 'creation', reasons: ['Both have the same e-mail address.'] }]);
  });

  it('keeps a pair once although it is found by many at the same time', async () => {
    const [a, b] = [await create({ name: 'Ana' }), await create({ name: 'Anna' })];
    const made = await Promise.all([1, 2, 3, 4].map(() => note(alike(a.id, b.id))));
    expect(made.flat()).toHaveLength(1);
  });

  it('shows pairs within reach, the likeliest first, page by page', async () => {
    const mine = await Promise.all(['A', 'B', 'C'].map((name) => create({ name, ownerId: rep.id })));
    const theirs = await create({ name: 'D' });
    const [a, b, c] = mine.map(({ id }) => id) as [string, string, string];
    await note(alike(a, b, 0.7), alike(a, c, 0.9), alike(b, c, 0.8), alike(a, theirs.id, 1));
    expect((await list(rep)).map(({ score }) => score)).toEqual([0.9, 0.8, 0.7]);
    expect((await list()).map(({ score }) => score)).toEqual([1, 0.9, 0.8, 0.7]);
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await test.call(rep, api.listDuplicates, { query: { limit: 2, cursor } });
      seen.push(...page.data.map(({ score }) => score));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([0.9, 0.8, 0.7]);
    const far = (await list()).find(({ score }) => score === 1);
    expect(await test.send(rep, api.dismissDuplicate, { params: { duplicateId: far?.id ?? '' } })).toMatchObject({
      status: 404,
    });
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin', department: 'both' });
    expect(await test.send(stranger, api.dismissDuplicate, { params: { duplicateId: far?.id ?? '' } })).toMatchObject({
      status: 404,
    });
    const first = (await list())[0]?.records;
    await test.call(admin, mergeTwoContacts, {
      params: { contactId: first?.[0].id ?? '' },
      version: first?.[0].version ?? 0,
      body: { otherId: first?.[1].id ?? '', otherVersion: first?.[1].version ?? 0, survivorId: a },
    });
    expect((await list()).map(({ score }) => score)).toEqual([0.9, 0.8, 0.7]);
  });

  it('finds them by name and company, by phone and by names spelled alike, once', async () => {
    const plant = await company({ name: 'Plant Inc', domains: ['plant.example'], country: 'DE' });
    await company({ name: 'Plant GmbH', country: 'DE' });
    await company({ name: 'Zenith Robotics' });
    await create({ name: 'Norbert Klein', accountId: plant.id });
    await create({ name: 'norbert  klein', accountId: plant.id });
    await create({ name: 'Mary Ann Smith', phones: ['+49 30 123456'] });
    await create({ name: 'Smith Mary', phones: ['+49 30 123456'] });
    await create({ name: 'Olivia Hartmann', accountId: plant.id });
    await create({ name: 'Olivia Hartman', accountId: plant.id });
    await create({ name: 'Norbert Klein' });
    await test.call(admin, api.scanDuplicates, {});
    expect(await test.runJobs()).toBeGreaterThan(0);
    const names = (rows: Awaited<ReturnType<typeof list>>) =>
      rows
        .map(({ records }) =>
          records
            .map(({ name }) => name)
            .sort()
            .join(' = '),
        )
        .sort();
    expect(names(await list())).toEqual(
      ['Mary Ann Smith = Smith Mary', 'Norbert Klein = norbert  klein', 'Olivia Hartman = Olivia Hartmann'].map(
        (text) => text.replace('norbert  klein', 'norbert  klein'),
      ),
    );
    expect(names(await list(admin, { object: 'account' }))).toEqual(['Plant GmbH = Plant Inc']);
    expect((await list())[0]).toMatchObject({ foundBy: 'scan', reasons: [expect.any(String), expect.any(String)] });
    await test.runJobs('find-duplicates');
    expect(await list()).toHaveLength(3);
    expect((await test.send(rep, api.scanDuplicates, {})).status).toBe(403);
  });

  it('warns before somebody or a company is added, and names nobody who is out of reach', async () => {
    const plant = await company({ name: 'Plant Inc', domains: ['plant.example'], country: 'DE' });
    const ana = await create({ name: 'Ana Plant', emails: ['ana@plant.example'], accountId: plant.id });
    const people = async (who: TestMember, query: object) => (await test.call(who, api.checkContact, { query })).data;
    expect(await people(admin, { email: 'ANA@Plant.Example' })).toMatchObject([{ id: ana.id, name: 'Ana Plant' }]);
    expect(await people(admin, { name: 'plant, ana', company: 'Plant' })).toMatchObject([
      { id: ana.id, reasons: ['They have the same name.', 'They are at the same company.'] },
    ]);
    expect(await people(admin, { name: 'Somebody Else' })).toEqual([]);
    expect(await people(admin, {})).toEqual([]);
    expect(await people(rep, { email: 'ana@plant.example' })).toEqual([
      { id: null, name: null, score: expect.any(Number), reasons: ['It is out of your reach.'] },
    ]);
    const companies = async (query: object) => (await test.call(admin, api.checkAccount, { query })).data;
    expect(await companies({ name: 'PLANT GmbH', country: 'de' })).toMatchObject([{ id: plant.id, score: 0.8 }]);
    expect(await companies({ domain: 'www.plant.example' })).toMatchObject([{ id: plant.id, score: 1 }]);
    expect(await companies({ name: 'Zenith' })).toEqual([]);
  });
});
