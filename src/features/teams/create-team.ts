import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { makeTeamKey } from '../../core/agreement/team-key.ts';
import { sortKey } from '../../core/text.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import { readTeam } from './read-team.ts';
import { keyTaken, refuseDepartment, refuseTakenName } from './refuse-team.ts';
import type { createTeam as contract, Team } from './schema.ts';
import { insertTeam, listKeys } from './store.ts';

export async function createTeam(ctx: Ctx, body: z.output<NonNullable<(typeof contract)['body']>>): Promise<Team> {
  const { name, department, leadId = null } = body;
  const nameKey = sortKey(name);
  refuseDepartment(ctx, department);
  return tx(ctx, async (ctx) => {
    if (leadId !== null) requireActive(await lockMember(ctx, leadId), '#/leadId');
    const id = newId(ctx.now);
    const values = { id, name, nameKey, department, leadId };
    let key = body.key ?? makeTeamKey(name, await listKeys(ctx));
    while (!(await insertTeam(ctx, { ...values, key }))) {
      // Somebody was just adding a team: of this name, or of the key that this name gives.
      await refuseTakenName(ctx, nameKey, id);
      if (body.key !== undefined) throw keyTaken();
      key = makeTeamKey(name, await listKeys(ctx));
    }
    const after = { key, name, department, leadId };
    await recordChange(ctx, { verb: 'team.created', object: 'team', objectId: id, after });
    return readTeam(ctx, id);
  });
}
