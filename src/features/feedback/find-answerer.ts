import type { Ctx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import type { Fixer } from '../../core/handoff/rejection.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { listDepartments } from '../workspaces/list-departments.ts';
import { findAdmin, findPerson, findSponsor, findTeamLead } from './store.ts';

type Person = { id: string; department: Department };
export type Answerable = { answererId: string | null; department: Department };

/**
 * Who must answer a rejection: whom the agreement names for what its reason points to. Until campaigns have owners the head of
 * Marketing answers for them; who is not there is stood in for by the head of Marketing, then by an admin. The promise counts
 * for the department of the person named.
 */
export async function findAnswerer(
  ctx: Ctx,
  { agreement }: Relay,
  row: { memberId: string; teamId: string | null },
  fixer: Fixer,
): Promise<Answerable> {
  const name = agreement.feedback?.answers[fixer] ?? 'campaign.owner';
  const heads = await findHeads(ctx);
  const headOfMarketing = () => namePerson(ctx, heads.marketing, 'marketing');
  const named = {
    'campaign.owner': headOfMarketing,
    'head-of-marketing': headOfMarketing,
    'head-of-sales': () => namePerson(ctx, heads.sales, 'sales'),
    owner: () => namePerson(ctx, row.memberId, null),
    'team-lead': async () => namePerson(ctx, row.teamId === null ? null : await findTeamLead(ctx, row.teamId), null),
    sponsor: async () => namePerson(ctx, await findSponsor(ctx), null),
    revops: async () => namePerson(ctx, await findAdmin(ctx), null),
  }[name];
  const person = (await named()) ?? (await headOfMarketing()) ?? (await namePerson(ctx, await findAdmin(ctx), null));
  return { answererId: person?.id ?? null, department: person?.department ?? 'marketing' };
}

/** Who heads the departments now; the deputy where there is no head. */
export async function findHeads(ctx: Ctx): Promise<Record<Department, string | null>> {
  const { data: rows } = await listDepartments(ctx);
  const headOf = (department: Department) => {
    const row = rows.find((one) => one.department === department);
    return row?.headId ?? row?.deputyId ?? null;
  };
  return { marketing: headOf('marketing'), sales: headOf('sales') };
}

/** @param post the department whose head it is; who is of both counts for that one, else for Marketing */
async function namePerson(ctx: Ctx, id: string | null, post: Department | null): Promise<Person | null> {
  const found = id === null ? undefined : await findPerson(ctx, id);
  if (found === undefined || !found.active) return null;
  const department = post ?? (found.department === 'both' ? 'marketing' : found.department);
  return { id: found.id, department };
}
