import { type Ctx, tx } from '../../context.ts';
import { clearWakeUp, lockWaking } from '../../db/waking-contacts.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChanges } from '../audit/record-change.ts';
import { recordEvents } from '../events/record-events.ts';
import { notifyMembers } from '../notifications/notify-members.ts';
import { judgeContacts } from '../qualification/judge-contacts.ts';
import { findHead } from '../workspaces/find-head.ts';
import { listHistory } from './store.ts';

/** So many wake up in one transaction. */
const mostAtOnce = 200;

/**
 * Wakes recycled people whose day has come: from now on they are judged as everybody is. Who qualifies begins a new cycle and is
 * routed, to the rep of before where that is agreed again; the others stay with Marketing, whose owner is told that the next step
 * is due. Says whether more are waiting.
 */
export async function wakeContacts(ctx: Ctx): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    const ids = await lockWaking(ctx, mostAtOnce);
    if (ids.length === 0) return false;
    await clearWakeUp(ctx, ids);
    const last = new Map((await listHistory(ctx, ids)).map((row) => [row.contactId, row]));
    const headId = await findHead(ctx, 'marketing');
    // What Sales rejected was handed to nobody in Marketing: it is for the head to see to it.
    const ownerOf = (id: string) => last.get(id)?.marketingOwnerId ?? headId;
    await recordChanges(
      ctx,
      ids.map((id) => ({ verb: 'contact.woke', object: 'contact', objectId: id })),
    );
    await recordEvents(
      ctx,
      ids.map((id) => ({
        ...{ kind: 'contact.woke', object: 'contact', objectId: id },
        memberIds: [ownerOf(id)].filter((one) => one !== null),
        details: { handoffId: last.get(id)?.id ?? null },
      })),
    );
    await notifyMembers(
      ctx,
      ids.map((id) => ({
        ...{
          kind: 'lead-woken' as const,
          key: `lead-woken:${id}:${ctx.now.toISOString()}`,
          object: 'contact' as const,
        },
        ...{ objectId: id, about: { contactId: id }, memberIds: [ownerOf(id)] },
        text: sayWoken(last.get(id)?.nextStep ?? null),
      })),
    );
    const relay = await findRelayInForce(ctx);
    // Not by time alone: that they come back on this day was agreed, also where a newer version is in force by now.
    if (relay !== null) await judgeContacts(ctx, relay, new Map(ids.map((id) => [id, 'edit'])));
    return ids.length === mostAtOnce;
  });
}

const sayWoken = (nextStep: string | null): string =>
  nextStep === null ? '{who} is due again today.' : `{who} is due again today. Next step: ${nextStep}`;
