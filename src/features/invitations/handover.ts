import { recordChange } from '../audit/record-change.ts';
import type { HandoverPart } from '../members/handover.ts';
import { listSent, updateInvitation } from './store.ts';

/** Invitations that nobody has accepted yet: their links go on working, in the name of the successor. */
export const invitationHandovers: readonly HandoverPart[] = [
  {
    kind: 'invitations',
    label: 'Open invitations sent',
    count: async (ctx, memberId) => (await listSent(ctx, memberId)).length,
    async move(ctx, fromId, toId) {
      for (const { id } of await listSent(ctx, fromId)) {
        await updateInvitation(ctx, id, { invitedBy: toId });
        await recordChange(ctx, {
          verb: 'invitation.handed-over',
          object: 'invitation',
          objectId: id,
          before: { invitedBy: fromId },
          after: { invitedBy: toId },
        });
      }
    },
  },
];
