import { type Route, route } from '../../http/route.ts';
import { acknowledgeAgreement } from './acknowledge-agreement.ts';
import { draftAgreement } from './draft-agreement.ts';
import { editAgreement } from './edit-agreement.ts';
import { explainChanges } from './explain-changes.ts';
import { listAcknowledgements } from './list-acknowledgements.ts';
import { listVersions } from './list-versions.ts';
import { proposeAgreement } from './propose-agreement.ts';
import { readInForce, readSource, readVersion } from './read-version.ts';
import { returnAgreement } from './return-agreement.ts';
import * as contracts from './schema.ts';
import { signAgreement } from './sign-agreement.ts';
import { withdrawAgreement } from './withdraw-agreement.ts';
import { writePdf } from './write-pdf.ts';

export const agreementRoutes: Route[] = [
  route(contracts.listVersions, (ctx, { query }) => listVersions(ctx, query)),
  route(contracts.draftAgreement, (ctx, { body }) => draftAgreement(ctx, body)),
  route(contracts.getInForce, (ctx, { query }) => readInForce(ctx, query.at ? new Date(query.at) : ctx.now)),
  route(contracts.getVersion, (ctx, { params }) => readVersion(ctx, params.versionId)),
  route(contracts.editAgreement, (ctx, { params, version, body }) =>
    editAgreement(ctx, params.versionId, version, body),
  ),
  route(contracts.proposeAgreement, (ctx, { params, version, body }) =>
    proposeAgreement(ctx, params.versionId, version, body),
  ),
  route(contracts.signAgreement, (ctx, { params, body }) => signAgreement(ctx, params.versionId, body)),
  route(contracts.returnAgreement, (ctx, { params, body }) => returnAgreement(ctx, params.versionId, body.message)),
  route(contracts.withdrawAgreement, (ctx, { params }) => withdrawAgreement(ctx, params.versionId)),
  route(contracts.getChanges, (ctx, { params, query }) => explainChanges(ctx, params.versionId, query.since)),
  route(contracts.acknowledgeAgreement, (ctx, { params }) => acknowledgeAgreement(ctx, params.versionId)),
  route(contracts.listAcknowledgements, (ctx, { params }) => listAcknowledgements(ctx, params.versionId)),
  route(contracts.downloadYaml, (ctx, { params }) => readSource(ctx, params.versionId)),
  route(contracts.downloadPdf, (ctx, { params }) => writePdf(ctx, params.versionId), { pool: 'reports' }),
];
