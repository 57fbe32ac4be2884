/** Records of a world that stand beside its people: what was written about them, and whom they may be one with. */
import type { WorkspaceId } from '../../src/context.ts';
import { newId } from '../../src/db/ids.ts';
import { giveIdentities } from '../../src/features/contacts/give-identities.ts';
import { ensureTouchMonths } from '../../src/features/touches/ensure-touch-months.ts';
import { recordTouches } from '../../src/features/touches/record-touches.ts';
import type { TestApp } from '../app.ts';
import { systemCtx } from '../fixtures.ts';
import { createContact, createHandoff } from '../handoffs.ts';

/** A note and a task of the member on their person, and an activity with them. */
export async function createWork(
  test: TestApp,
  workspaceId: WorkspaceId,
  memberId: string,
  ids: { contactId: string; noteId: string; taskId: string; activityId: string },
): Promise<void> {
  const db = test.databases.screens;
  const at = test.clock();
  const made = { workspaceId, contactId: ids.contactId, createdAt: at, updatedAt: at };
  await db
    .insertInto('notes')
    .values({ ...made, id: ids.noteId, body: 'Prefers calls after lunch.', authorId: memberId, at })
    .execute();
  await db
    .insertInto('tasks')
    .values({ ...made, id: ids.taskId, title: 'Send the offer', assigneeId: memberId, createdBy: memberId })
    .execute();
  const touchId = newId(at);
  const ctx = systemCtx(test, workspaceId);
  await ensureTouchMonths(ctx, [at.getTime()]);
  const identities = await giveIdentities(ctx, [ids.contactId]);
  await recordTouches(ctx, [
    {
      ...{ id: touchId, identityId: identities.get(ids.contactId) ?? 0, at: at.getTime(), knownAt: at.getTime() },
      ...{ kind: 'call', department: 'sales', memberId, live: true, props: {}, messageHash: null },
    },
  ]);
  const call = { kind: 'call', direction: 'outbound', known: 'typed', live: true, at, knownAt: at } as const;
  await db
    .insertInto('activities')
    .values({ ...made, ...call, id: ids.activityId, memberId, loggedBy: memberId, touchId })
    .execute();
}

/** What the member said of a clause of a draft. */
export async function createComment(
  test: TestApp,
  workspaceId: WorkspaceId,
  authorId: string,
  ids: { clauseCommentId: string; versionId: string },
): Promise<void> {
  const said = { clause: 'stages.lead', kind: 'question', body: 'Who counts?', at: test.clock() } as const;
  const open = { replyTo: null, place: null, resolvedAt: null, resolvedBy: null };
  await test.databases.screens
    .insertInto('clauseComments')
    .values({ workspaceId, id: ids.clauseCommentId, versionId: ids.versionId, authorId, ...said, ...open })
    .execute();
}

/** A person of the member into whom another one was merged, and a pair of two who may be one. */
export async function createMerge(
  test: TestApp,
  workspaceId: WorkspaceId,
  ownerId: string,
  ids: { contactId: string; otherContactId: string; mergeId: string; duplicateId: string },
): Promise<void> {
  const db = test.databases.screens;
  const at = test.clock();
  const mergedId = await createContact(test, workspaceId, { name: 'Merged' });
  const mergedInto = ids.contactId;
  await db.updateTable('contacts').set({ ownerId, mergedInto }).where('id', '=', mergedId).execute();
  const moved = { rows: {}, lists: [], deals: [], handoffs: [], cancelled: [], qualifications: [], withdrawn: [] };
  await db
    .insertInto('merges')
    .values({
      ...{ workspaceId, id: ids.mergeId, object: 'contact', survivorId: ids.contactId, mergedId, cause: 'member' },
      ...{ why: 'It is the older one.', changes: '[]', mergedBy: ownerId, mergedAt: at },
      moved: JSON.stringify({ ...moved, moves: [], consents: [], told: {}, duplicates: [] }),
    })
    .execute();
  const [firstId = '', secondId = ''] = [ids.contactId, ids.otherContactId].sort();
  await db
    .insertInto('duplicates')
    .values({
      ...{ workspaceId, id: ids.duplicateId, object: 'contact', firstId, secondId, score: 0.8, reasons: '[]' },
      ...{ foundBy: 'scan', foundAt: at },
    })
    .execute();
}

/** A lead that the member rejected, and must answer. */
export async function createRejection(
  test: TestApp,
  workspaceId: WorkspaceId,
  memberId: string,
  rejectionId: string,
): Promise<void> {
  const db = test.databases.screens;
  const at = test.clock();
  const handoffId = await createHandoff(test, workspaceId, memberId, { status: 'rejected' });
  await db
    .updateTable('handoffs')
    .set({ verdict: 'disqualify', verdictBy: memberId, reason: 'not-icp-company' })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', handoffId)
    .execute();
  const said = { reason: 'not-icp-company', fixer: 'targeting', status: 'open', openedAt: at } as const;
  await db
    .insertInto('rejections')
    .values({ workspaceId, id: rejectionId, handoffId, ...said, answererId: memberId })
    .execute();
}

/** A deal of the member with their person. */
export async function createDeal(
  test: TestApp,
  workspaceId: WorkspaceId,
  ownerId: string,
  { dealId, contactId }: { dealId: string; contactId: string },
): Promise<void> {
  const at = test.clock();
  const db = test.databases.screens;
  const open = {
    amount: 100_000,
    baseAmount: 100_000,
    expectedClose: '2026-06-30',
    wonAt: null,
    lostAt: null,
    lossReason: null,
  };
  await db
    .insertInto('deals')
    .values({
      ...{
        workspaceId,
        id: dealId,
        ownerId,
        sdrId: null,
        accountId: null,
        name: 'Own deal',
        kind: 'new',
        currency: 'EUR',
      },
      ...{ ...open, stage: 'discovery', openedAt: at, fields: '{}', texts: '{}', deletedAt: null },
      ...{ createdAt: at, updatedAt: at },
    })
    .execute();
  await db.insertInto('dealContacts').values({ workspaceId, dealId, contactId, role: null }).execute();
}
