import { expect, test } from 'vitest';
import type { Task } from '../../../src/features/tasks/schema.ts';
import { createFormat } from '../../format.ts';
import { sortTasks } from './sort-tasks.ts';

const { dayOf } = createFormat({ locale: 'en-GB', zone: 'Europe/Berlin', currency: 'EUR' });
const person = { id: '01980000-0000-7000-8000-000000000001', name: 'Ana' };
const task = (title: string, due: Partial<Task>): Task => ({
  ...{ id: title, title, note: null, about: null, assignee: person, createdBy: person, dueOn: null, dueAt: null },
  ...{ isOverdue: false, doneAt: null, doneBy: null, createdAt: '2026-03-01T00:00:00Z', mayEdit: true, version: 1 },
  ...due,
});

test('what is due stands under the day of who reads', () => {
  const tasks = [
    task('overdue', { dueOn: '2026-03-01', dueAt: '2026-03-01T23:00:00Z', isOverdue: true }),
    task('today', { dueOn: '2026-03-02', dueAt: '2026-03-02T23:00:00Z' }),
    task('tonight', { dueAt: '2026-03-02T22:30:00Z' }),
    task('tomorrow', { dueAt: '2026-03-02T23:30:00Z' }),
    task('never', {}),
  ];
  const { overdue, today, later } = sortTasks(tasks, '2026-03-02', dayOf);
  expect([overdue, today, later].map((group) => group.map(({ title }) => title))).toEqual([
    ['overdue'],
    ['today', 'tonight'],
    ['tomorrow', 'never'],
  ]);
});
