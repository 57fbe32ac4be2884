import type { Ctx } from '../../context.ts';
import { buildCatalogue, type Catalogue } from '../../core/agreement/catalogue.ts';
import { findCustomTypes } from '../custom-fields/find-types.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { findRelayInForce } from './find-relay.ts';

/** The fields that conditions may use now: those of the agreement in force, else of none, and own ones as they are defined. */
export async function findCatalogue(ctx: Ctx): Promise<Catalogue> {
  const relay = await findRelayInForce(ctx);
  const customFields = await findCustomTypes(ctx);
  if (relay !== null) return { ...relay.catalogue, customFields };
  const { currency, zone } = await readWorkspace(ctx);
  const nothing = { personas: [], segments: [], stages: [], journey: [] };
  return buildCatalogue({ currency, calendar: { timezone: zone }, ...nothing }, customFields);
}
