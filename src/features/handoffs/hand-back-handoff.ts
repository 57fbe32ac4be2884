import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import { findHead } from '../workspaces/find-head.ts';
import { holdHandoff } from './lock-handoff.ts';
import { readHandoff } from './read-handoff.ts';
import { giveBack } from './reject-handoff.ts';
import type { handBackHandoff as contract, Handoff } from './schema.ts';

type Given = z.output<NonNullable<(typeof contract)['body']>>;

/** Sales gives an accepted lead up: Marketing takes it over with an owner, a next step and, where it is to come back, a day. */
export async function handBackHandoff(ctx: Ctx, handoffId: string, given: Given): Promise<Handoff> {
  const { marketingOwnerId, nextStep, ...reason } = given;
  return tx(ctx, async (ctx) => {
    const held = await holdHandoff(ctx, handoffId);
    const ownerId =
      marketingOwnerId === undefined ? await findHead(ctx, 'marketing') : await requireMarketer(ctx, marketingOwnerId);
    await giveBack(ctx, held, reason, {
      marketingOwnerId: ownerId,
      nextStep: nextStep ?? null,
    });
    return readHandoff(ctx, handoffId);
  });
}

async function requireMarketer(ctx: Ctx, memberId: string): Promise<string> {
  const member = requireActive(await lockMember(ctx, memberId), '#/marketingOwnerId');
  if (member.department !== 'sales') return member.id;
  const detail = `${member.name} works in Sales. Name who in Marketing takes the lead back.`;
  throw new BatonError('invalid', 'hand-back.no-owner', detail, {
    errors: [{ pointer: '#/marketingOwnerId', detail }],
  });
}
