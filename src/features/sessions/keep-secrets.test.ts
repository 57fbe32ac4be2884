import { PassThrough } from 'node:stream';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { type Caller, useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import { createApp } from '../../app.ts';
import { acceptInvitation, inviteMember, openInvitation } from '../invitations/schema.ts';
import { createKey } from '../keys/schema.ts';
import { listMembers } from '../members/schema.ts';
import { changePassword, completePasswordReset, getSession, requestPasswordReset, signIn } from './schema.ts';

describe('secrets', () => {
  const test = useTestApp();

  it('are in no log line, no error, no table and no list', async () => {
    const lines: string[] = [];
    const stream = new PassThrough().on('data', (chunk) => lines.push(String(chunk)));
    const loud = await createApp({
      databases: test.databases,
      clock: test.clock,
      enqueue: test.enqueue,
      sealer: systemCtx(test, await createWorkspace(test)).sealer,
      log: pino({ level: 'trace' }, stream),
      publicUrl: () => 'http://baton.test',
      trustProxy: false,
      version: '0.0.0-test',
      setupToken: null,
      hasSmtp: false,
      metricsToken: undefined,
      webFolder: '/there-is-none',
      snippetFile: '/there-is-none',
      docsNonce: 'test',
      isDraining: () => false,
      wake: () => {},
    });
    const told: unknown[] = [];
    const send = async (caller: Caller, method: 'GET' | 'POST', url: string, payload?: object) => {
      const { cookie, csrfToken, key } = caller;
      const answer = await loud.inject({
        method,
        url,
        headers: {
          host: 'baton.test',
          ...(cookie ? { cookie } : {}),
          ...(csrfToken ? { 'x-csrf-token': csrfToken } : {}),
          ...(key ? { authorization: `Bearer ${key}` } : {}),
        },
        ...(payload ? { payload } : {}),
      });
      if (answer.statusCode >= 400) told.push(answer.body);
      return answer;
    };

    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const canaries = {
      first: 'canary-password-one',
      wrong: 'canary-password-two',
      second: 'canary-password-three',
      madeUp: 'canary-token-made-up',
    };
    const invited = await send(admin, 'POST', inviteMember.path, {
      email: 'sam@example.test',
      department: 'sales',
      role: 'member',
    });
    const token = String(invited.json().link).split('#token=')[1] as string;
    await send({}, 'POST', openInvitation.path, { token });
    await send({}, 'POST', openInvitation.path, { token: canaries.madeUp });
    const joined = await send({}, 'POST', acceptInvitation.path, { token, name: 'Sam', password: canaries.first });
    await send({}, 'POST', acceptInvitation.path, { token, name: '', password: canaries.first });
    const session = joined.cookies[0]?.value as string;
    const sam: Caller = { cookie: `baton_session=${session}`, csrfToken: joined.json().csrfToken };
    await send({}, 'POST', signIn.path, { email: 'sam@example.test', password: canaries.wrong });
    await send(sam, 'POST', changePassword.path, { current: canaries.wrong, next: canaries.second });
    await send(sam, 'POST', changePassword.path, { current: canaries.wrong, next: canaries.second, role: 'admin' });
    await send({}, 'POST', requestPasswordReset.path, { email: 'sam@example.test' });
    const sealer = systemCtx(test, workspace).sealer;
    const mails = await test.databases.screens
      .selectFrom('outbox')
      .selectAll()
      .where('workspaceId', '=', workspace)
      .execute();
    const reset = mails.map(({ sealed }) => /#token=(\S+)/.exec(sealer.open(sealed))?.[1]).at(-1) as string;
    await send({}, 'POST', completePasswordReset.path, { token: reset, password: canaries.second });
    await send({}, 'POST', completePasswordReset.path, { token: reset, password: canaries.second });
    const created = await send(admin, 'POST', createKey.path, { name: 'Warehouse', scopes: ['members:read'] });
    const key = String(created.json().secret);
    await send({ key }, 'GET', listMembers.path);
    await send({ key: `${key}x` }, 'GET', listMembers.path);
    await send({}, 'GET', getSession.path);
    expect(told.length).toBeGreaterThan(6);
    expect(lines.length).toBeGreaterThan(10);

    const tables = ['audit', 'sessions', 'passwordResets', 'invitations', 'apiKeys', 'members'] as const;
    const stored = await Promise.all(
      tables.map((table) => test.databases.screens.selectFrom(table).selectAll().execute()),
    );
    const outbox = mails.map(({ sealed: _, ...row }) => row);
    const everything = `${lines.join('')}${JSON.stringify([told, stored, outbox])}`;
    for (const secret of [token, reset, session, sam.csrfToken as string, key.slice(13), ...Object.values(canaries)]) {
      expect(secret.length).toBeGreaterThan(15);
      expect(everything).not.toContain(secret);
    }
    await loud.close();
  });
});
