import { afterEach, expect, test, vi } from 'vitest';
import { getSession } from '../src/features/sessions/schema.ts';
import { createTeam, editTeam, listTeams } from '../src/features/teams/schema.ts';
import { ApiError, addressOf, call } from './api.ts';

const teamId = '01930000-0000-7000-8000-000000000001';
const answer = (body: unknown, init: ResponseInit = {}) => Response.json(body, init);
const refusal = (status: number, body: object) =>
  answer(body, { status, headers: { 'content-type': 'application/problem+json' } });

/** Answers in turn, and keeps what was asked. */
function stubFetch(...answers: (Response | Error)[]) {
  const asked: { url: string; init: RequestInit; header: (name: string) => string | null }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, init, header: (name) => new Headers(init.headers).get(name) });
    const next = answers.shift();
    if (!next || next instanceof Error) throw next ?? new Error('nothing more was expected');
    return next;
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

test('an edit names its version, and brings the token of the session', async () => {
  const asked = stubFetch(answer({ csrfToken: 'token-1' }), answer({ id: teamId }));
  await call(getSession, {});
  await call(editTeam, { params: { teamId }, body: { name: 'Inbound' }, version: 3 });
  expect(asked[1]?.url).toBe(`/api/teams/${teamId}`);
  expect(asked[1]?.header('if-match')).toBe('"3"');
  expect(asked[1]?.header('x-csrf-token')).toBe('token-1');
  expect(asked[1]?.header('idempotency-key')).toBeNull();
});

test('an edit without a version is a mistake of the page', async () => {
  stubFetch();
  await expect(call(editTeam, { params: { teamId }, body: {} })).rejects.toThrow('teams.edit edits a record');
});

test('a refusal carries words, fields as forms name them, and the request', async () => {
  const errors = [{ pointer: '#/owner/email', detail: 'Please enter an e-mail address.' }];
  stubFetch(refusal(400, { code: 'request.invalid', detail: 'Please check the fields.', errors, requestId: 'r-1' }));
  const error = await call(createTeam, { body: { name: '', department: 'sales' } }).catch((fault: unknown) => fault);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    status: 400,
    code: 'request.invalid',
    message: 'Please check the fields.',
    fields: [{ path: 'owner.email', detail: 'Please enter an e-mail address.' }],
    requestId: 'r-1',
  });
});

test('an outdated token is renewed once, and the same change is sent again under its key', async () => {
  const asked = stubFetch(
    refusal(403, { code: 'request.csrf', detail: 'This page is out of date.' }),
    answer({ csrfToken: 'token-2' }),
    answer({ id: teamId }, { status: 201 }),
  );
  await call(createTeam, { body: { name: 'Inbound', department: 'sales' } });
  expect(asked.map(({ url }) => url)).toEqual(['/api/teams', '/api/session', '/api/teams']);
  expect(asked[2]?.header('x-csrf-token')).toBe('token-2');
  expect(asked[2]?.header('idempotency-key')).toBe(asked[0]?.header('idempotency-key'));
});

test('a lost connection is said in words', async () => {
  stubFetch(new TypeError('Failed to fetch'));
  await expect(call(listTeams, {})).rejects.toMatchObject({ status: 0, code: 'network.unreachable' });
});

test('an address leaves out what is not asked', () => {
  const contract = { ...listTeams, path: '/api/x/:id' } as const;
  expect(addressOf(contract, { params: { id: 'a/b' }, query: { q: 'mary ann', cursor: undefined } })).toBe(
    '/api/x/a%2Fb?q=mary+ann',
  );
});
