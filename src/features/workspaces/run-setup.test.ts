import { describe, expect, it } from 'vitest';
import { createTestApp, useTestApp } from '../../../test/app.ts';
import { getSetup, runSetup } from './schema.ts';

const body = runSetup.example as NonNullable<typeof runSetup.example>;

describe('the first run', () => {
  const test = useTestApp();

  it('of two browsers that finish at the same instant makes one the owner', async () => {
    expect((await test.call({}, getSetup)).needed).toBe(true);
    const other = { ...body, owner: { ...body.owner, email: 'other@example.test' } };
    const answers = await Promise.all([test.send({}, runSetup, { body }), test.send({}, runSetup, { body: other })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('setup.already-done');
    const members = await test.databases.screens.selectFrom('members').select(['email', 'role']).execute();
    expect(members).toHaveLength(1);
    expect(members[0]?.role).toBe('admin');
    expect((await test.call({}, getSetup)).needed).toBe(false);
  });

  it('records each thing that it made, done by the owner', async () => {
    const entries = await test.databases.screens.selectFrom('audit').select(['verb', 'actorId']).execute();
    const owner = await test.databases.screens.selectFrom('members').select('id').executeTakeFirstOrThrow();
    expect(new Set(entries.map(({ actorId }) => actorId))).toEqual(new Set([owner.id]));
    expect(entries.map(({ verb }) => verb).sort()).toEqual([
      'calendar.added',
      'department.head-named',
      'member.added',
      'workspace.created',
    ]);
  });
});

describe('the first run of a Baton that listens beyond this machine', () => {
  it('needs the token of the console', async () => {
    const test = await createTestApp({ setupToken: 'right-token' });
    expect(await test.call({}, getSetup)).toEqual({ needed: true, tokenNeeded: true });
    const refused = await test.send({}, runSetup, { body: { ...body, setupToken: 'wrong' } });
    expect([refused.status, refused.body.code]).toEqual([403, 'setup.token']);
    await test.call({}, runSetup, { body: { ...body, setupToken: 'right-token' } });
    await test.app.close();
    await test.database.drop();
  });
});
