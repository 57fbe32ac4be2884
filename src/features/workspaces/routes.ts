import { type Route, route } from '../../http/route.ts';
import { editDepartment } from './edit-department.ts';
import { editWorkspace } from './edit-workspace.ts';
import { listDepartments } from './list-departments.ts';
import { readSetup } from './read-setup.ts';
import { readWorkspace } from './read-workspace.ts';
import { runSetup } from './run-setup.ts';
import * as contracts from './schema.ts';

/** @param setupToken printed on the console when Baton listens beyond this machine; null when it is not needed */
export const workspaceRoutes = (setupToken: string | null): Route[] => [
  route(contracts.getSetup, async (ctx) => ({ ...(await readSetup(ctx.db)), tokenNeeded: setupToken !== null })),
  route(contracts.runSetup, (ctx, { body }, exchange) => runSetup(ctx, body, exchange, setupToken)),
  route(contracts.getWorkspace, (ctx) => readWorkspace(ctx)),
  route(contracts.editWorkspace, (ctx, { body, version }) => editWorkspace(ctx, body, version)),
  route(contracts.listDepartments, (ctx) => listDepartments(ctx)),
  route(contracts.editDepartment, (ctx, { params, body, version }) =>
    editDepartment(ctx, params.department, body, version),
  ),
];
