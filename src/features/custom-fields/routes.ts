import { type Route, route } from '../../http/route.ts';
import { createField } from './create-field.ts';
import { editField, orderFields } from './edit-field.ts';
import { findFields } from './find-keys.ts';
import { listFields, readField } from './list-fields.ts';
import * as contracts from './schema.ts';

export const customFieldRoutes: Route[] = [
  route(contracts.listCustomFields, (ctx, { query }) => listFields(ctx, query.object)),
  route(contracts.findCustomFields, (ctx, { query }) => findFields(ctx, query.object)),
  route(contracts.getCustomField, (ctx, { params }) => readField(ctx, params.fieldId)),
  route(contracts.createCustomField, (ctx, { body }) => createField(ctx, body)),
  route(contracts.editCustomField, (ctx, { params, version, body }) => editField(ctx, params.fieldId, version, body)),
  route(contracts.orderCustomFields, (ctx, { body }) => orderFields(ctx, body)),
];
