import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { storeTexts } from '../../core/agreement/stored-text.ts';
import { newId } from '../../db/ids.ts';
import { createAccount } from '../accounts/schema.ts';
import { createContact, editContact } from '../contacts/schema.ts';
import { archiveTeam, createTeam } from '../teams/schema.ts';
import { search } from './schema.ts';
import { sweepWords } from './sweep-words.ts';

describe('the search', () => {
  const test = useTestApp();
  let viewer: TestMember;
  let admin: TestMember;

  beforeAll(async () => {
    const workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { name: 'Nora Marsh', role: 'admin' });
    viewer = await createMember(test, workspace, { name: 'Viktor Öl', role: 'viewer' });
    for (const name of ['Mara North', 'Norbert Klein', 'Eleonora Duse', '100% Zoe', 'Norah Gone']) {
      const { id } = await createMember(test, workspace, { name });
      if (name !== 'Norah Gone') continue;
      await test.databases.screens.updateTable('members').set({ active: false }).where('id', '=', id).execute();
    }
    await test.call(admin, createTeam, { body: { name: 'North', department: 'both' } });
    const old = await test.call(admin, createTeam, { body: { name: 'Nordic', department: 'sales' } });
    await test.call(admin, archiveTeam, { params: { teamId: old.id } });
    await createMember(test, await createWorkspace(test), { name: 'Nora Foreign' });
  });

  const find = async (q: string, who = viewer) => (await test.call(who, search, { query: { q } })).data;
  const labels = async (q: string, who = viewer) => (await find(q, who)).map(({ label }) => label);

  it('puts first what begins with the text, then later words, then what contains it', async () => {
    expect(await labels('NOR')).toEqual(['North', 'Nora Marsh', 'Norbert Klein', 'Mara North', 'Eleonora Duse']);
  });

  it.each([
    ['nora', ['Nora Marsh', 'Eleonora Duse']],
    // A letter too many, one too few.
    ['norbertt', ['Norbert Klein']],
    ['norbrt', ['Norbert Klein']],
    ['north', ['North', 'Mara North']],
    ['öl', ['Viktor Öl']],
    ['viktor.ol', ['Viktor Öl']],
    ['100%', ['100% Zoe']],
    ['%%%', []],
    ['_____', []],
    ["' or true --", []],
    ['\u0000', []],
  ])('finds %j', async (q, found) => {
    expect(await labels(q)).toEqual(found);
  });

  it('says of a member the address, of a team the department', async () => {
    const [member, team] = [(await find('viktor'))[0], (await find('north'))[0]];
    expect(member).toMatchObject({ kind: 'member', id: viewer.id, detail: viewer.email });
    expect(team).toMatchObject({ kind: 'team', label: 'North', detail: 'Marketing and Sales' });
  });

  it('gives six of a kind at most, and says of which there are more', async () => {
    for (let n = 0; n < 9; n += 1) {
      await createMember(test, viewer.workspace, { name: `Quentin ${n}` });
      await test.call(admin, createContact, { body: { name: `Quentin Person ${n}` } });
    }
    const { data, more } = await test.call(admin, search, { query: { q: 'quen' } });
    expect(data.map(({ kind }) => kind)).toEqual([...Array(6).fill('contact'), ...Array(6).fill('member')]);
    expect(more).toEqual(['contact']);
  });

  describe('of records', () => {
    let rep: TestMember;
    const seesOwn = ({ id }: TestMember) =>
      test.databases.screens.updateTable('members').set({ visibility: 'own' }).where('id', '=', id).execute();
    beforeAll(async () => {
      const { workspace } = viewer;
      rep = await createMember(test, workspace, { name: 'Rita Rep', role: 'member', department: 'sales' });
      await seesOwn(rep);
      const other = await createMember(test, workspace, { name: 'Otto Other', role: 'member', department: 'sales' });
      const plant = await test.call(admin, createAccount, {
        body: { name: 'Zwiebel Werke', domains: ['zwiebel-werke.example'], ownerId: other.id },
      });
      const person = await test.call(admin, createContact, {
        body: {
          ...{ name: 'Zora Neumann', emails: ['z.neumann@mail.example'], phones: ['+49 30 1234567'] },
          ...{ accountId: plant.id, ownerId: rep.id, title: 'COO' },
        },
      });
      await test.call(admin, createContact, { body: { name: 'Zora Hidden', ownerId: other.id } });
      await test.databases.screens
        .insertInto('deals')
        .values({
          ...{ workspaceId: workspace, id: newId(test.clock()), accountId: null, name: 'Zwölf Kessel', kind: 'new' },
          ...{ stage: 'demo', currency: 'EUR', texts: JSON.stringify(storeTexts({ name: 'Zwölf Kessel' })) },
          ...{ createdAt: test.clock(), updatedAt: test.clock(), fields: '{}' },
        })
        .returning('id')
        .executeTakeFirstOrThrow()
        .then(({ id: dealId }) =>
          test.databases.screens
            .insertInto('dealContacts')
            .values({ workspaceId: workspace, dealId, contactId: person.id, role: null })
            .execute(),
        );
    });

    it.each([
      ['zora n', ['Zora Neumann']],
      ['neuman', ['Zora Neumann']],
      ['nuemann', ['Zora Neumann']],
      ['neumann zora', ['Zora Neumann']],
      ['z.neumann@', ['Zora Neumann']],
      ['030 1234567', ['Zora Neumann']],
      ['123 45', ['Zora Neumann']],
      ['zwiebel', ['Zwiebel Werke', 'Zora Neumann']],
      ['zora zwiebel', ['Zora Neumann']],
      ['zwibel werke', ['Zwiebel Werke', 'Zora Neumann']],
      ['zwiebel-werke.ex', ['Zwiebel Werke']],
      ['kessel', ['Zwölf Kessel']],
      ['zwölf', ['Zwölf Kessel']],
    ])('finds %j', async (q, found) => {
      expect(await labels(q, admin)).toEqual(found);
    });

    it('gives those within reach alone, and says what shows a deal', async () => {
      const of = async (q: string) => (await test.call(rep, search, { query: { q } })).data;
      expect((await of('zora')).map(({ label }) => label)).toEqual(['Zora Neumann']);
      expect((await of('zwiebel')).map(({ kind }) => kind)).toEqual(['account', 'contact']);
      const [deal] = await of('kessel');
      const [person] = await of('zora');
      expect(deal).toMatchObject({ kind: 'deal', detail: 'demo', shownBy: { kind: 'contact', id: person?.id } });
      expect(person).toMatchObject({ detail: 'COO, Zwiebel Werke, z.neumann@mail.example' });
      const foreign = await createMember(test, viewer.workspace, { name: 'Fay', role: 'member', department: 'sales' });
      await seesOwn(foreign);
      const none = await test.call(foreign, search, { query: { q: 'kessel' } });
      expect(none.data).toEqual([]);
    });

    it('forgets the words of names that nobody has any more', async () => {
      const words = async () =>
        (
          await sql<{
            word: string;
          }>`select word from search_words where workspace_id = ${viewer.workspace} and object = 'contact'
            and word in ('neumann', 'oldname', 'newname') order by word`.execute(test.databases.screens)
        ).rows.map(({ word }) => word);
      const { id, version } = await test.call(admin, createContact, { body: { name: 'Oldname' } });
      await test.call(admin, editContact, {
        ...{ params: { contactId: id }, body: { name: 'Newname' }, version },
      });
      expect(await words()).toEqual(['neumann', 'newname', 'oldname']);
      await sweepWords(systemCtx(test, viewer.workspace));
      expect(await words()).toEqual(['neumann', 'newname']);
    });
  });
});
