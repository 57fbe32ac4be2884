import type { FastifyInstance } from 'fastify';
import { absenceHandovers } from './features/absences/handover.ts';
import { absenceRoutes } from './features/absences/routes.ts';
import { accountHandovers } from './features/accounts/handover.ts';
import { accountRoutes } from './features/accounts/routes.ts';
import { activityRoutes } from './features/activities/routes.ts';
import { agreementRoutes } from './features/agreements/routes.ts';
import { assignmentRoutes } from './features/assignments/routes.ts';
import { auditRoutes } from './features/audit/routes.ts';
import { briefRoutes } from './features/briefs/routes.ts';
import { bulkEditRoutes } from './features/bulk-edits/routes.ts';
import { calendarRoutes } from './features/calendars/routes.ts';
import { captureRoutes } from './features/capture/routes.ts';
import { channelRoutes } from './features/channels/routes.ts';
import { clauseRoutes } from './features/clauses/routes.ts';
import { contactHandovers } from './features/contacts/handover.ts';
import { contactRoutes } from './features/contacts/routes.ts';
import { customFieldRoutes } from './features/custom-fields/routes.ts';
import { dealHandovers } from './features/deals/handover.ts';
import { dealRoutes } from './features/deals/routes.ts';
import { duplicateRoutes } from './features/duplicates/routes.ts';
import { findNewest } from './features/events/find-newest.ts';
import { eventRoutes } from './features/events/routes.ts';
import { exportRoutes } from './features/exports/routes.ts';
import { feedbackRoutes } from './features/feedback/routes.ts';
import { renderProblem } from './features/forms/render-page.ts';
import { formPages, formRoutes } from './features/forms/routes.ts';
import { handoffHandovers } from './features/handoffs/handover.ts';
import { handoffRoutes } from './features/handoffs/routes.ts';
import { importRoutes } from './features/imports/routes.ts';
import { inboundMailRoutes } from './features/inbound-mail/routes.ts';
import { invitationHandovers } from './features/invitations/handover.ts';
import { invitationRoutes } from './features/invitations/routes.ts';
import { keyMomentRoutes } from './features/key-moments/routes.ts';
import { identifyKey } from './features/keys/identify-key.ts';
import { keyRoutes } from './features/keys/routes.ts';
import { listRoutes } from './features/lists/routes.ts';
import type { HandoverPart } from './features/members/handover.ts';
import { memberRoutes } from './features/members/routes.ts';
import { followMerged } from './features/merges/follow-merged.ts';
import { mergeRoutes } from './features/merges/routes.ts';
import { noteRoutes } from './features/notes/routes.ts';
import { notificationPages, notificationRoutes } from './features/notifications/routes.ts';
import { outboxRoutes } from './features/outbox/routes.ts';
import { passwordRoutes } from './features/passwords/routes.ts';
import { promiseRoutes } from './features/promises/routes.ts';
import { rateRoutes } from './features/rates/routes.ts';
import { rehearsalRoutes } from './features/rehearsals/routes.ts';
import { rollupRoutes } from './features/rollups/routes.ts';
import { sampleRoutes } from './features/samples/routes.ts';
import { scoreboardRoutes } from './features/scoreboard/routes.ts';
import { searchRoutes } from './features/search/routes.ts';
import { identifySession } from './features/sessions/identify-session.ts';
import { sessionRoutes } from './features/sessions/routes.ts';
import { createSourceFinder } from './features/sources/identify-source.ts';
import { sourceRoutes } from './features/sources/routes.ts';
import { taskHandovers } from './features/tasks/handover.ts';
import { taskRoutes } from './features/tasks/routes.ts';
import { teamHandovers } from './features/teams/handover.ts';
import { teamRoutes } from './features/teams/routes.ts';
import { verdictPages } from './features/verdict-links/routes.ts';
import { viewHandovers } from './features/views/handover.ts';
import { viewRoutes } from './features/views/routes.ts';
import { workspaceHandovers } from './features/workspaces/handover.ts';
import { workspaceRoutes } from './features/workspaces/routes.ts';
import { serveWebApp } from './http/assets.ts';
import { serveHealth } from './http/health.ts';
import { describeApi, serveReference } from './http/openapi.ts';
import { servePages } from './http/page.ts';
import type { Route } from './http/route.ts';
import { addRoutes, createServer, type ServerParts } from './http/server.ts';
import { serveSnippet } from './http/snippet.ts';
import { createNews } from './http/stream.ts';
import { collectShapes } from './shapes.ts';

export type AppParts = Omit<ServerParts, 'identify' | 'news'> & {
  version: string;
  setupToken: string | null;
  /** Mail can be sent; else it waits in the outbox. */
  hasSmtp: boolean;
  /** Of logging addresses; without it no mail is taken. */
  mailDomain?: string | undefined;
  /** Ends the rest of a loop of this process: its cause has just been committed. */
  wake: (loop: string) => void;
  /** Has a listener called when a loop has done something: of this process, or of another that has said so. */
  onWork?: (listener: () => void) => void;
  /** Tells other processes that this one has written news. */
  tellNews?: () => void;
  metricsToken: string | undefined;
  webFolder: string;
  /** The built `/baton.js`. */
  snippetFile: string;
  docsNonce: string;
  isDraining: () => boolean;
};

/** Everything that members can be responsible for, in the order in which a successor takes it over. */
export const collectHandovers = (): HandoverPart[] => [
  ...workspaceHandovers,
  ...teamHandovers,
  ...absenceHandovers,
  ...invitationHandovers,
  ...handoffHandovers,
  ...dealHandovers,
  ...accountHandovers,
  ...contactHandovers,
  ...viewHandovers,
  ...taskHandovers,
];

/** Every route of Baton: the server, OpenAPI, the authorisation matrix and the structure checks read this one list. */
export const collectRoutes = (parts: Pick<AppParts, 'setupToken' | 'hasSmtp' | 'wake' | 'mailDomain'>): Route[] =>
  [
    ...workspaceRoutes(parts.setupToken),
    ...memberRoutes(collectHandovers()),
    ...teamRoutes,
    ...searchRoutes,
    ...outboxRoutes(parts.hasSmtp),
    ...calendarRoutes,
    ...absenceRoutes,
    ...agreementRoutes,
    ...clauseRoutes,
    ...rehearsalRoutes,
    ...auditRoutes,
    ...sessionRoutes,
    ...passwordRoutes,
    ...keyRoutes,
    ...invitationRoutes,
    ...sourceRoutes,
    ...captureRoutes(parts.wake),
    ...channelRoutes,
    ...rollupRoutes,
    ...sampleRoutes,
    ...promiseRoutes,
    ...scoreboardRoutes,
    ...handoffRoutes,
    ...assignmentRoutes,
    ...briefRoutes,
    ...feedbackRoutes,
    ...eventRoutes,
    ...contactRoutes,
    ...accountRoutes,
    ...dealRoutes,
    ...rateRoutes,
    ...noteRoutes,
    ...notificationRoutes,
    ...keyMomentRoutes,
    ...taskRoutes,
    ...activityRoutes,
    ...inboundMailRoutes(parts.mailDomain),
    ...customFieldRoutes,
    ...listRoutes,
    ...bulkEditRoutes,
    ...exportRoutes,
    ...viewRoutes,
    ...importRoutes,
    ...formRoutes,
    ...mergeRoutes,
    ...duplicateRoutes,
  ].map(followMerged);

/** Puts the plumbing and all routes together. The server is ready to listen, or to be called by `inject`. */
export async function createApp(
  parts: AppParts,
  routes: readonly Route[] = collectRoutes(parts),
): Promise<FastifyInstance> {
  const identify = {
    bySession: (token: string, now: Date) => identifySession(parts.databases.screens, token, now),
    byKey: (key: string, now: Date) => identifyKey(parts.databases.screens, key, now),
    byWriteKey: createSourceFinder(parts.databases.ingest),
  };
  const news = createNews((workspace, since) => findNewest(parts.databases.screens, workspace, since), parts.tellNews);
  const server = await createServer({ ...parts, identify, news });
  parts.onWork?.(() => news.look());
  server.addHook('onClose', async () => news.stop());
  await describeApi(server, parts.version, collectShapes());
  addRoutes(server, routes, { ...parts, identify, news });
  serveHealth(server, parts);
  await serveReference(server, parts.docsNonce);
  serveSnippet(server, parts.snippetFile);
  servePages(server, [...formPages(parts.wake), ...verdictPages, ...notificationPages], parts, renderProblem);
  await serveWebApp(server, parts.webFolder);
  return server;
}
