import { z } from 'zod';
import * as wire from './core/wire.ts';
import * as absences from './features/absences/schema.ts';
import * as accounts from './features/accounts/schema.ts';
import * as activities from './features/activities/schema.ts';
import * as agreements from './features/agreements/schema.ts';
import * as audit from './features/audit/schema.ts';
import * as bulkEdits from './features/bulk-edits/schema.ts';
import * as calendars from './features/calendars/schema.ts';
import * as capture from './features/capture/schema.ts';
import * as channels from './features/channels/schema.ts';
import * as clauses from './features/clauses/schema.ts';
import * as clocks from './features/clocks/schema.ts';
import * as contacts from './features/contacts/schema.ts';
import * as customFields from './features/custom-fields/schema.ts';
import * as deals from './features/deals/schema.ts';
import * as duplicates from './features/duplicates/schema.ts';
import * as events from './features/events/schema.ts';
import * as feedback from './features/feedback/schema.ts';
import * as forms from './features/forms/schema.ts';
import * as handoffs from './features/handoffs/schema.ts';
import * as imports from './features/imports/schema.ts';
import * as inboundMail from './features/inbound-mail/schema.ts';
import * as invitations from './features/invitations/schema.ts';
import * as keyMoments from './features/key-moments/schema.ts';
import * as keys from './features/keys/schema.ts';
import * as lists from './features/lists/schema.ts';
import * as members from './features/members/schema.ts';
import * as merges from './features/merges/schema.ts';
import * as notes from './features/notes/schema.ts';
import * as notifications from './features/notifications/schema.ts';
import * as outbox from './features/outbox/schema.ts';
import * as promises from './features/promises/schema.ts';
import * as rehearsals from './features/rehearsals/schema.ts';
import * as rollups from './features/rollups/schema.ts';
import * as samples from './features/samples/schema.ts';
import * as scoreboard from './features/scoreboard/schema.ts';
import * as search from './features/search/schema.ts';
import * as sessions from './features/sessions/schema.ts';
import * as sources from './features/sources/schema.ts';
import * as tasks from './features/tasks/schema.ts';
import * as teams from './features/teams/schema.ts';
import * as views from './features/views/schema.ts';
import * as workspaces from './features/workspaces/schema.ts';

/**
 * The shapes that contracts are made of, by their names: the description of the API says each once and refers to it. A shape belongs
 * to a noun and is exported by its `schema.ts` under a capital letter; no two may have one name.
 */
export function collectShapes(): ReadonlyMap<string, z.ZodType> {
  const shapes = new Map<string, z.ZodType>();
  for (const module of [
    wire,
    absences,
    accounts,
    activities,
    agreements,
    audit,
    bulkEdits,
    calendars,
    capture,
    channels,
    clauses,
    clocks,
    contacts,
    customFields,
    deals,
    duplicates,
    events,
    feedback,
    forms,
    handoffs,
    imports,
    inboundMail,
    invitations,
    keyMoments,
    keys,
    lists,
    members,
    merges,
    notes,
    notifications,
    outbox,
    promises,
    rehearsals,
    rollups,
    samples,
    scoreboard,
    search,
    sessions,
    sources,
    tasks,
    teams,
    views,
    workspaces,
  ]) {
    for (const [name, shape] of Object.entries(module)) {
      if (!/^[A-Z]/.test(name) || !(shape instanceof z.ZodType)) continue;
      if (shapes.has(name) && shapes.get(name) !== shape) throw new Error(`There are two shapes called ${name}`);
      shapes.set(name, shape);
    }
  }
  return shapes;
}
