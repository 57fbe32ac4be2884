import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WorkspaceId } from '../src/context.ts';
import {
  type AgreementVersion,
  draftAgreement,
  editAgreement,
  getInForce,
  getVersion,
  proposeAgreement,
  returnAgreement,
  signAgreement,
} from '../src/features/agreements/schema.ts';
import { lapText } from './agreements.ts';
import { useTestApp } from './app.ts';
import { sendAtOnce } from './contention.ts';
import { addressOf } from './database.ts';
import { createMember, createWorkspace, type TestMember } from './fixtures.ts';
import { callServer, end, type ServerProcess, startServer } from './server-process.ts';

describe('two processes at once', () => {
  const test = useTestApp();
  const homes: string[] = [];
  let servers: ServerProcess[];
  let workspace: WorkspaceId;
  let mary: TestMember;
  let saul: TestMember;

  beforeAll(async () => {
    // The processes read their own clocks.
    test.clock.set(new Date());
    const start = async () => {
      const home = await mkdtemp(path.join(tmpdir(), 'baton-race-'));
      homes.push(home);
      return startServer(home, { DATABASE_URL: addressOf(test.database.connection) });
    };
    servers = [await start(), await start()];
  }, 120_000);
  afterAll(async () => {
    await Promise.all(servers.map(({ process }) => end(process, 'SIGTERM')));
    await Promise.all(homes.map((home) => rm(home, { recursive: true, force: true })));
  });
  beforeEach(async () => {
    workspace = await createWorkspace(test);
    mary = await createMember(test, workspace, { name: 'Mary', role: 'head', heads: ['marketing'] });
    saul = await createMember(test, workspace, { name: 'Saul', role: 'head', heads: ['sales'] });
  });

  const send = (which: 0 | 1) => (servers[which] as ServerProcess).url;
  const draft = (by: TestMember) => test.call(by, draftAgreement, { body: { from: 'text', source: lapText } });
  const propose = (by: TestMember, { id, version }: AgreementVersion) =>
    test.call(by, proposeAgreement, { params: { versionId: id }, body: { message: 'So be it.' }, version });
  const sign = (which: 0 | 1, by: TestMember, { id, hash, proposal }: AgreementVersion, party: 'marketing' | 'sales') =>
    callServer(send(which), by, signAgreement, {
      params: { versionId: id },
      body: { party, hash: hash ?? '', proposal },
    });

  it('both heads sign: one agreement is in force, with both signatures', async () => {
    const proposed = await propose(mary, await draft(mary));
    const answers = await sendAtOnce(
      test,
      workspace,
      () => sign(0, mary, proposed, 'marketing'),
      () => sign(1, saul, proposed, 'sales'),
    );
    expect(answers.map((answer) => answer?.status)).toEqual([200, 200]);
    const answer = await callServer(send(0), mary, getInForce, { query: {} });
    const data = answer?.body.data;
    expect(data?.signatures.map(({ party, hash, proposal }) => [party, hash, proposal]).sort()).toEqual([
      ['marketing', proposed.hash, 1],
      ['sales', proposed.hash, 1],
    ]);
  });

  it('one edits while the other signs: the signature is refused or void, and nothing comes into force', async () => {
    const proposed = await propose(mary, await draft(mary));
    await sign(0, mary, proposed, 'marketing');
    const params = { versionId: proposed.id };
    const edits = [{ op: 'set' as const, path: ['salesCommits', 'respond', 'within'], value: { business: '1h' } }];
    const [edited, signed] = await sendAtOnce<{ status: number } | null>(
      test,
      workspace,
      () =>
        callServer(send(0), mary, editAgreement, {
          ...{ params, body: { edits } },
          headers: { 'if-match': `"${proposed.version}"` },
        }),
      () => sign(1, saul, proposed, 'sales'),
    );
    const now = await test.call(mary, getVersion, { params });
    // Whoever comes first is served: an edit refuses the signature, the last signature refuses the edit.
    expect([edited?.status, signed?.status].sort()).toEqual([200, 409]);
    if (edited?.status === 200) {
      expect(now).toMatchObject({ status: 'draft', signatures: [{ party: 'marketing', void: true }] });
      expect((await callServer(send(0), mary, getInForce, { query: {} }))?.body.data).toBeNull();
    } else {
      expect(now).toMatchObject({ status: 'in-force', hash: proposed.hash });
    }
  });

  it('two versions are proposed: one is, and the other side is told which', async () => {
    const [ours, theirs] = [await draft(mary), await draft(saul)];
    const proposeAt = (which: 0 | 1, by: TestMember, { id, version }: AgreementVersion) =>
      callServer(send(which), by, proposeAgreement, {
        params: { versionId: id },
        body: { message: 'Mine.' },
        headers: { 'if-match': `"${version}"` },
      });
    const answers = await sendAtOnce(
      test,
      workspace,
      () => proposeAt(0, mary, ours),
      () => proposeAt(1, saul, theirs),
    );
    expect(answers.map((answer) => answer?.status).sort()).toEqual([200, 409]);
    const won = answers.find((answer) => answer?.status === 200);
    const lost = answers.find((answer) => answer?.status === 409);
    expect(lost?.body).toMatchObject({ code: 'agreement.proposal-open', open: won?.body.id });
  });

  it('one signs while the other returns: never both', async () => {
    const proposed = await propose(mary, await draft(mary));
    await sign(0, mary, proposed, 'marketing');
    const params = { versionId: proposed.id };
    const statuses = (
      await sendAtOnce<{ status: number } | null>(
        test,
        workspace,
        () => sign(0, saul, proposed, 'sales'),
        () => callServer(send(1), saul, returnAgreement, { params, body: { message: 'Not yet.' } }),
      )
    ).map((answer) => answer?.status);
    expect(statuses.sort()).toEqual([200, 409]);
  });
});
