import type { Ctx } from '../../context.ts';
import type { MemberDepartment } from '../../core/access.ts';
import type { CallOutput } from '../../core/contract.ts';
import { loadVersion } from '../agreements/load-version.ts';
import type { listTargets as contract, Target } from './schema.ts';
import { listReasons, type ReasonRow } from './store.ts';

/** The target companies of a version in the order of the text, with what both sides say of each. */
export async function listTargets(ctx: Ctx, versionId: string): Promise<CallOutput<typeof contract>> {
  const { agreement, number } = await loadVersion(ctx, versionId);
  const { rows, tiers, sha256 } = agreement.targetAccounts ?? { rows: [], tiers: {}, sha256: undefined };
  const domains = rows.map(({ domain }) => domain);
  const reasons = new Map((await listReasons(ctx, number, domains)).map((row) => [row.domain, row]));
  return {
    tiers: Object.entries(tiers).map(([tier, atMost]) => ({
      tier: Number(tier),
      atMost,
      count: rows.filter((row) => String(row.tier) === tier).length,
    })),
    data: rows.map(({ domain, tier, name }) => describeTarget(ctx, { domain, tier, name }, reasons.get(domain))),
    sha256: sha256 ?? null,
  };
}

export function describeTarget(
  ctx: Ctx,
  { domain, tier, name }: { domain: string; tier: number; name?: string | undefined },
  row: ReasonRow | undefined,
): Target {
  const { actor } = ctx;
  const isMember = actor.kind === 'member' && actor.role !== 'viewer';
  return {
    domain,
    tier,
    name: name ?? null,
    proposal: row
      ? {
          by: { id: row.proposedBy, name: row.proposer },
          for: row.proposedFor,
          at: row.proposedAt.toISOString(),
          reason: row.reason,
        }
      : null,
    objection:
      row?.objectedBy && row.objectedAt && row.objection !== null
        ? {
            by: { id: row.objectedBy, name: row.objector ?? '' },
            at: row.objectedAt.toISOString(),
            text: row.objection,
          }
        : null,
    mayObject: isMember && row !== undefined && isOtherSide(actor.department, row.proposedFor),
  };
}

/** Whoever belongs to both sides may speak for the other. */
export const isOtherSide = (mine: MemberDepartment, proposer: MemberDepartment): boolean =>
  mine === 'both' || proposer === 'both' || mine !== proposer;
