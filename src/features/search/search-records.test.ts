import { beforeAll, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { archiveTeam, createTeam } from '../teams/schema.ts';
import { search } from './schema.ts';

describe('the search', () => {
  const sent: string[] = [];
  const test = useTestApp({ onStatement: ({ sql }) => sent.push(sql) });
  let viewer: TestMember;

  beforeAll(async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { name: 'Nora Marsh', role: 'admin' });
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

  const find = async (q: string) => (await test.call(viewer, search, { query: { q } })).data;
  const labels = async (q: string) => (await find(q)).map(({ label }) => label);

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

  it('asks once and gives 20 at most', async () => {
    for (let n = 0; n < 22; n += 1) await createMember(test, viewer.workspace, { name: `Quentin ${n}` });
    sent.length = 0;
    expect(await find('quen')).toHaveLength(20);
    expect(sent.filter((statement) => !/token_hash/.test(statement))).toHaveLength(1);
  });
});
