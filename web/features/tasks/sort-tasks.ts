import type { Task } from '../../../src/features/tasks/schema.ts';

export type TaskGroups = { overdue: Task[]; today: Task[]; later: Task[] };

/**
 * Open tasks by when they are due: overdue, before the reader's day is over, and later or never. Their order is kept.
 *
 * @param dayOf gives the reader's day of an instant
 * @example
 * sortTasks(tasks, '2026-03-02', (instant) => instant.slice(0, 10)).overdue
 */
export function sortTasks(tasks: readonly Task[], today: string, dayOf: (instant: string) => string): TaskGroups {
  const groups: TaskGroups = { overdue: [], today: [], later: [] };
  for (const task of tasks) {
    const day = task.dueOn ?? (task.dueAt === null ? null : dayOf(task.dueAt));
    groups[task.isOverdue ? 'overdue' : day !== null && day <= today ? 'today' : 'later'].push(task);
  }
  return groups;
}
