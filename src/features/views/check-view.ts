import type { Ctx } from '../../context.ts';
import type { MemberActor } from '../../core/actor.ts';
import { BatonError } from '../../core/errors.ts';
import { findCatalogue } from '../agreements/find-catalogue.ts';
import { checkFilter } from '../lists/find-filter.ts';
import type { ViewValues } from './schema.ts';
import { findTeamOf, type ViewRow } from './store.ts';

/** Views belong to members: whoever acts must be one. */
export function requireMember({ actor }: Ctx): MemberActor {
  if (actor.kind === 'member') return actor;
  throw new BatonError('forbidden', 'view.members-only', 'Views belong to members. Sign in to make or change one.');
}

/** Its owner changes a view; one that others find, admins and heads too, and the lead of its team. */
export function mayEdit({ actor }: Ctx, { ownerId, reach, teamLeadId }: ViewRow): boolean {
  if (actor.kind !== 'member') return false;
  if (actor.id === ownerId) return true;
  if (reach === 'private') return false;
  return actor.role === 'admin' || actor.role === 'head' || (reach === 'team' && actor.id === teamLeadId);
}

/** Who only reads shares nothing; a team is shared with by who is in it, and by admins and heads. */
export async function checkReach(ctx: Ctx, actor: MemberActor, { reach, teamId }: ViewValues): Promise<void> {
  if (reach !== 'private' && (actor.role === 'viewer' || actor.role === 'sponsor')) {
    throw refuse(
      'forbidden',
      'view.private-only',
      'Your role keeps views to itself. Ask somebody to share it.',
      'reach',
    );
  }
  if ((reach === 'team') !== (teamId !== null)) {
    const detail = reach === 'team' ? 'Say which team finds it.' : 'A team goes with the reach "team" alone.';
    throw refuse('invalid', 'view.team-needed', detail, 'teamId');
  }
  if (teamId === null) return;
  const team = await findTeamOf(ctx, teamId, actor.id);
  if (team === undefined)
    throw refuse('invalid', 'view.no-team', 'There is no such team. Choose another one.', 'teamId');
  if (!team.isIn && actor.role !== 'admin' && actor.role !== 'head') {
    throw refuse('forbidden', 'view.other-team', 'You are not in this team. Choose one of yours.', 'teamId');
  }
}

/** A condition that could not be asked would make a view that shows nothing but a problem. */
export async function checkCondition(ctx: Ctx, object: 'contact' | 'account', values: ViewValues): Promise<void> {
  const { condition } = values.filter;
  if (condition === undefined) return;
  await checkFilter(ctx, object, condition, await findCatalogue(ctx), '#/filter/condition');
}

function refuse(kind: 'invalid' | 'forbidden', code: string, detail: string, field: string): BatonError {
  return new BatonError(kind, code, detail, { errors: [{ pointer: `#/${field}`, detail }] });
}
