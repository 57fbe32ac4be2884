import { randomBytes } from 'node:crypto';
import type { Ctx, MemberActor, WorkspaceId } from '../src/context.ts';
import type { Department, MemberDepartment, Role } from '../src/core/access.ts';
import { foldText, sortKey } from '../src/core/text.ts';
import { newId } from '../src/db/ids.ts';
import { addMember } from '../src/features/members/add-member.ts';
import { csrfTokenOf, hashToken, newToken } from '../src/features/sessions/mint-token.ts';
import { insertSession } from '../src/features/sessions/store.ts';
import { nameHead } from '../src/features/workspaces/name-head.ts';
import { insertWorkspace } from '../src/features/workspaces/store.ts';
import { createSealer } from '../src/http/sealer.ts';
import type { Caller, TestApp } from './app.ts';

/** A password hash that no password fits: most tests never sign in by password, and hashing is slow on purpose. */
const noPassword = '$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA';

const quiet = { info() {}, warn() {}, error() {} };

/** What a verb is given when a test calls it without HTTP. */
export function systemCtx(test: TestApp, workspace: WorkspaceId): Ctx {
  return {
    db: test.database.observed.screens,
    workspace,
    actor: { kind: 'system', id: null },
    reach: 'all',
    now: test.clock(),
    requestId: null,
    log: quiet,
    enqueue: test.enqueue,
    sealer: createSealer('a secret that is long enough for tests'),
    publicUrl: 'http://baton.test',
  };
}

/** A fresh workspace: tests of one file share a database and never see each other's rows. */
export async function createWorkspace(test: TestApp, name = 'Example'): Promise<WorkspaceId> {
  const workspace = newId(test.clock()) as WorkspaceId;
  const values = { name, currency: 'EUR', zone: 'Europe/Berlin', locale: 'en-GB', fiscalStart: '01-01' };
  await insertWorkspace(systemCtx(test, workspace), values);
  return workspace;
}

export type TestMember = Caller & { id: string; name: string; email: string; workspace: WorkspaceId };

type Person = {
  name?: string;
  role?: Role;
  department?: MemberDepartment;
  heads?: Department[];
  passwordHash?: string;
};

/** A member of the workspace who is signed in. */
export async function createMember(test: TestApp, workspace: WorkspaceId, person: Person = {}): Promise<TestMember> {
  const ctx = systemCtx(test, workspace);
  const { role = 'member', department = 'sales', heads = [], passwordHash = noPassword } = person;
  const suffix = randomBytes(4).toString('hex');
  const name = person.name ?? `${role} ${suffix}`;
  const email = `${sortKey(name).replaceAll(' ', '.')}.${suffix}@example.test`;
  const { id } = await addMember(ctx, { name, email: foldText(email), department, role, passwordHash });
  for (const headed of heads) await nameHead(ctx, headed, id);
  return { id, name, email, workspace, ...(await signIn(test, workspace, id)) };
}

/** A session for a member, as sign-in would have made it. */
export async function signIn(
  test: TestApp,
  workspace: WorkspaceId,
  memberId: string,
): Promise<Caller & { sessionId: string }> {
  const token = newToken();
  const sessionId = newId(test.clock());
  const expiresAt = new Date(test.clock().getTime() + 30 * 24 * 3_600_000);
  const row = {
    id: sessionId,
    memberId,
    tokenHash: hashToken(token),
    device: 'Baton test',
    address: '127.0.0.1',
    expiresAt,
  };
  await insertSession(systemCtx(test, workspace), row);
  return { cookie: `baton_session=${token}`, csrfToken: csrfTokenOf(token), sessionId };
}

/** A ctx as the route of a member would have it, for verbs that ask who acts. */
export function memberCtx(test: TestApp, member: TestMember, actor: Partial<MemberActor> = {}): Ctx {
  const defaults = {
    role: 'member',
    department: 'sales',
    actsFor: [],
    visibility: 'own',
    sessionId: newId(test.clock()),
  } as const;
  return {
    ...systemCtx(test, member.workspace),
    actor: { kind: 'member', id: member.id, name: member.name, ...defaults, ...actor },
  };
}
