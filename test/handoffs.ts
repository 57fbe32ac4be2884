import { tx, type WorkspaceId } from '../src/context.ts';
import { sortKey } from '../src/core/text.ts';
import { newId } from '../src/db/ids.ts';
import { findRelay } from '../src/features/agreements/find-relay.ts';
import { moveClocks } from '../src/features/clocks/move-clocks.ts';
import type { Lead } from '../src/features/handoffs/offer-leads.ts';
import type { Brief } from '../src/features/handoffs/schema.ts';
import { agreeOn } from './agreements.ts';
import type { TestApp } from './app.ts';
import { systemCtx } from './fixtures.ts';

type Contact = { name?: string; email?: string; accountId?: string | null; grade?: string };

/** Puts a contact into a workspace that stands at the stage where Sales gets it. */
export async function createContact(test: TestApp, workspace: WorkspaceId, contact: Contact = {}): Promise<string> {
  const at = test.clock();
  const id = newId(at);
  const { name = 'Dana Doe', email = `${id}@example.test`, accountId = null, grade = 'A1' } = contact;
  const db = test.databases.screens;
  await db
    .insertInto('contacts')
    .values({
      workspaceId: workspace,
      id,
      accountId,
      email,
      name,
      sortKey: sortKey(name),
      title: 'Head of operations',
      grade,
      currentStage: 'qualified',
      furthestStage: 'qualified',
      cycle: 1,
      cycleBeganAt: at,
      createdAt: at,
      updatedAt: at,
    })
    .execute();
  await db
    .insertInto('transitions')
    .values({
      workspaceId: workspace,
      contactId: id,
      seq: 1,
      move: 1,
      cycle: 1,
      cycleKind: 'new-business',
      fromStage: null,
      toStage: 'qualified',
      occurredAt: at,
      decidedAt: at,
      actorKind: 'rule',
      actorId: 'qualified',
      inferred: false,
    })
    .execute();
  return id;
}

/** A company with a name. */
export async function createAccount(test: TestApp, workspace: WorkspaceId, name = 'Example Ltd'): Promise<string> {
  const at = test.clock();
  const id = newId(at);
  await test.databases.screens
    .insertInto('accounts')
    .values({ workspaceId: workspace, id, name, sortKey: sortKey(name), employees: 200, createdAt: at, updatedAt: at })
    .execute();
  return id;
}

export const emptyBrief: Omit<Brief, 'route' | 'agreement'> = {
  because: ['The grade is A1.'],
  whyNow: [],
  scores: {
    grade: 'A1',
    fit: { score: 100, letter: 'A', reasons: [] },
    engagement: { score: 80, level: '1', reasons: [] },
  },
  persona: null,
  segment: null,
};

/** Somebody who has just qualified, with the row that says so, ready to be offered. */
export async function createLead(
  test: TestApp,
  workspace: WorkspaceId,
  versionId: string,
  values: Partial<Lead> & { segment?: string | null } = {},
): Promise<Lead> {
  const { segment = 'mid-market', ...given } = values;
  const at = test.clock();
  const contactId = given.contactId ?? (await createContact(test, workspace));
  const qualificationId = newId(at);
  await test.databases.screens
    .insertInto('qualifications')
    .values({
      workspaceId: workspace,
      id: qualificationId,
      contactId,
      cycle: given.cycle ?? 1,
      status: 'queued',
      clause: 'qualified',
      versionId,
      explore: false,
      missing: [],
      evidence: '[]',
      occurredAt: at,
      decidedAt: at,
    })
    .execute();
  return {
    qualificationId,
    accountId: null,
    cycle: 1,
    explore: false,
    occurredAt: at,
    facts: {
      at: at.getTime(),
      contact: {},
      derived: { grade: 'A1', segment },
      touches: [{ kind: 'form-submitted', form: 'demo-request', at: at.getTime() }],
    },
    grade: 'A1',
    campaign: null,
    accountOwner: null,
    contactOwner: null,
    foundBy: null,
    protectedUntil: null,
    highIntentAt: null,
    brief: emptyBrief,
    ...given,
    contactId,
  };
}

type Row = {
  contactId?: string;
  accountId?: string | null;
  status?: 'offered' | 'accepted' | 'rejected';
  offeredAt?: Date;
  number?: number;
};

/** A handoff that somebody has, as routing would have left it, but for its clocks. */
export async function createHandoff(
  test: TestApp,
  workspace: WorkspaceId,
  memberId: string,
  row: Row = {},
): Promise<string> {
  const offeredAt = row.offeredAt ?? test.clock();
  const id = newId(offeredAt);
  const { status = 'offered', accountId = null, number = 1 } = row;
  const contactId = row.contactId ?? (await createContact(test, workspace, { accountId }));
  const version = await findVersion(test, workspace);
  await test.databases.screens
    .insertInto('handoffs')
    .values({
      workspaceId: workspace,
      id,
      contactId,
      accountId,
      cycle: 1,
      number,
      memberId,
      assignedAt: offeredAt,
      explore: false,
      status,
      offeredAt,
      acceptedAt: status === 'accepted' ? offeredAt : null,
      closedAt: status === 'rejected' ? offeredAt : null,
      grade: 'A1',
      brief: JSON.stringify({
        ...emptyBrief,
        route: { rule: null, sentence: 'It goes to the rep who found it.' },
        agreement: { id: version, number: 1, name: 'One lap' },
      }),
      promises: JSON.stringify({
        ...{ respond: 'respond', decide: 'decide', qualify: 'qualify', attempts: 'attempts' },
        ...{ answer: 'answer', arbitrate: 'arbitrate' },
      }),
      versionId: version,
    })
    .execute();
  await test.databases.screens
    .insertInto('assignments')
    .values({ workspaceId: workspace, handoffId: id, memberId, fromAt: offeredAt, cause: 'routed' })
    .execute();
  return id;
}

async function findVersion(test: TestApp, workspace: WorkspaceId): Promise<string> {
  const found = await test.databases.screens
    .selectFrom('agreementVersions')
    .select('id')
    .where('workspaceId', '=', workspace)
    .where('status', '=', 'in-force')
    .executeTakeFirst();
  return found?.id ?? agreeOn(test, workspace);
}

/** Starts the clocks of a handoff as if it had been offered at an instant, now unless said. */
export async function startClocks(
  test: TestApp,
  workspace: WorkspaceId,
  handoffId: string,
  at: Date = test.clock(),
): Promise<void> {
  const ctx = systemCtx(test, workspace);
  const row = await test.databases.screens
    .selectFrom('handoffs')
    .select(['qualificationId', 'memberId', 'teamId', 'promises', 'versionId'])
    .where('id', '=', handoffId)
    .executeTakeFirstOrThrow();
  const { versionId, ...subject } = row;
  const relay = await findRelay(ctx, versionId);
  if (relay === null) throw new Error('The handoff of the test has no agreement.');
  const facts = [{ kind: 'offered', handoffId, at: at.getTime() } as const];
  await tx(ctx, (inner) => moveClocks(inner, relay, [{ subject: { ...subject, handoffId }, facts }]));
}
