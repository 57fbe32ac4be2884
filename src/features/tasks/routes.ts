import { type Route, route } from '../../http/route.ts';
import { completeTask, reopenTask } from './complete-task.ts';
import { createTask } from './create-task.ts';
import { editTask } from './edit-task.ts';
import { countTasks, listTasks } from './list-tasks.ts';
import { readTask } from './read-task.ts';
import { removeTask } from './remove-task.ts';
import * as contracts from './schema.ts';

export const taskRoutes: Route[] = [
  route(contracts.listTasks, (ctx, { query }) => listTasks(ctx, query)),
  route(contracts.countTasks, (ctx) => countTasks(ctx)),
  route(contracts.createTask, (ctx, { body }) => createTask(ctx, body)),
  route(contracts.getTask, (ctx, { params }) => readTask(ctx, params.taskId)),
  route(contracts.editTask, (ctx, { params, version, body }) => editTask(ctx, params.taskId, version, body)),
  route(contracts.completeTask, (ctx, { params }) => completeTask(ctx, params.taskId)),
  route(contracts.reopenTask, (ctx, { params }) => reopenTask(ctx, params.taskId)),
  route(contracts.deleteTask, async (ctx, { params }) => {
    await removeTask(ctx, params.taskId);
    return {};
  }),
];
