import type { Ctx } from '../../context.ts';
import { buildCatalogue, type CustomFields } from '../../core/agreement/catalogue.ts';
import { listConditions } from '../../core/agreement/clauses.ts';
import { listLeaves } from '../../core/agreement/condition.ts';
import { readLeaf } from '../../core/agreement/condition-test.ts';
import { compileRelay, type Relay } from '../../core/relay/relay.ts';
import { findCustomTypes } from '../custom-fields/find-types.ts';
import { checkText } from './check-text.ts';
import { type AgreementInForce, findAgreementInForce, findAgreementVersion } from './find-agreement.ts';
import type { LoadedVersion } from './load-version.ts';

/** Compiled agreements by the parsed one: as long as that is remembered, so is this, while its own fields keep their types. */
const compiled = new WeakMap<AgreementInForce['agreement'], { own: readonly string[]; types: string; relay: Relay }>();

/** The agreement in force at an instant, now unless said, ready to be carried out; null when there is none. */
export async function findRelayInForce(ctx: Ctx, at: Date = ctx.now): Promise<Relay | null> {
  return compile(ctx, await findAgreementInForce(ctx, at));
}

/** The agreement by which a record was judged, ready to be carried out; null for one that was never in force here. */
export async function findRelay(ctx: Ctx, versionId: string): Promise<Relay | null> {
  return compile(ctx, await findAgreementVersion(ctx, versionId));
}

/** A version of any state, ready to be rehearsed; null while its text has errors. Nothing may be written by it. */
export async function compileDraft(ctx: Ctx, { id, number, agreement, source }: LoadedVersion): Promise<Relay | null> {
  if (!(await checkText(ctx, source)).valid) return null;
  const { name } = agreement;
  return compileRelay(agreement, { id, number, name, seed: ctx.workspace }, await findCustomTypes(ctx));
}

async function compile(ctx: Ctx, version: AgreementInForce | null): Promise<Relay | null> {
  if (version === null) return null;
  const { id, number, name, inForceFrom, agreement } = version;
  const known = compiled.get(agreement);
  const own = known?.own ?? namesOf(agreement);
  // Most agreements ask no own field, and then nobody needs to look.
  const customFields = own.length === 0 ? {} : pickFitting(agreement, own, await findCustomTypes(ctx));
  const types = JSON.stringify(customFields);
  if (known?.types === types) return known.relay;
  const seen = { id, number, name, seed: ctx.workspace, since: inForceFrom.getTime() };
  const relay = compileRelay(agreement, seen, customFields);
  compiled.set(agreement, { own, types, relay });
  return relay;
}

const isOwn = (field: string) => /^(?:contact|account)\.custom\./.test(field);

function namesOf(agreement: AgreementInForce['agreement']): string[] {
  const leaves = listConditions(agreement).flatMap(({ condition }) => listLeaves(condition));
  return [...new Set(leaves.map(({ leaf }) => leaf.field).filter(isOwn))];
}

/** What was signed before a field was defined keeps its meaning where it does not suit the definition. */
function pickFitting(
  agreement: AgreementInForce['agreement'],
  own: readonly string[],
  types: CustomFields,
): CustomFields {
  const named = Object.fromEntries(Object.entries(types).filter(([name]) => own.includes(name)));
  const catalogue = buildCatalogue(agreement, named);
  const leaves = listConditions(agreement).flatMap(({ condition }) => listLeaves(condition));
  const unfit = new Set(leaves.flatMap(({ leaf }) => ('problem' in readLeaf(leaf, catalogue) ? leaf.field : [])));
  return Object.fromEntries(Object.entries(named).filter(([name]) => !unfit.has(name)));
}
