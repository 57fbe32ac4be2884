import type { Ctx } from '../../context.ts';
import type { MemberDepartment } from '../../core/access.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { reachesDepartment } from '../../db/scope.ts';
import { isNameTaken, type LockedTeam } from './store.ts';

/** Gives the team if the caller may change it: 404 where they do not reach its department, 409 when it is archived. */
export function requireTeam(ctx: Ctx, row: LockedTeam | undefined): LockedTeam {
  const team = requireFound('team', row && reachesDepartment(ctx, row.department) ? row : undefined);
  if (team.archivedAt === null) return team;
  throw new BatonError('conflict', 'team.archived', `The team ${team.name} is archived and cannot be changed.`);
}

/** A head makes teams in, and moves teams to, only the departments that they act for. */
export function refuseDepartment(ctx: Ctx, department: MemberDepartment): void {
  if (reachesDepartment(ctx, department)) return;
  const detail = 'You can put teams into the department that you head only.';
  throw new BatonError('forbidden', 'team.department-forbidden', detail, {
    errors: [{ pointer: '#/department', detail }],
  });
}

export async function refuseTakenName(ctx: Ctx, nameKey: string, teamId: string): Promise<void> {
  if (await isNameTaken(ctx, nameKey, teamId)) throw nameTaken();
}

export function nameTaken(): BatonError {
  const detail = 'There is a team of this name already. Choose another name.';
  return new BatonError('conflict', 'team.name-taken', detail, { errors: [{ pointer: '#/name', detail }] });
}

export function keyTaken(): BatonError {
  const detail = 'Another team has this key, or had it before it was archived. Choose another key.';
  return new BatonError('conflict', 'team.key-taken', detail, { errors: [{ pointer: '#/key', detail }] });
}
