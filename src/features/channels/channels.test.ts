import { beforeAll, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import type { ChannelRule } from '../../core/channels/channel-rule.ts';
import { defaultRules } from '../../core/channels/default-rules.ts';
import { createSource } from '../sources/schema.ts';
import { editChannels, getChannels } from './schema.ts';

const fairs: ChannelRule = {
  key: 'fairs',
  channel: 'events',
  when: [{ any: [{ field: 'medium', is: 'equals', values: ['booth'] }] }],
};

describe('channels', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let headOf: Record<'marketing' | 'sales', TestMember>;
  let writeKey: string;

  beforeAll(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin' });
    headOf = {
      marketing: await createMember(test, workspace, { role: 'head', department: 'marketing', heads: ['marketing'] }),
      sales: await createMember(test, workspace, { role: 'head', heads: ['sales'] }),
    };
    writeKey = (await test.call(admin, createSource, { body: { name: 'Site', kind: 'server' } })).writeKey ?? '';
  });

  const visit = async (anonymousId: string, path: string, page: Record<string, string>) => {
    const url = `https://www.plant.example/${path}`;
    const answer = await test.app.inject({
      method: 'POST',
      url: '/v1/page',
      payload: { writeKey, anonymousId, name: path, context: { page: { url, ...page } } },
    });
    expect(answer.statusCode).toBe(200);
  };
  /** Name of the page, channel and what is kept to explain it, in the order in which they arrived. */
  const touches = () =>
    test.databases.screens
      .selectFrom('touches as t')
      .innerJoin('dictionary as n', (join) =>
        join.onRef('n.workspaceId', '=', 't.workspaceId').onRef('n.code', '=', 't.name'),
      )
      .leftJoin('dictionary as c', (join) =>
        join.onRef('c.workspaceId', '=', 't.workspaceId').onRef('c.code', '=', 't.channel'),
      )
      .select(['n.value as name', 'c.value as channel', 't.props'])
      .where('t.workspaceId', '=', workspace)
      .orderBy('n.value')
      .execute();

  it('are those of Baton until somebody says otherwise', async () => {
    expect(await test.call(headOf.sales, getChannels)).toEqual({
      rules: defaultRules,
      isDefault: true,
      ownHosts: [],
      version: 0,
    });
  });

  it('are given to what begins a visit, with what explains them', async () => {
    await visit('a', '1', { referrer: 'https://www.google.com/', search: '?gclid=Cj0&utm_term=belt' });
    await visit('a', '2', { referrer: 'https://www.plant.example/1' });
    await visit('b', '3', { referrer: '' });
    await visit('c', '4', { referrer: 'https://pay.example/done' });
    await visit('c', '5', { search: '?utm_source=fair&utm_medium=booth' });
    await test.runLoops();
    expect(await touches()).toMatchObject([
      { name: '1', channel: 'paid-search', props: { gclid: 'Cj0', utm_term: 'belt', referrer_host: 'www.google.com' } },
      { name: '2', channel: null, props: { referrer_host: 'www.plant.example' } },
      { name: '3', channel: 'direct' },
      { name: '4', channel: 'referral' },
      { name: '5', channel: 'unassigned' },
    ]);
  });

  it('follow the rules of the workspace from then on; what is stored stays', async () => {
    const rules = [fairs, ...defaultRules];
    const edited = await test.call(headOf.marketing, editChannels, {
      body: { rules, ownHosts: ['Pay.example'] },
      version: 0,
    });
    expect(edited).toEqual({ rules, isDefault: false, ownHosts: ['pay.example'], version: 1 });
    await visit('d', '6', { referrer: 'https://pay.example/done' });
    await visit('d', '7', { search: '?utm_source=fair&utm_medium=booth' });
    await test.runLoops();
    expect((await touches()).map(({ channel }) => channel)).toEqual([
      'paid-search',
      null,
      'direct',
      'referral',
      'unassigned',
      null,
      'events',
    ]);
    const restored = await test.call(admin, editChannels, { body: { rules: null, ownHosts: [] }, version: 1 });
    expect(restored).toEqual({ rules: defaultRules, isDefault: true, ownHosts: [], version: 2 });
    const verbs = await test.databases.screens
      .selectFrom('audit')
      .select('verb')
      .where('workspaceId', '=', workspace)
      .where('object', '=', 'channels')
      .execute();
    expect(verbs).toHaveLength(2);
  });

  it('are changed by one of two who began from the same version', async () => {
    const other = await createWorkspace(test);
    const one = await createMember(test, other, { role: 'admin' });
    const edit = (host: string) =>
      test.send(one, editChannels, { body: { rules: null, ownHosts: [host] }, version: 0 });
    const answers = await Promise.all([edit('a.example'), edit('b.example')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(answers.find(({ status }) => status === 412)?.body.code).toBe('channel-table.stale-version');
  });

  it('are for an admin and the head of Marketing to change', async () => {
    const body = { rules: null, ownHosts: [] };
    const answer = await test.send(headOf.sales, editChannels, { body, version: 2 });
    expect([answer.status, answer.body.code]).toEqual([403, 'channels.forbidden']);
    const member = await createMember(test, workspace, { department: 'marketing' });
    expect((await test.send(member, editChannels, { body, version: 2 })).status).toBe(403);
  });

  it.each<[string, unknown]>([
    ['two rules of one key', { rules: [fairs, fairs], ownHosts: [] }],
    ['a rule that asks nothing', { rules: [{ ...fairs, when: [{ any: [] }] }], ownHosts: [] }],
    [
      'an unknown field',
      { rules: [{ ...fairs, when: [{ any: [{ field: 'ip', is: 'equals', values: ['1'] }] }] }], ownHosts: [] },
    ],
    ['a channel that is no key', { rules: [{ ...fairs, channel: 'Paid Search' }], ownHosts: [] }],
    ['an address for a host', { rules: null, ownHosts: ['https://pay.example/'] }],
  ])('refuse %s', async (_, body) => {
    expect((await test.send(admin, editChannels, { body: body as never, version: 2 })).status).toBe(400);
  });
});
