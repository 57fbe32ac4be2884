import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createContact } from '../../../test/handoffs.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { newId } from '../../db/ids.ts';
import { getContact, getContactTimeline } from '../contacts/schema.ts';
import { createKey } from '../keys/schema.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { logActivities } from './log-activities.ts';
import { editActivity, getActivity, listActivities, logActivity, withdrawActivity } from './schema.ts';

describe('activities', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let ana: TestMember;
  let ben: TestMember;
  let admin: TestMember;
  let dana: string;

  const touchesOf = async (contactId: string) => {
    const { rows } = await sql<{
      kind: string;
      department: string;
      memberId: string | null;
      props: object;
      live: boolean;
    }>`
      select w.value as kind, t.department, t.member_id, t.props, t.live
      from identities i
      join touches t on t.workspace_id = i.workspace_id and t.identity_id = i.id
      join dictionary w on w.workspace_id = t.workspace_id and w.code = t.kind
      where i.workspace_id = ${workspace} and i.contact_id = ${contactId} order by t.at`.execute(
      test.databases.screens,
    );
    return rows;
  };
  const createOwned = async (name = 'Dana Doe') => {
    const id = await createContact(test, workspace, { name });
    await test.databases.screens.updateTable('contacts').set({ ownerId: ana.id }).where('id', '=', id).execute();
    return id;
  };
  const createDeal = async (...contactIds: string[]) => {
    const at = test.clock();
    const id = newId(at);
    const deal = { workspaceId: workspace, id, name: 'Pumps', kind: 'new', stage: 'open', currency: 'EUR' } as const;
    const db = test.databases.screens;
    const made = { ...deal, createdAt: at, updatedAt: at } as const;
    await db
      .insertInto('deals')
      .values({ ...made, openedAt: at, fields: '{}', texts: '{}' })
      .execute();
    for (const contactId of contactIds) {
      await db
        .insertInto('dealContacts')
        .values({ workspaceId: workspace, dealId: id, contactId, role: null })
        .execute();
    }
    return id;
  };

  beforeAll(async () => {
    workspace = await createWorkspace(test);
    await test.databases.screens
      .updateTable('workspaces')
      .set({ visibility: 'own' })
      .where('id', '=', workspace)
      .execute();
    ana = await createMember(test, workspace, { name: 'Ana Rep' });
    ben = await createMember(test, workspace, { name: 'Ben Rep' });
    admin = await createMember(test, workspace, { name: 'Ada Admin', role: 'admin' });
    await agreeOn(test, workspace);
    dana = await createOwned();
  });

  it('are one touch of Sales each, judged at once, and one line of the timeline', async () => {
    const body = { contactId: dana, kind: 'call', outcome: 'reached', minutes: 7, note: 'Wants an offer' } as const;
    const activity = await test.call(ana, logActivity, { body });
    expect(activity).toMatchObject({ direction: 'outbound', known: 'typed', member: { id: ana.id }, mayEdit: true });
    expect(await touchesOf(dana)).toEqual([
      {
        ...{ kind: 'call', department: 'sales', memberId: ana.id, live: true },
        props: { direction: 'outbound', outcome: 'reached', minutes: 7 },
      },
    ]);
    const person = await test.call(ana, getContact, { params: { contactId: dana } });
    expect(person).toMatchObject({ touchCount: 1, lastTouchAt: test.clock().toISOString() });
    const { data } = await test.call(ana, getContactTimeline, { params: { contactId: dana }, query: {} });
    const lines = data.filter(({ kind }) => kind === 'touch' || kind === 'activity');
    expect(lines).toMatchObject([
      { kind: 'activity', department: 'sales', text: 'Called: reached, 7 minutes', detail: { body: 'Wants an offer' } },
    ]);
  });

  it('are logged by Sales, of people within reach, and not before they happened', async () => {
    const body = { contactId: dana, kind: 'meeting' } as const;
    const mia = await createMember(test, workspace, { name: 'Mia Marketer', department: 'marketing' });
    expect((await test.send(mia, logActivity, { body })).body.code).toBe('activity.sales-only');
    expect((await test.send(ben, logActivity, { body })).status).toBe(404);
    const later = { ...body, at: new Date(test.clock().getTime() + 1000).toISOString() };
    expect((await test.send(ana, logActivity, { body: later })).body.code).toBe('activity.not-yet');
    const early = { ...body, at: '1999-01-01T00:00:00Z' };
    expect((await test.send(ana, logActivity, { body: early })).body.code).toBe('activity.too-old');
    const wrong = { ...body, outcome: 'voicemail' } as const;
    expect((await test.send(ana, logActivity, { body: wrong })).body.errors?.[0]?.pointer).toBe('#/outcome');
    const other = { ...body, memberId: ben.id };
    expect((await test.send(ana, logActivity, { body: other })).body.code).toBe('activity.not-yours');
    expect((await test.call(admin, logActivity, { body: other })).member?.id).toBe(ben.id);
    expect(await touchesOf(dana)).toHaveLength(2);
  });

  it('come once from another system, whoever else sends the same', async () => {
    const made = await test.call(admin, createKey, {
      body: { name: 'Dialler', scopes: ['contacts:write', 'contacts:read'], expiresAt: null },
    });
    const key = { key: made.secret };
    const contactId = await createOwned('Called');
    const body = { contactId, kind: 'call', external: { source: 'Dialler', id: '42' } } as const;
    const answers = await Promise.all(Array.from({ length: 4 }, () => test.send(key, logActivity, { body })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers[0]?.body).toMatchObject({ known: 'observed', member: null });
    expect(await touchesOf(contactId)).toHaveLength(1);
    const headers = { 'idempotency-key': 'call-once' };
    const typed = { body: { contactId, kind: 'call', at: '2024-02-03T10:00:00Z' }, headers } as const;
    const [one, again] = [await test.call(ana, logActivity, typed), await test.call(ana, logActivity, typed)];
    expect(again.id).toBe(one.id);
    expect(await touchesOf(contactId)).toHaveLength(2);
  });

  it('of a deal are with its only person, and of several with the one who is named', async () => {
    const [first, second] = [await createOwned('First'), await createOwned('Second')];
    const body = { kind: 'call' } as const;
    const single = await test.call(ana, logActivity, { body: { ...body, dealId: await createDeal(first) } });
    expect(single).toMatchObject({ contact: { id: first }, deal: { name: 'Pumps' } });
    const dealId = await createDeal(first, second);
    expect((await test.send(ana, logActivity, { body: { ...body, dealId } })).body.code).toBe(
      'activity.contact-needed',
    );
    expect((await test.call(ana, logActivity, { body: { ...body, dealId, contactId: second } })).contact.id).toBe(
      second,
    );
    const stranger = await test.send(ana, logActivity, { body: { ...body, dealId, contactId: dana } });
    expect(stranger.body.code).toBe('deal.not-found');
    expect((await test.call(ana, listActivities, { query: { dealId } })).data).toHaveLength(1);
  });

  it('are corrected in how they ended, and their touch with them', async () => {
    const contactId = await createOwned('Corrected');
    const { id } = await test.call(ana, logActivity, { body: { contactId, kind: 'call', outcome: 'reached' } });
    const params = { activityId: id };
    const edited = await test.call(ana, editActivity, {
      params,
      version: 1,
      body: { outcome: 'voicemail', minutes: 1 },
    });
    expect(edited).toMatchObject({ outcome: 'voicemail', minutes: 1, version: 2 });
    expect(await touchesOf(contactId)).toMatchObject([
      { kind: 'call', memberId: ana.id, props: { direction: 'outbound', outcome: 'voicemail', minutes: 1 } },
    ]);
    expect((await test.send(ana, editActivity, { params, version: 1, body: { minutes: 2 } })).status).toBe(412);
    const wrong = { params, version: 2, body: { outcome: 'held' } } as const;
    expect((await test.send(ana, editActivity, wrong)).body.code).toBe('activity.outcome');
  });

  it('that did not happen are withdrawn: they stay to be read and count for nothing', async () => {
    const contactId = await createOwned('Withdrawn');
    const { id } = await test.call(ana, logActivity, { body: { contactId, kind: 'meeting', outcome: 'held' } });
    const params = { activityId: id };
    const body = { reason: 'The wrong person' };
    expect((await test.send(ben, withdrawActivity, { params, body })).status).toBe(404);
    const answers = await Promise.all([ana, admin].map((who) => test.send(who, withdrawActivity, { params, body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await touchesOf(contactId)).toEqual([]);
    expect((await test.call(ana, getContact, { params: { contactId } })).touchCount).toBe(0);
    expect(await test.call(ana, getActivity, { params })).toMatchObject({ withdrawn: body, mayEdit: false });
    const timeline = await test.call(ana, getContactTimeline, {
      params: { contactId },
      query: { kinds: 'activity,touch' },
    });
    expect(timeline.data.map(({ record }) => record?.withdrawn)).toEqual(['The wrong person']);
  });

  it('of history are known from when they happened, and qualify nobody', async () => {
    const contactId = await createOwned('History');
    const at = new Date(test.clock().getTime() - days(700));
    await ensureTouchMonths({ db: test.databases.screens }, [at.getTime()]);
    const row = { contactId, kind: 'meeting', at, live: false, known: 'typed', source: 'Pipedrive' } as const;
    const rows = ['1', '2', '2'].map((externalId) => ({ ...row, externalId }));
    const log = () => tx(systemCtx(test, workspace), (ctx) => logActivities(ctx, rows));
    expect((await log()).map(({ isNew }) => isNew)).toEqual([true, true, false]);
    expect((await log()).map(({ isNew }) => isNew)).toEqual([false, false, false]);
    expect(await touchesOf(contactId)).toMatchObject([{ live: false }, { live: false }]);
  });
});
