import type { Ctx } from '../../context.ts';
import { compileRelay, type Relay } from '../../core/relay/relay.ts';
import { type AgreementInForce, findAgreementInForce, findAgreementVersion } from './find-agreement.ts';

/** Compiled agreements by the parsed one: as long as that is remembered, so is this. */
const compiled = new WeakMap<AgreementInForce['agreement'], Relay>();

/** The agreement in force at an instant, now unless said, ready to be carried out; null when there is none. */
export async function findRelayInForce(ctx: Ctx, at: Date = ctx.now): Promise<Relay | null> {
  return compile(ctx, await findAgreementInForce(ctx, at));
}

/** The agreement by which a record was judged, ready to be carried out; null for one that was never in force here. */
export async function findRelay(ctx: Ctx, versionId: string): Promise<Relay | null> {
  return compile(ctx, await findAgreementVersion(ctx, versionId));
}

function compile(ctx: Ctx, version: AgreementInForce | null): Relay | null {
  if (version === null) return null;
  const { id, number, name, inForceFrom, agreement } = version;
  const relay =
    compiled.get(agreement) ??
    compileRelay(agreement, { id, number, name, seed: ctx.workspace, since: inForceFrom.getTime() });
  compiled.set(agreement, relay);
  return relay;
}
