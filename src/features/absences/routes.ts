import { type Route, route } from '../../http/route.ts';
import { createAbsence } from './create-absence.ts';
import { editAbsence } from './edit-absence.ts';
import { listAbsences } from './list-absences.ts';
import { readAbsence } from './read-absence.ts';
import { removeAbsence } from './remove-absence.ts';
import * as contracts from './schema.ts';

export const absenceRoutes: Route[] = [
  route(contracts.listAbsences, (ctx, { query }) => listAbsences(ctx, query)),
  route(contracts.createAbsence, (ctx, { body }) => createAbsence(ctx, body)),
  route(contracts.getAbsence, (ctx, { params }) => readAbsence(ctx, params.absenceId)),
  route(contracts.editAbsence, (ctx, { params, body, version }) => editAbsence(ctx, params.absenceId, version, body)),
  route(contracts.deleteAbsence, async (ctx, { params }) => {
    await removeAbsence(ctx, params.absenceId);
    return {};
  }),
];
