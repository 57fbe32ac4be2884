import { type HandoverPart, refuseUnfitSuccessor } from '../members/handover.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import { assignHandoffs } from './assign-handoffs.ts';
import { countOpenOf, lockOpenOf } from './store.ts';

/** Leads that somebody has: the successor owes a response of their own, and the rest of the time runs on their calendar. */
export const handoffHandovers: readonly HandoverPart[] = [
  {
    kind: 'open-handoffs',
    label: 'Open handoffs',
    count: countOpenOf,
    async refuse(ctx, _fromId, toId) {
      const successor = requireActive(await lockMember(ctx, toId), '#/successorId');
      refuseUnfitSuccessor(successor, { name: 'the open handoffs', department: 'sales' });
    },
    async move(ctx, fromId, toId) {
      await assignHandoffs(ctx, await lockOpenOf(ctx, fromId), { memberId: toId, cause: 'handover' });
    },
  },
];
