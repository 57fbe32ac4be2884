import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days, hours, minutes } from '../../../test/clock.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createContact, createHandoff, createLead, startClocks } from '../../../test/handoffs.ts';
import { createCalendar, createTeam } from '../../../test/teams.ts';
import type { Mail } from '../../connectors/smtp.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { findRelay } from '../agreements/find-relay.ts';
import { reassignHandoff } from '../assignments/schema.ts';
import { judgeDueClocks } from '../clocks/judge-due-clocks.ts';
import { contestRejection, decideRejection, listFeedback } from '../feedback/schema.ts';
import { offerLeads } from '../handoffs/offer-leads.ts';
import { acceptHandoff, handBackHandoff, rejectHandoff } from '../handoffs/schema.ts';
import { createTask } from '../tasks/schema.ts';
import { notifyDueTasks } from './notify-due-tasks.ts';
import { notifyMembers, type Telling } from './notify-members.ts';
import { editNotificationSettings, getNotificationSettings, listNotifications, readNotifications } from './schema.ts';
import { sendNotifications } from './send-notifications.ts';

const text = lapText.replace(
  'answers: { targeting: campaign.owner, timing: campaign.owner }',
  `answers: { targeting: campaign.owner, timing: campaign.owner }
  contest: { by: marketing, within: { business_days: 3 }, once: true }
  arbitrate: { by: [head-of-sales, head-of-marketing], within: { business_days: 3 }, deadlock: upheld }`,
);

describe('what members are told', () => {
  const sent: Mail[] = [];
  const test = useTestApp({
    sendMail: async (mail) => {
      sent.push(mail);
      return { kind: 'sent' };
    },
  });
  let workspace: WorkspaceId;
  let relay: Relay;
  let ana: TestMember;
  let mary: TestMember;
  let saul: TestMember;

  const ctx = () => systemCtx(test, workspace);
  const at = (time: string) => test.clock.set(new Date(time));
  const list = async (who: TestMember) => (await test.call(who, listNotifications, { query: {} })).data;
  const texts = async (who: TestMember) => (await list(who)).map(({ kind, text }) => `${kind}: ${text}`);
  const tell = (...tellings: Telling[]) => tx(ctx(), (inner) => notifyMembers(inner, tellings));
  const mail = async () => {
    sent.length = 0;
    while (await sendNotifications(ctx()));
    await test.runJobs();
    return sent.toSorted((a, b) => (a.to < b.to ? -1 : 1));
  };
  const about = (contactId: string, values: Partial<Telling> = {}): Telling => ({
    ...{ kind: 'lead-offered', key: `lead-offered:${contactId}`, memberIds: [ana.id], object: 'contact' },
    ...{ objectId: contactId, about: { contactId }, text: 'A new lead is yours: {who}.', ...values },
  });
  const ownedBy = async (memberId: string | null, name = 'Dana Doe') => {
    const id = await createContact(test, workspace, { name });
    await test.databases.screens.updateTable('contacts').set({ ownerId: memberId }).where('id', '=', id).execute();
    return id;
  };

  beforeEach(async () => {
    at('2026-03-02T09:00:00Z');
    workspace = await createWorkspace(test);
    relay = (await findRelay(ctx(), await agreeOn(test, workspace, text))) as Relay;
    ana = await createMember(test, workspace, { name: 'Ana' });
    mary = await createMember(test, workspace, {
      name: 'Mary',
      role: 'head',
      department: 'marketing',
      heads: ['marketing'],
    });
    saul = await createMember(test, workspace, { name: 'Saul', role: 'head', heads: ['sales'] });
    await test.databases.screens
      .updateTable('members')
      .set({ visibility: 'own' })
      .where('workspaceId', '=', workspace)
      .execute();
  });

  it('is told once, however often and from however many sides at once', async () => {
    const contactId = await ownedBy(ana.id);
    await Promise.all(Array.from({ length: 8 }, () => tell(about(contactId))));
    expect(await texts(ana)).toEqual(['lead-offered: A new lead is yours: Dana Doe.']);
    const both = await Promise.all([sendNotifications(ctx()), sendNotifications(ctx())]);
    expect(both).toEqual([false, false]);
    expect(await mail()).toHaveLength(1);
    expect(await mail()).toEqual([]);
  });

  it('is told to nobody who may not see it, who does it, or who is not active', async () => {
    const theirs = await ownedBy(saul.id, 'Not Anas');
    const ben = await createMember(test, workspace, { name: 'Ben' });
    await test.databases.screens.updateTable('members').set({ active: false }).where('id', '=', ben.id).execute();
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    await tell(about(theirs, { memberIds: [ana.id, ben.id, saul.id, stranger.id, null] }));
    expect(await list(ana)).toEqual([]);
    expect(await list(stranger)).toEqual([]);
    expect(await texts(saul)).toEqual(['lead-offered: A new lead is yours: Not Anas.']);
  });

  it('names nobody whom the reader lost sight of, in Baton and by mail', async () => {
    const contactId = await ownedBy(ana.id, 'Secret Person');
    await tell(about(contactId));
    await test.databases.screens
      .updateTable('contacts')
      .set({ ownerId: saul.id })
      .where('id', '=', contactId)
      .execute();
    expect(await texts(ana)).toEqual(['lead-offered: A new lead is yours: a person.']);
    expect((await list(ana))[0]?.record).toBeNull();
    expect(await mail()).toEqual([]);
  });

  it('is read one by one or all at once, by its member only', async () => {
    const ids = [await ownedBy(ana.id, 'One'), await ownedBy(ana.id, 'Two'), await ownedBy(ana.id, 'Three')];
    for (const id of ids) {
      test.clock.advance(minutes(1));
      await tell(about(id));
    }
    const [latest] = await list(ana);
    expect(latest?.text).toBe('A new lead is yours: Three.');
    const read = { body: { ids: [latest?.id ?? ''] } };
    expect(await test.call(saul, readNotifications, read)).toEqual({ unread: 0 });
    expect(await test.call(ana, readNotifications, read)).toEqual({ unread: 2 });
    // What is not read stands first.
    const first = await test.call(ana, listNotifications, { query: { limit: 2 } });
    expect(first).toMatchObject({ unread: 2, data: [{ text: /Two/ }, { text: /One/ }] });
    const cursor = first.nextCursor ?? '';
    expect((await test.call(ana, listNotifications, { query: { limit: 2, cursor } })).data).toMatchObject([
      { id: latest?.id },
    ]);
    expect(await test.call(ana, readNotifications, { body: {} })).toEqual({ unread: 0 });
    expect(await mail()).toEqual([]);
  });

  describe('by mail', () => {
    it('comes as the member wishes', async () => {
      const [one, two, three] = [await ownedBy(ana.id), await ownedBy(ana.id), await ownedBy(ana.id)];
      await test.call(ana, editNotificationSettings, {
        body: { ways: { 'lead-offered': 'app', 'task-due': 'none', 'key-moment': 'mail' } },
      });
      await tell(
        about(one),
        about(two, { kind: 'task-due' }),
        about(three, { kind: 'key-moment', text: '{who} is back.' }),
      );
      expect((await list(ana)).map(({ kind }) => kind).sort()).toEqual(['key-moment', 'lead-offered']);
      expect((await mail()).map(({ to, subject }) => [to, subject])).toEqual([[ana.email, 'Dana Doe is back.']]);
      const { data } = await test.call(ana, getNotificationSettings);
      expect(data.filter(({ way, usual }) => way !== usual).map(({ kind, way }) => [kind, way])).toEqual([
        ['lead-offered', 'app'],
        ['key-moment', 'mail'],
        ['task-due', 'none'],
      ]);
    });

    it('waits for working hours across the night in which clocks change, all that came in one mail', async () => {
      // Friday evening in Berlin; in the night to Sunday the clocks go forward.
      at('2026-03-27T17:30:00Z');
      const [one, two] = [await ownedBy(ana.id, 'One'), await ownedBy(ana.id, 'Two')];
      await tell(about(one), about(two));
      expect(await mail()).toEqual([]);
      at('2026-03-30T06:59:59Z');
      expect(await mail()).toEqual([]);
      // 09:00 on Monday is an hour earlier in UTC than it was on Friday.
      at('2026-03-30T07:00:00Z');
      const [digest, ...others] = await mail();
      expect(others).toEqual([]);
      expect(digest?.subject).toBe('2 news from Baton');
      expect(digest?.text).toContain('yours: One.');
      expect(digest?.text).toContain('yours: Two.');
    });

    it('keeps to the hours of each member, but for what the agreement has go out at once', async () => {
      await createCalendar(test, workspace, { memberId: saul.id }, { zone: 'America/New_York', span: '09:00-17:00' });
      const contactId = await ownedBy(ana.id);
      await tell(about(contactId, { memberIds: [ana.id, saul.id] }));
      expect((await mail()).map(({ to }) => to)).toEqual([ana.email]);
      await tell(
        about(contactId, { key: 'late', kind: 'promise-escalated', memberIds: [saul.id], urgent: true, text: 'Late.' }),
      );
      expect((await mail()).map(({ subject }) => subject)).toEqual(['Late.']);
      at('2026-03-02T14:00:00Z');
      expect((await mail()).map(({ to }) => to)).toEqual([saul.email]);
    });

    it('ends by one click without a session, however often, and by no opening of the link', async () => {
      await tell(about(await ownedBy(ana.id)));
      const url = (await mail())[0]?.unsubscribe ?? '';
      const path = url.replace('http://baton.test', '');
      const ask = async (method: 'GET' | 'POST', to = path, type = 'application/x-www-form-urlencoded') =>
        test.app.inject({
          ...{ method, url: to },
          headers: { host: 'baton.test', ...(method === 'POST' ? { 'content-type': type } : {}) },
          ...(method === 'POST' ? { payload: 'List-Unsubscribe=One-Click' } : {}),
        });
      const wayOf = async () =>
        (await test.call(ana, getNotificationSettings)).data.find(({ kind }) => kind === 'lead-offered')?.way;
      const opened = await ask('GET');
      expect([opened.statusCode, await wayOf()]).toEqual([200, 'mail']);
      expect(opened.body).not.toContain(ana.email);
      const forged = `${path.slice(0, -4)}${path.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
      for (const wrong of [forged, '/unsubscribe', '/unsubscribe?token=x', `/unsubscribe?token=${ana.id}`]) {
        expect((await ask('POST', wrong)).statusCode, wrong).toBe(404);
      }
      expect(await wayOf()).toBe('mail');
      const [form, ...others] = [
        await ask('POST', path, 'multipart/form-data; boundary=x'),
        await ask('POST'),
        await ask('POST'),
      ];
      expect([form.statusCode, ...others.map(({ statusCode }) => statusCode)]).toEqual([200, 200, 200]);
      expect(form.cookies).toEqual([]);
      expect(await wayOf()).toBe('app');
      await tell(about(await ownedBy(ana.id)));
      expect(await mail()).toEqual([]);
      expect(await list(ana)).toHaveLength(2);
    });
  });

  describe('of leads', () => {
    it('tells of a new one with links that accept and reject it, and whoever gets it next', async () => {
      await createTeam(test, workspace, 'mid-market', [{ member: ana }]);
      const lead = await createLead(test, workspace, relay.version.id);
      await tx(ctx(), (inner) => offerLeads(inner, relay, [lead]));
      expect(await texts(ana)).toEqual(['lead-offered: A new lead is yours: Dana Doe, grade A1.']);
      const [{ objectId: handoffId } = { objectId: '' }] = await list(ana);
      const [letter] = await mail();
      expect(letter?.text).toContain(`http://baton.test/inbox?handoff=${handoffId}`);
      const link = /Accept it: (\S+)/.exec(letter?.text ?? '')?.[1] ?? '';
      const answer = await test.app.inject({ method: 'POST', url: link, headers: { host: 'baton.test' } });
      expect(answer.statusCode).toBe(200);
      const ben = await createMember(test, workspace, { name: 'Ben' });
      await test.call(saul, reassignHandoff, { params: { handoffId }, body: { memberId: ben.id } });
      expect(await texts(ben)).toEqual(['lead-reassigned: Dana Doe is your lead now.']);
      expect((await mail())[0]?.text).not.toContain('Accept it');
    });

    it('tells whom the agreement names at each step, each the highest, and at once when it is broken', async () => {
      const [lead, viewer] = [
        await createMember(test, workspace, { name: 'Lea', role: 'lead' }),
        await createMember(test, workspace, { name: 'Vic', role: 'viewer' }),
      ];
      const teamId = await createTeam(test, workspace, 'mid-market', [{ member: ana }, { member: viewer }]);
      await test.databases.screens.updateTable('teams').set({ leadId: lead.id }).where('id', '=', teamId).execute();
      const handoffId = await createHandoff(test, workspace, ana.id);
      await startClocks(test, workspace, handoffId);
      at('2026-03-02T11:00:00Z');
      await judgeDueClocks(ctx());
      expect(await texts(ana)).toEqual(['promise-escalated: 50 % of the time to respond to Dana Doe is over.']);
      expect(await list(lead)).toEqual([]);
      // After a stop 80 and 100 are reached at once.
      at('2026-03-02T13:00:01Z');
      await judgeDueClocks(ctx());
      await judgeDueClocks(ctx());
      const late = 'promise-escalated: The time of Ana to respond to Dana Doe is over, and the promise is broken.';
      expect(await texts(lead)).toEqual([late]);
      expect([await texts(mary), await texts(saul)]).toEqual([[late], [late]]);
      expect(await list(ana)).toHaveLength(2);
      expect(await list(viewer)).toEqual([]);
      at('2026-03-02T20:00:00Z');
      expect((await mail()).map(({ to }) => to).sort()).toEqual(
        [ana, lead, mary, saul].map(({ email }) => email).sort(),
      );
    });

    it('tells of rejections, what becomes of them, and what is handed back', async () => {
      const handoffId = await createHandoff(test, workspace, ana.id);
      await startClocks(test, workspace, handoffId);
      await test.call(ana, rejectHandoff, { params: { handoffId }, body: { reason: 'bad-timing' } });
      expect(await texts(mary)).toEqual([expect.stringMatching(/^rejection-to-answer: Sales rejected Dana Doe: /)]);
      const { data } = await test.call(mary, listFeedback, { query: {} });
      const params = { rejectionId: data[0]?.id ?? '' };
      await test.call(mary, contestRejection, { params, body: { text: 'They asked for it.' } });
      expect((await list(saul)).map(({ kind }) => kind)).toEqual(['rejection-contested']);
      expect(await texts(ana)).toEqual([
        'rejection-answered: Marketing contests that you rejected Dana Doe. The heads rule on it.',
      ]);
      for (const head of [mary, saul]) await test.call(head, decideRejection, { params, body: { ruling: 'upheld' } });
      expect((await texts(ana))[0]).toBe('rejection-decided: The rejection of Dana Doe stands.');

      const other = await createHandoff(test, workspace, ana.id);
      await test.call(ana, acceptHandoff, { params: { handoffId: other } });
      const body = { reason: 'bad-timing', nextStep: 'Send the guide', wakeUpOn: '2026-05-04' };
      await test.call(ana, handBackHandoff, { params: { handoffId: other }, body });
      expect((await texts(mary))[0]).toMatch(
        /^lead-handed-back: Sales hands Dana Doe back to you: .* Next step: Send the guide$/,
      );
    });
  });

  it('tells of tasks when their day begins or their instant comes, once', async () => {
    await test.call(ana, createTask, { body: { title: 'Send the offer', dueOn: '2026-03-04' } });
    await test.call(ana, createTask, { body: { title: 'Call at noon', dueAt: '2026-03-03T11:00:00Z' } });
    await notifyDueTasks(ctx());
    expect(await list(ana)).toEqual([]);
    test.clock.advance(days(1) + hours(2));
    await notifyDueTasks(ctx());
    expect(await texts(ana)).toEqual(['task-due: Due now: Call at noon']);
    at('2026-03-03T23:00:00Z');
    await notifyDueTasks(ctx());
    await notifyDueTasks(ctx());
    expect((await texts(ana))[0]).toBe('task-due: Due today: Send the offer');
    expect(await list(ana)).toHaveLength(2);
  });
});
