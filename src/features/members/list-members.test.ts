import { beforeAll, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { newId } from '../../db/ids.ts';
import { createTeam, setMembership } from '../teams/schema.ts';
import { getMember, listMembers } from './schema.ts';

describe('the directory', () => {
  const sent: string[] = [];
  const test = useTestApp({ onStatement: ({ sql }) => sent.push(sql) });
  let workspace: WorkspaceId;
  let admin: TestMember;
  let emile: TestMember;

  beforeAll(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { name: 'Zoë Admin', role: 'admin', department: 'both' });
    emile = await createMember(test, workspace, { name: 'Émile Zola', department: 'marketing', heads: ['marketing'] });
    await createMember(test, workspace, { name: 'Emil 100%' });
    await createMember(test, workspace, { name: 'émil_b' });
    await createMember(test, await createWorkspace(test), { name: 'Emilia Foreign' });
  });

  const names = async (query: Parameters<typeof test.call<typeof listMembers>>[2]) =>
    (await test.call(admin, listMembers, query)).data.map(({ name }) => name);

  it('orders by name whatever the accents, and turns pages without losing or repeating anybody', async () => {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await test.call(admin, listMembers, { query: { limit: 1, cursor } });
      pages.push(page.data.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(pages).toEqual([['Emil 100%'], ['émil_b'], ['Émile Zola'], ['Zoë Admin']]);
  });

  it.each([
    ['emil', ['Emil 100%', 'émil_b', 'Émile Zola']],
    ['  ÉMILE  z', ['Émile Zola']],
    ['0%', ['Emil 100%']],
    ['l_b', ['émil_b']],
    ['%', ['Emil 100%']],
    ['\\', []],
    ['\u0000zola', ['Émile Zola']],
    ['zoe.admin', ['Zoë Admin']],
    ["'; drop table members; --", []],
  ])('finds %j by what was typed, literally', async (search, found) => {
    expect(await names({ query: { search } })).toEqual(found);
  });

  it('filters by department, in which those of both departments work too', async () => {
    expect(await names({ query: { department: 'marketing' } })).toEqual(['Émile Zola', 'Zoë Admin']);
    expect(await names({ query: { department: 'both' } })).toEqual(['Zoë Admin']);
  });

  it.each(['not-a-cursor', btoa('["a","not-an-id"]'), btoa('["\\u0000","019b76da-a800-7000-8000-000000000000"]')])(
    'refuses the page link %s',
    async (cursor) => {
      const answer = await test.send(admin, listMembers, { query: { cursor } });
      expect([answer.status, answer.body.code]).toEqual([400, 'cursor.invalid']);
    },
  );

  it('shows posts, teams and absence as they are at this instant', async () => {
    const body = { name: 'Content', department: 'marketing' } as const;
    const team = await test.call(admin, createTeam, { body });
    const params = { teamId: team.id, memberId: emile.id };
    await test.call(admin, setMembership, { params, body: { weight: 1, cap: null } });
    const at = test.clock();
    await test.databases.screens
      .insertInto('absences')
      .values({
        workspaceId: workspace,
        id: newId(at),
        memberId: emile.id,
        startsAt: at,
        endsAt: new Date(at.getTime() + days(1)),
        coverId: null,
        createdAt: at,
      })
      .execute();
    const seen = await test.call(admin, getMember, { params: { memberId: emile.id } });
    expect(seen).toMatchObject({ role: 'head', heads: ['marketing'], deputises: [], absent: true, active: true });
    expect(seen.teams).toEqual([{ id: team.id, name: 'Content' }]);
    test.clock.advance(days(1));
    expect(await test.call(admin, getMember, { params: { memberId: emile.id } })).toMatchObject({ absent: false });
    test.clock.advance(-days(1));
  });

  it('asks the database once a page, however many members it has', async () => {
    sent.length = 0;
    await test.call(admin, listMembers, { query: { limit: 200 } });
    expect(sent.filter((statement) => statement.includes('"members" as "m"'))).toHaveLength(1);
    expect(sent.filter((statement) => !/token_hash/.test(statement))).toHaveLength(1);
  });

  it('is open to every member, and knows nobody of another workspace', async () => {
    const viewer = await createMember(test, workspace, { name: 'Yara Viewer', role: 'viewer' });
    expect((await test.call(viewer, listMembers)).data).toHaveLength(5);
    const foreign = await createMember(test, await createWorkspace(test));
    const answer = await test.send(viewer, getMember, { params: { memberId: foreign.id } });
    expect([answer.status, answer.body.code]).toEqual([404, 'member.not-found']);
  });
});
