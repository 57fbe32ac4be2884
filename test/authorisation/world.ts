import { createHash, randomBytes } from 'node:crypto';
import type { WorkspaceId } from '../../src/context.ts';
import { type Role, roles, scopes } from '../../src/core/access.ts';
import { newId } from '../../src/db/ids.ts';
import { draftAgreement } from '../../src/features/agreements/draft-agreement.ts';
import { uploadFile } from '../../src/features/imports/upload-file.ts';
import { createKey } from '../../src/features/keys/schema.ts';
import { mintWriteKey } from '../../src/features/sources/mint-write-key.ts';
import type { Caller, TestApp } from '../app.ts';
import { createMember, createWorkspace, memberCtx, signIn, type TestMember } from '../fixtures.ts';
import { createAccount, createContact, createHandoff, createLead } from '../handoffs.ts';
import { createComment, createDeal, createMerge, createRejection, createWork } from './records.ts';

/** Whose record a route is called on, seen from the caller. */
export const relations = ['own', 'team', 'others', 'foreign'] as const;
export type Relation = (typeof relations)[number];

export const actorNames = ['nobody', ...roles, 'key', 'key-without-scopes'] as const;
export type ActorName = (typeof actorNames)[number];

/** The members that a workspace of the matrix has, and the records that belong to each. */
export type World = {
  workspace: WorkspaceId;
  callers: Record<ActorName, Caller>;
  /** Value of each path parameter and placeholder, for the record of that relation. */
  values(actor: ActorName, relation: Relation): Record<string, string>;
};

type Site = {
  workspace: WorkspaceId;
  members: Record<Role | 'teammate' | 'other', TestMember>;
  near: string;
  far: string;
  successorId: string;
  versionId: string;
  importId: string;
};

/**
 * Two workspaces. In the first, every role is in the team "near" of Sales (the head heads Sales, the lead leads the team)
 * with a teammate; "other" is a marketer in the team "far".
 */
export async function createWorld(test: TestApp): Promise<World> {
  const [home, abroad] = [await createSite(test, 'Home'), await createSite(test, 'Abroad')];
  const owned = new Map<string, Record<string, string>>();
  for (const site of [home, abroad]) {
    for (const member of Object.values(site.members)) owned.set(member.id, await createRecords(test, site, member));
  }
  const { members } = home;
  return {
    workspace: home.workspace,
    callers: {
      nobody: {},
      admin: members.admin,
      head: members.head,
      lead: members.lead,
      member: members.member,
      viewer: members.viewer,
      sponsor: members.sponsor,
      key: await createKeyCaller(test, members.admin, [...scopes]),
      'key-without-scopes': await createKeyCaller(test, members.admin, ['audit:read'], true),
    },
    values(actor, relation) {
      const self = actor in members ? members[actor as Role] : members.teammate;
      const owner = { own: self, team: members.teammate, others: members.other, foreign: abroad.members.other }[
        relation
      ];
      const values = owned.get(owner.id) as Record<string, string>;
      // A clause is of no member: this one is of the agreement under which the handoffs were made.
      return relation === 'foreign' ? values : { ...values, clause: 'salesCommits.respond' };
    },
  };
}

async function createSite(test: TestApp, name: string): Promise<Site> {
  const workspace = await createWorkspace(test, name);
  const create = (role: Role, heads: 'sales'[] = []) =>
    createMember(test, workspace, { role, heads, name: `${name} ${role}` });
  const members = {
    admin: await create('admin'),
    head: await create('head', ['sales']),
    lead: await create('lead'),
    member: await create('member'),
    viewer: await create('viewer'),
    // Of both departments, as sponsors are: a right that asks for the department too is then seen to ask for the role.
    sponsor: await createMember(test, workspace, { role: 'sponsor', department: 'both', name: `${name} sponsor` }),
    teammate: await createMember(test, workspace, { name: `${name} teammate` }),
    other: await createMember(test, workspace, { name: `${name} other`, department: 'marketing' }),
  };
  // A second admin, so that the rule about the last one does not hide who may do what; and somebody to take over.
  const successor = await create('admin');
  const db = test.databases.screens;
  const at = test.clock();
  const [near, far] = [newId(at), newId(at)];
  const team = { workspaceId: workspace, archivedAt: null, createdAt: at };
  await db
    .insertInto('teams')
    .values([
      { ...team, id: near, name: 'Near', nameKey: 'near', department: 'sales', leadId: members.lead.id },
      { ...team, id: far, name: 'Far', nameKey: 'far', department: 'marketing', leadId: null },
    ])
    .execute();
  const memberships = Object.entries(members).map(([who, member]) => ({
    workspaceId: workspace,
    teamId: who === 'other' ? far : near,
    memberId: member.id,
    weight: 1,
    cap: null,
    validFrom: new Date(at.getTime() - 1000),
    validTo: null,
  }));
  await db.insertInto('teamMembers').values(memberships).execute();
  const author = memberCtx(test, members.head, { role: 'head', actsFor: ['sales'] });
  const { id: versionId } = await draftAgreement(author, { from: 'template', template: 'minimal' });
  const file = 'email\nana@plant.example\n';
  const { id: importId } = await uploadFile(author, file, { name: 'contacts.csv' });
  return { workspace, members, near, far, successorId: successor.id, versionId, importId };
}

/** One record of each kind that a path can name, belonging to the member. */
async function createRecords(test: TestApp, site: Site, member: TestMember): Promise<Record<string, string>> {
  const db = test.databases.screens;
  const at = test.clock();
  const id = () => newId(at);
  const { workspace } = site;
  const isFar = member.id === site.members.other.id;
  const day = 86_400_000;
  const values = {
    memberId: member.id,
    successorId: site.successorId,
    versionId: site.versionId,
    teamId: isFar ? site.far : site.near,
    department: isFar ? 'marketing' : 'sales',
    calendarId: id(),
    absenceId: id(),
    invitationId: id(),
    keyId: id(),
    mailId: id(),
    sourceId: id(),
    formId: id(),
    submissionId: id(),
    handoffId: await createHandoff(test, workspace, member.id),
    contactId: await createContact(test, workspace, { name: `Of ${member.name}` }),
    otherContactId: await createContact(test, workspace, { name: `Of ${member.name} too` }),
    otherAccountId: await createAccount(test, workspace, `Other works of ${member.name}`),
    mergeId: id(),
    duplicateId: id(),
    accountId: await createAccount(test, workspace, `Works of ${member.name}`),
    listId: id(),
    viewId: id(),
    fieldId: id(),
    bulkEditId: id(),
    writeKey: mintWriteKey(),
    faultId: id(),
    importId: site.importId,
    clauseCommentId: id(),
    noteId: id(),
    taskId: id(),
    activityId: id(),
    dealId: id(),
    rejectionId: id(),
    qualificationId: (await createLead(test, workspace, site.versionId)).qualificationId,
    unmatchedMailId: id(),
    sessionId: (await signIn(test, workspace, member.id)).sessionId,
  };
  const hash = () => randomBytes(32);
  const ownerId = member.id;
  const [people, companies] = [
    [values.contactId, values.otherContactId],
    [values.accountId, values.otherAccountId],
  ];
  await db.updateTable('contacts').set({ ownerId }).where('id', 'in', people).execute();
  await db.updateTable('accounts').set({ ownerId }).where('id', 'in', companies).execute();
  await createMerge(test, workspace, ownerId, values);
  await createWork(test, workspace, member.id, values);
  await createRejection(test, workspace, member.id, values.rejectionId);
  await createComment(test, workspace, member.id, values);
  await createDeal(test, workspace, ownerId, values);
  const list = { workspaceId: workspace, id: values.listId, object: 'contact' as const, createdAt: at };
  await db
    .insertInto('lists')
    .values({ ...list, name: `Of ${member.name}`, nameKey: values.listId })
    .execute();
  await db
    .insertInto('customFields')
    .values({
      ...{ workspaceId: workspace, id: values.fieldId, object: 'contact', key: values.fieldId, label: 'Own field' },
      ...{ description: null, type: 'text', options: [], position: 1, archivedAt: null, createdAt: at },
    })
    .execute();
  await db
    .insertInto('views')
    .values({
      ...{ workspaceId: workspace, id: values.viewId, object: 'contact', name: 'Own view', reach: 'private', ownerId },
      ...{ teamId: null, filter: '{}', sort: null, direction: null, columns: '[]', density: 'calm' },
      ...{ createdAt: at, updatedAt: at },
    })
    .execute();
  await db
    .insertInto('bulkEdits')
    .values({
      ...{ workspaceId: workspace, id: values.bulkEditId, object: 'contact', action: '{"kind":"remove"}', total: 1 },
      ...{ status: 'running', problem: null, actorKind: 'member', actorId: member.id, createdAt: at, updatedAt: at },
      ...{ undoneByKind: null, undoneBy: null, finishedAt: null, undoneAt: null },
    })
    .execute();
  await db
    .insertInto('calendars')
    .values({
      workspaceId: workspace,
      id: values.calendarId,
      name: 'Own hours',
      teamId: null,
      memberId: member.id,
      zone: 'Europe/Berlin',
      hours: '{"mon":["09:00-17:00"]}',
      holidays: null,
      closed: '[]',
      days: '{}',
      createdAt: at,
    })
    .execute();
  await db
    .insertInto('absences')
    .values({
      workspaceId: workspace,
      id: values.absenceId,
      memberId: member.id,
      startsAt: new Date(at.getTime() + 10 * day),
      endsAt: new Date(at.getTime() + 12 * day),
      coverId: null,
      createdAt: at,
    })
    .execute();
  await db
    .insertInto('invitations')
    .values({
      workspaceId: workspace,
      id: values.invitationId,
      tokenHash: hash(),
      email: `${values.invitationId}@example.test`,
      emailKey: `${values.invitationId}@example.test`,
      name: null,
      department: 'sales',
      role: 'member',
      heads: null,
      teamId: null,
      invitedBy: site.members.admin.id,
      createdAt: at,
      expiresAt: new Date(at.getTime() + 7 * day),
      acceptedAt: null,
      revokedAt: null,
    })
    .execute();
  await db
    .insertInto('apiKeys')
    .values({
      workspaceId: workspace,
      id: values.keyId,
      name: 'Key',
      prefix: 'bat_00000000',
      secretHash: hash(),
      scopes: ['members:read'],
      createdBy: site.members.admin.id,
      createdAt: at,
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
    })
    .execute();
  await db
    .insertInto('outbox')
    .values({
      workspaceId: workspace,
      id: values.mailId,
      kind: 'mail',
      key: values.mailId,
      envelope: JSON.stringify({ to: member.email, subject: 'Hello' }),
      sealed: sealedHello(),
      problem: null,
      createdAt: at,
      nextAt: at,
      sentAt: null,
      failedAt: null,
    })
    .execute();
  await db
    .insertInto('sources')
    .values({
      workspaceId: workspace,
      id: values.sourceId,
      name: 'Website',
      kind: 'website',
      writeKey: values.writeKey,
      createdBy: member.id,
      createdAt: at,
      lastSeenAt: null,
      revokedAt: null,
    })
    .execute();
  await db
    .insertInto('forms')
    .values({
      workspaceId: workspace,
      id: values.formId,
      key: values.formId.replaceAll('-', ''),
      slug: `form-${values.formId}`,
      name: 'Demo request',
      state: 'draft',
      definition: JSON.stringify({
        ...{
          language: 'en',
          intro: '',
          consents: [],
          button: null,
          thanks: { text: '', redirectUrl: null },
          hosts: [],
        },
        fields: [{ key: 'a', kind: 'text', label: 'A', help: null, required: false, fills: null, options: [] }],
        ...{ doubleOptIn: false, asksSource: false },
      }),
      sourceId: values.sourceId,
      createdBy: member.id,
      createdAt: at,
      updatedAt: at,
    })
    .execute();
  await db
    .insertInto('formSubmissions')
    .values({
      workspaceId: workspace,
      id: values.submissionId,
      formId: values.formId,
      formVersion: 1,
      onceHash: Buffer.from(values.submissionId),
      status: 'accepted',
      suspicion: null,
      ...{ answers: '{}', consents: '[]', selfReportedSource: null, pageUrl: null, page: null, unsent: null },
      submittedAt: at,
      ...{ confirmHash: null, confirmUntil: null, confirmedAt: null },
    })
    .execute();
  await db
    .insertInto('unmatchedMails')
    .values({
      ...{ workspaceId: workspace, id: values.unmatchedMailId, memberId: member.id, mailKey: values.unmatchedMailId },
      ...{ reason: 'nobody-named', sender: member.email, subject: 'Hello', addresses: [], receivedAt: at },
      sealed: sealedHello(),
    })
    .execute();
  await db
    .insertInto('inboundFaults')
    .values({
      workspaceId: workspace,
      id: values.faultId,
      sourceId: values.sourceId,
      seq: null,
      receivedAt: at,
      code: 'message.no-identity',
      problem: 'It needs a "userId" or an "anonymousId".',
      body: '{"type":"page"}',
      resolvedAt: null,
    })
    .execute();
  return values;
}

let sealed: Buffer | undefined;
/** Set by the test: a text sealed by the app's own sealer. */
export function useSealed(text: Buffer): void {
  sealed = text;
}
const sealedHello = () => sealed ?? createHash('sha256').digest();

async function createKeyCaller(
  test: TestApp,
  admin: TestMember,
  keyScopes: string[],
  unusable = false,
): Promise<Caller> {
  const name = unusable ? 'Without scopes' : 'All scopes';
  const made = await test.call(admin, createKey, { body: { name, scopes: keyScopes as never, expiresAt: null } });
  // The API makes no key without a scope; the matrix wants to see one refused everywhere. Both were just used: that a
  // key notes its use once a minute is no change of a refused request.
  await test.databases.screens
    .updateTable('apiKeys')
    .set({ lastUsedAt: test.clock(), ...(unusable ? { scopes: [] } : {}) })
    .where('id', '=', made.id)
    .execute();
  return { key: made.secret };
}
