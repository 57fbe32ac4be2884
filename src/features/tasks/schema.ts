import { z } from 'zod';
import { contract } from '../../core/contract.ts';
import { Day, Empty, Id, Instant, Line, Named, PageQuery, page } from '../../core/wire.ts';
import { AboutShape, isAboutOne, writers as noteWriters, RecordRef, readers, Text } from '../notes/schema.ts';

/** Something that one member is to do. */
export const Task = z.object({
  id: Id,
  title: z.string(),
  note: z.string().nullable(),
  about: RecordRef.nullable(),
  assignee: Named,
  /** Null where a key made it. */
  createdBy: Named.nullable(),
  /** The day by which it is to be done, in the assignee's zone; null where it is due at an instant, or never. */
  dueOn: Day.nullable(),
  /** From when on it is overdue: of a day, when that day is over for the assignee. */
  dueAt: Instant.nullable(),
  isOverdue: z.boolean(),
  doneAt: Instant.nullable(),
  doneBy: Named.nullable(),
  createdAt: Instant,
  mayEdit: z.boolean(),
  version: z.int(),
});
export type Task = z.infer<typeof Task>;

/** Who may change a task: whoever has it, whoever made it, and those above. */
const editors = {
  roles: { admin: 'all', head: 'all', lead: 'team', member: 'own' },
  scope: 'contacts:write',
} as const;

const TaskParams = z.object({ taskId: Id });

export const listTasks = contract({
  id: 'tasks.list',
  method: 'GET',
  path: '/api/tasks',
  summary: 'List open tasks by when they are due, or done ones, the latest first.',
  access: readers,
  query: PageQuery.extend({
    ...AboutShape,
    state: z.enum(['open', 'done']).default('open'),
    /** The id of a member, or `me`. */
    assignee: z.union([Id, z.literal('me')]).optional(),
    overdue: z.stringbool().optional(),
  }),
  response: page(Task),
});

export const countTasks = contract({
  id: 'tasks.count',
  method: 'GET',
  path: '/api/tasks/count',
  summary: 'Count the open tasks of the caller.',
  access: { roles: readers.roles },
  response: z.object({
    open: z.int(),
    overdue: z.int(),
    /** Due before the caller's day is over, without those overdue. */
    today: z.int(),
  }),
});

const Due = {
  dueOn: Day.nullable().optional(),
  dueAt: Instant.nullable().optional(),
};
const both = 'Give a day or an instant, not both.';
const isDueOnce = ({ dueOn, dueAt }: { dueOn?: string | null | undefined; dueAt?: string | null | undefined }) =>
  !dueOn || !dueAt;

export const createTask = contract({
  id: 'tasks.create',
  method: 'POST',
  path: '/api/tasks',
  summary: 'Give somebody something to do, about a person, a company, a deal or nothing of those.',
  access: noteWriters,
  body: z
    .strictObject({
      ...AboutShape,
      ...Due,
      title: Line,
      note: Text.nullable().optional(),
      /** The caller unless said. */
      assigneeId: Id.optional(),
    })
    .refine(isDueOnce, { error: both, path: ['dueAt'] })
    .refine((body) => isAboutOne(body) || (!body.contactId && !body.accountId && !body.dealId), {
      error: 'A task is about one record at most.',
      path: ['contactId'],
    }),
  response: Task,
  status: 201,
  example: { contactId: '{contactId}', title: 'Send the offer', dueOn: '2026-03-05', assigneeId: '{memberId}' },
});

export const getTask = contract({
  id: 'tasks.get',
  method: 'GET',
  path: '/api/tasks/:taskId',
  summary: 'Read one task.',
  access: readers,
  params: TaskParams,
  response: Task,
  versioned: 'read',
});

export const editTask = contract({
  id: 'tasks.edit',
  method: 'PATCH',
  path: '/api/tasks/:taskId',
  summary: 'Change what is to be done, by when and by whom.',
  access: editors,
  params: TaskParams,
  body: z
    .strictObject({ ...Due, title: Line.optional(), note: Text.nullable().optional(), assigneeId: Id.optional() })
    .refine(isDueOnce, { error: both, path: ['dueAt'] }),
  response: Task,
  versioned: 'edit',
  example: { title: 'Send the new offer' },
});

export const completeTask = contract({
  id: 'tasks.complete',
  method: 'POST',
  path: '/api/tasks/:taskId/complete',
  summary: 'Say that a task is done. One that is done already stays as it was done.',
  access: editors,
  params: TaskParams,
  response: Task,
});

export const reopenTask = contract({
  id: 'tasks.reopen',
  method: 'POST',
  path: '/api/tasks/:taskId/reopen',
  summary: 'Say that a task is not done after all.',
  access: editors,
  params: TaskParams,
  response: Task,
});

export const deleteTask = contract({
  id: 'tasks.delete',
  method: 'DELETE',
  path: '/api/tasks/:taskId',
  summary: 'Remove a task.',
  access: editors,
  params: TaskParams,
  response: Empty,
  status: 204,
});
