import { beforeAll, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { hours } from '../../../test/clock.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { createContact } from '../../../test/handoffs.ts';
import type { WorkspaceId } from '../../context.ts';
import { getContactTimeline } from '../contacts/schema.ts';
import { deactivateMember, previewHandover } from '../members/schema.ts';
import {
  completeTask,
  countTasks,
  createTask,
  deleteTask,
  editTask,
  getTask,
  listTasks,
  reopenTask,
} from './schema.ts';

describe('tasks', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let ana: TestMember;
  let ben: TestMember;
  let admin: TestMember;
  let dana: string;

  beforeAll(async () => {
    workspace = await createWorkspace(test);
    const db = test.databases.screens;
    await db.updateTable('workspaces').set({ visibility: 'own' }).where('id', '=', workspace).execute();
    ana = await createMember(test, workspace, { name: 'Ana Rep' });
    ben = await createMember(test, workspace, { name: 'Ben Rep' });
    admin = await createMember(test, workspace, { name: 'Ada Admin', role: 'admin' });
    dana = await createContact(test, workspace, { name: 'Dana Doe' });
    await db.updateTable('contacts').set({ ownerId: ana.id }).where('id', '=', dana).execute();
  });

  it("are given to somebody who may see the record, and are theirs and the giver's", async () => {
    const refused = await test.send(ana, createTask, { body: { contactId: dana, title: 'Call', assigneeId: ben.id } });
    expect(refused.body.code).toBe('task.out-of-reach');
    const task = await test.call(ana, createTask, { body: { title: 'Send the offer', assigneeId: ben.id } });
    expect(task).toMatchObject({ assignee: { id: ben.id }, createdBy: { id: ana.id }, about: null, mayEdit: true });
    for (const who of [ana, ben]) {
      expect((await test.call(who, getTask, { params: { taskId: task.id } })).mayEdit).toBe(true);
    }
    const cleo = await createMember(test, workspace, { name: 'Cleo Rep' });
    expect((await test.send(cleo, getTask, { params: { taskId: task.id } })).status).toBe(404);
    expect((await test.send(cleo, completeTask, { params: { taskId: task.id } })).status).toBe(404);
    expect((await test.call(admin, listTasks, { query: { assignee: ben.id } })).data).toHaveLength(1);
  });

  it('about a record are read by whoever may read that, and changed by fewer', async () => {
    const task = await test.call(admin, createTask, { body: { contactId: dana, title: 'Check the order' } });
    const seen = await test.call(ana, listTasks, { query: { contactId: dana } });
    expect(seen.data.map(({ id, mayEdit }) => [id, mayEdit])).toEqual([[task.id, false]]);
    expect((await test.send(ana, deleteTask, { params: { taskId: task.id } })).status).toBe(404);
    expect((await test.call(ben, listTasks, { query: { contactId: dana } })).data).toEqual([]);
    await test.call(admin, deleteTask, { params: { taskId: task.id } });
    expect((await test.call(ana, listTasks, { query: { contactId: dana } })).data).toEqual([]);
  });

  it('are due when the day of the assignee is over', async () => {
    const db = test.databases.screens;
    await db.updateTable('members').set({ zone: 'America/New_York' }).where('id', '=', ben.id).execute();
    const task = await test.call(ana, createTask, { body: { title: 'By Monday', dueOn: '2026-03-02' } });
    expect(task).toMatchObject({ dueOn: '2026-03-02', dueAt: '2026-03-02T23:00:00.000Z', isOverdue: false });
    const given = { params: { taskId: task.id }, version: 1, body: { assigneeId: ben.id } };
    expect((await test.call(ana, editTask, given)).dueAt).toBe('2026-03-03T05:00:00.000Z');
    const counts = await test.call(ben, countTasks, {});
    expect(counts).toMatchObject({ overdue: 0, today: 1 });
    test.clock.advance(hours(20));
    expect(await test.call(ben, countTasks, {})).toMatchObject({ overdue: 1, today: 0 });
    const overdue = await test.call(ben, listTasks, { query: { assignee: 'me', overdue: 'true' } });
    expect(overdue.data.map(({ id, isOverdue }) => [id, isOverdue])).toEqual([[task.id, true]]);
    const moved = await test.call(ben, editTask, {
      params: { taskId: task.id },
      version: 2,
      body: { dueAt: '2026-03-04T10:00:00Z' },
    });
    expect(moved).toMatchObject({ dueOn: null, dueAt: '2026-03-04T10:00:00.000Z', isOverdue: false });
    const both = { dueOn: '2026-03-05', dueAt: '2026-03-04T10:00:00Z' };
    expect((await test.send(ben, editTask, { params: { taskId: task.id }, version: 3, body: both })).status).toBe(400);
    expect((await test.send(ben, editTask, { params: { taskId: task.id }, version: 2, body: {} })).status).toBe(412);
  });

  it('come by when they are due, those without a date last, page by page', async () => {
    const eve = await createMember(test, workspace, { name: 'Eve Rep' });
    for (const [title, dueOn] of [
      ['never', null],
      ['late', '2026-04-01'],
      ['soon', '2026-03-09'],
      ['also never', null],
    ] as const) {
      await test.call(eve, createTask, { body: { title, dueOn } });
    }
    const titles: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = { assignee: 'me' as const, limit: 1, ...(cursor === undefined ? {} : { cursor }) };
      const page = await test.call(eve, listTasks, { query });
      titles.push(...page.data.map(({ title }) => title));
      cursor = page.nextCursor;
    }
    expect(titles).toEqual(['soon', 'late', 'never', 'also never']);
  });

  it('are done once, by the first who says so, and stand on the timeline', async () => {
    const task = await test.call(ana, createTask, { body: { contactId: dana, title: 'Send the price list' } });
    const params = { taskId: task.id };
    const answers = await Promise.all([ana, admin, ana].map((who) => test.send(who, completeTask, { params })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.doneBy?.id)).size).toBe(1);
    const audits = await test.databases.screens
      .selectFrom('audit')
      .select('verb')
      .where('objectId', '=', task.id)
      .where('verb', '=', 'task.completed')
      .execute();
    expect(audits).toHaveLength(1);
    const timeline = await test.call(ana, getContactTimeline, {
      params: { contactId: dana },
      query: { kinds: 'task' },
    });
    expect(timeline.data[0]?.text).toContain('did: Send the price list');
    expect((await test.call(ana, reopenTask, { params })).doneAt).toBeNull();
    const done = await test.call(ana, listTasks, { query: { contactId: dana, state: 'done' } });
    expect(done.data).toEqual([]);
  });

  it('go to whoever takes over when a member leaves', async () => {
    const finn = await createMember(test, workspace, { name: 'Finn Rep' });
    const task = await test.call(finn, createTask, { body: { title: 'Left open', dueOn: '2026-03-20' } });
    const params = { memberId: finn.id };
    const { data } = await test.call(admin, previewHandover, { params });
    expect(data).toEqual([{ kind: 'tasks', label: 'Open tasks', count: 1 }]);
    expect((await test.send(admin, deactivateMember, { params, body: { successorId: null } })).body.code).toBe(
      'member.successor-needed',
    );
    await test.call(admin, deactivateMember, { params, body: { successorId: ben.id } });
    const moved = await test.call(ben, getTask, { params: { taskId: task.id } });
    expect(moved).toMatchObject({ assignee: { id: ben.id }, dueOn: '2026-03-20', dueAt: '2026-03-21T04:00:00.000Z' });
    const refused = await test.send(ana, createTask, { body: { title: 'Too late', assigneeId: finn.id } });
    expect(refused.body.code).toBe('member.not-active');
  });
});
