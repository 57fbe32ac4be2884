import { type Route, route } from '../../http/route.ts';
import { cancelImport } from './cancel-import.ts';
import { editImport } from './edit-import.ts';
import { exportFaults } from './export-faults.ts';
import { giveImport } from './give-import.ts';
import { listImports, listKept, listRows } from './list-imports.ts';
import { previewImport } from './preview-import.ts';
import { releaseImport, requestLoad } from './release-import.ts';
import * as contracts from './schema.ts';
import { requestCheck, startImport } from './start-import.ts';
import { selectImport } from './store.ts';
import { undoImport } from './undo-import.ts';
import { uploadFile } from './upload-file.ts';

export const importRoutes: Route[] = [
  route(contracts.listImports, (ctx, { query }) => listImports(ctx, query)),
  route(contracts.uploadFile, (ctx, { body, query }) => uploadFile(ctx, body, query)),
  route(contracts.readImport, async (ctx, { params }) => giveImport(await selectImport(ctx, params.importId))),
  route(contracts.previewImport, (ctx, { params }) => previewImport(ctx, params.importId)),
  route(contracts.editImport, (ctx, { params, body, version }) => editImport(ctx, params.importId, version, body)),
  route(contracts.checkImport, (ctx, { params }) => requestCheck(ctx, params.importId)),
  route(contracts.startImport, (ctx, { params, body }) => startImport(ctx, params.importId, body.how)),
  route(contracts.measureImport, (ctx, { params }) => requestLoad(ctx, params.importId)),
  route(contracts.releaseImport, (ctx, { params, body }) => releaseImport(ctx, params.importId, body)),
  route(contracts.cancelImport, (ctx, { params }) => cancelImport(ctx, params.importId)),
  route(contracts.undoImport, (ctx, { params }) => undoImport(ctx, params.importId)),
  route(contracts.listRows, (ctx, { params, query }) => listRows(ctx, params.importId, query)),
  route(contracts.exportFaults, (ctx, { params }) => exportFaults(ctx, params.importId), { pool: 'reports' }),
  route(contracts.listKept, (ctx, { params, query }) => listKept(ctx, params.importId, query)),
];
