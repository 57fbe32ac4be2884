import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { sortKey } from '../../core/text.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import { readTeam } from './read-team.ts';
import { nameTaken, refuseDepartment } from './refuse-team.ts';
import type { createTeam as contract, Team } from './schema.ts';
import { insertTeam } from './store.ts';

export async function createTeam(ctx: Ctx, body: z.output<NonNullable<(typeof contract)['body']>>): Promise<Team> {
  const { name, department, leadId = null } = body;
  refuseDepartment(ctx, department);
  return tx(ctx, async (ctx) => {
    if (leadId !== null) requireActive(await lockMember(ctx, leadId), '#/leadId');
    const id = newId(ctx.now);
    if (!(await insertTeam(ctx, { id, name, nameKey: sortKey(name), department, leadId }))) throw nameTaken();
    const after = { name, department, leadId };
    await recordChange(ctx, { verb: 'team.created', object: 'team', objectId: id, after });
    return readTeam(ctx, id);
  });
}
