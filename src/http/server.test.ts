import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../test/app.ts';
import { createMember, createWorkspace } from '../../test/fixtures.ts';
import { createTeam, editTeam, getTeam, listTeams } from '../features/teams/schema.ts';
import { getWorkspace } from '../features/workspaces/schema.ts';

const body = { name: 'Inbound', department: 'sales', leadId: null } as const;

describe('a request that is repeated with its Idempotency-Key', () => {
  const test = useTestApp();
  const owner = async () => createMember(test, await createWorkspace(test), { role: 'admin' });

  it('has its effect once and gives the same answer', async () => {
    const admin = await owner();
    const input = { body, headers: { 'idempotency-key': 'first' } };
    const first = await test.send(admin, createTeam, input);
    const again = await test.send(admin, createTeam, input);
    expect([first.status, again.status, again.headers['idempotent-replayed']]).toEqual([201, 201, 'true']);
    expect(again.body).toEqual(first.body);
    expect((await test.call(admin, listTeams)).data).toHaveLength(1);
  });

  it('is refused with another body, also when the key is quoted', async () => {
    const admin = await owner();
    await test.call(admin, createTeam, { body, headers: { 'idempotency-key': '"same"' } });
    const other = await test.send(admin, createTeam, {
      body: { ...body, name: 'Other' },
      headers: { 'idempotency-key': 'same' },
    });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency.different-body']);
  });

  it('is told to wait while the first is running; one of twenty at once has the effect', async () => {
    const admin = await owner();
    const input = { body, headers: { 'idempotency-key': 'at-once' } };
    const answers = await Promise.all(Array.from({ length: 20 }, () => test.send(admin, createTeam, input)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([201, 409].filter((s) => answers.some((a) => a.status === s))),
    );
    for (const { status, body: answer, headers } of answers) {
      if (status === 409) expect([answer.code, headers['retry-after']]).toEqual(['idempotency.running', '1']);
    }
    expect((await test.call(admin, listTeams)).data).toHaveLength(1);
  });

  it('stores nothing of a request that failed, so that it can be mended and sent again', async () => {
    const admin = await owner();
    await test.call(admin, createTeam, { body });
    const clash = await test.send(admin, createTeam, { body, headers: { 'idempotency-key': 'clash' } });
    expect(clash.status).toBe(409);
    await test.call(admin, createTeam, { body: { ...body, name: 'Mended' }, headers: { 'idempotency-key': 'clash' } });
  });

  it('means nothing to another member', async () => {
    const workspace = await createWorkspace(test);
    const [one, two] = [
      await createMember(test, workspace, { role: 'admin' }),
      await createMember(test, workspace, { role: 'admin' }),
    ];
    const headers = { 'idempotency-key': 'shared' };
    await test.call(one, createTeam, { body, headers });
    expect((await test.send(two, createTeam, { body: { ...body, name: 'Second' }, headers })).status).toBe(201);
  });
});

describe('an edit', () => {
  const test = useTestApp();

  it('needs the version it saw, and of two editors the second is told', async () => {
    const admin = await createMember(test, await createWorkspace(test), { role: 'admin' });
    const team = await test.call(admin, createTeam, { body });
    const params = { teamId: team.id };
    const read = await test.send(admin, getTeam, { params });
    expect(read.headers.etag).toBe(`"${team.version}"`);
    expect((await test.send(admin, editTeam, { params, body: { name: 'A' } })).body.code).toBe(
      'request.version-required',
    );
    const edited = await test.send(admin, editTeam, { params, body: { name: 'A' }, version: team.version });
    expect([edited.status, edited.headers.etag]).toEqual([200, `"${team.version + 1}"`]);
    expect((await test.send(admin, editTeam, { params, body: { name: 'B' }, version: team.version })).status).toBe(412);
    expect((await test.call(admin, getTeam, { params })).name).toBe('A');
  });
});

describe('a request that a browser did not mean to send', () => {
  const test = useTestApp();

  it('is refused from another origin, without the token, and with a wrong one', async () => {
    const admin = await createMember(test, await createWorkspace(test), { role: 'admin' });
    const foreign = await test.send(admin, createTeam, { body, headers: { origin: 'https://evil.test' } });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'request.foreign-origin']);
    const crossSite = await test.send(admin, createTeam, { body, headers: { 'sec-fetch-site': 'cross-site' } });
    expect(crossSite.body.code).toBe('request.foreign-origin');
    const without = await test.send({ cookie: admin.cookie as string }, createTeam, { body });
    expect([without.status, without.body.code]).toEqual([403, 'request.csrf']);
    expect((await test.call(admin, listTeams)).data).toEqual([]);
  });
});

describe('an answer', () => {
  const test = useTestApp();

  it('carries the id of its request, a given one when it is harmless', async () => {
    const admin = await createMember(test, await createWorkspace(test), { role: 'admin' });
    const kept = await test.send(admin, getWorkspace, { headers: { 'x-request-id': 'trace-12345678' } });
    expect(kept.headers['x-request-id']).toBe('trace-12345678');
    const replaced = await test.send(admin, getWorkspace, { headers: { 'x-request-id': 'x"><script>' } });
    expect(replaced.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is a problem with a code, the fields and the request id when something is wrong', async () => {
    const admin = await createMember(test, await createWorkspace(test), { role: 'admin' });
    const answer = await test.app.inject({
      method: 'POST',
      url: '/api/teams',
      headers: { cookie: admin.cookie ?? '', 'x-csrf-token': admin.csrfToken ?? '', host: 'baton.test' },
      payload: { name: '', department: 'kitchen', role: 'admin' },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    const problem = answer.json();
    expect(problem).toMatchObject({ type: 'about:blank', title: 'Bad Request', status: 400, code: 'request.invalid' });
    expect(problem.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      expect.arrayContaining(['#/name', '#/department']),
    );
    // A key that the shape does not know is refused as a whole, at the body itself.
    expect(problem.errors).toContainEqual({ pointer: '#', detail: expect.stringMatching(/role/) });
    expect(problem.requestId).toBe(answer.headers['x-request-id']);
  });

  it.each([
    ['{"name":', 400, 'request.invalid'],
    ['{"__proto__":{"role":"admin"},"name":"A","department":"sales"}', 400, 'request.invalid'],
    [`{"name":"${'x'.repeat(1_100_000)}"}`, 413, 'request.too-large'],
  ])('to a body such as %.30s is %d', async (payload, status, code) => {
    const admin = await createMember(test, await createWorkspace(test), { role: 'admin' });
    const headers = {
      cookie: admin.cookie ?? '',
      'x-csrf-token': admin.csrfToken ?? '',
      host: 'baton.test',
      'content-type': 'application/json',
    };
    const answer = await test.app.inject({ method: 'POST', url: '/api/teams', headers, payload });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('tells nothing of an error that nobody foresaw but its request id', async () => {
    const admin = await createMember(test, await createWorkspace(test), { role: 'admin' });
    await test.databases.screens.schema.alterTable('teams').renameTo('teams_away').execute();
    const answer = await test.send(admin, listTeams);
    await test.databases.screens.schema.alterTable('teams_away').renameTo('teams').execute();
    expect([answer.status, answer.body.code]).toEqual([500, 'server.unexpected']);
    expect(JSON.stringify(answer.body)).not.toMatch(/teams|relation|select/);
  });

  it('has headers that keep hostile text inert', async () => {
    const { headers } = await test.app.inject({ url: '/api/setup', headers: { host: 'baton.test' } });
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const page = await test.app.inject({ url: '/welcome', headers: { host: 'baton.test' } });
    expect(page.headers['content-security-policy']).toMatch(/script-src 'self';/);
    expect(page.headers['content-security-policy']).not.toMatch(/unsafe/);
  });

  it('to a path that is not there is 404 below /api', async () => {
    const answer = await test.app.inject({ url: '/api/nothing', headers: { host: 'baton.test' } });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'route.not-found']);
  });
});

describe('health', () => {
  const test = useTestApp();

  it('is told apart: alive, ready, figures for this machine only', async () => {
    const get = (url: string, remoteAddress = '127.0.0.1') =>
      test.app.inject({ url, remoteAddress, headers: { host: 'baton.test' } });
    expect((await get('/healthz')).statusCode).toBe(200);
    // The clock of the tests stands far from that of the database: exactly what /readyz must notice.
    const ready = await get('/readyz');
    expect([ready.statusCode, ready.json().problem]).toEqual([503, expect.stringMatching(/clocks/)]);
    const metrics = await get('/metrics');
    expect(metrics.payload).toMatch(
      /baton_http_request_duration_seconds_count\{method="GET",route="\/healthz",status="200"\} 1/,
    );
    expect(metrics.payload).toMatch(/baton_database_waiting_requests\{pool="screens"\} 0/);
    expect((await get('/metrics', '10.1.2.3')).statusCode).toBe(404);
  });
});
