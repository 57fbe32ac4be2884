import { createHash } from 'node:crypto';
import { type Ctx, tx } from '../../context.ts';
import { type Message, readMessage } from '../../core/capture/read-message.ts';
import { decideChannel } from '../../core/channels/decide-channel.ts';
import { readChannels } from '../channels/read-channels.ts';
import type { ChannelTable } from '../channels/schema.ts';
import { type ResolvedMessages, resolveContacts } from '../contacts/resolve-contacts.ts';
import { markContacts } from '../marks/mark-contacts.ts';
import { findInstant } from '../qualification/find-instant.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { type NewTouch, recordTouches } from '../touches/record-touches.ts';
import { advanceCursor, claimInbound, type Inbound, processor, releaseClaim } from './claim-inbound.ts';
import { addNotices, type NewNotice } from './store.ts';

/** As many messages are one transaction: enough for the cost of a commit not to matter, few enough not to hold others up. */
const batchSize = 2_000;

type Read = { row: Inbound; message: Message & { source: string } };

/**
 * Takes the next messages of a workspace to facts, in one transaction: identities, contacts, touches and what is counted of them,
 * and who has to be judged because of them. What is decided on them follows (`judgeMarked`). Says whether there may be more.
 */
export async function processInbound(begun: Ctx): Promise<boolean> {
  const claim = await claimInbound(begun, processor, batchSize);
  const last = claim?.rows.at(-1);
  if (claim === null || last === undefined) return false;
  const ctx = findInstant(
    begun,
    claim.rows.map(({ receivedAt }) => receivedAt),
  );
  try {
    const read = claim.rows.flatMap(readRow);
    await ensureTouchMonths(
      ctx,
      read.map(({ message }) => message.at),
    );
    await tx(ctx, async (ctx) => {
      const resolved = await resolveContacts(
        ctx,
        read.map(({ message }) => message),
      );
      await recordTouches(ctx, listTouches(read, resolved, await readChannels(ctx)));
      await addNotices(ctx, listNotices(ctx, read, resolved));
      await markContacts(ctx, findCauses(read, resolved));
      await advanceCursor(ctx, claim, last.seq);
    });
  } catch (error) {
    await releaseClaim(ctx, claim);
    throw error;
  }
  return true;
}

function readRow(row: Inbound): Read[] {
  const message = readMessage(row.body, {
    happenedAt: row.happenedAt?.getTime() ?? null,
    sentAt: row.sentAt?.getTime() ?? null,
    receivedAt: row.receivedAt.getTime(),
  });
  return message === null ? [] : [{ row, message: { ...message, source: row.sourceName ?? 'unknown' } }];
}

/** A touch whose sender gave no id at all is nobody's for ever: it is left in the log and nowhere else. */
function listTouches(read: readonly Read[], { owners }: ResolvedMessages, channels: ChannelTable): NewTouch[] {
  return read.flatMap(({ row, message }, index) => {
    const identityId = owners[index]?.identityId;
    if (message.touch === null || identityId === null || identityId === undefined) return [];
    const { evidence, ...touch } = message.touch;
    return [
      {
        ...touch,
        identityId,
        at: message.at,
        knownAt: message.knownAt,
        department: 'marketing' as const,
        memberId: null,
        live: true,
        channel: decideChannel(channels, evidence).channel,
        messageHash: createHash('sha256').update(`${row.sourceId}:${row.messageId}`).digest(),
      },
    ];
  });
}

/** That a message claimed what cannot be so is told to those who look after its source. */
function listNotices(ctx: Ctx, read: readonly Read[], { warnings }: ResolvedMessages): NewNotice[] {
  const notices = new Map<string, NewNotice>();
  for (const { message, code } of warnings) {
    const row = read[message]?.row;
    if (row === undefined) continue;
    const key = `${row.sourceId} ${code}`;
    const count = (notices.get(key)?.count ?? 0) + 1;
    const day = ctx.now.toISOString().slice(0, 10);
    notices.set(key, { sourceId: row.sourceId, day, code, count, lastAt: ctx.now, example: null });
  }
  return [...notices.values()];
}

/** A touch weighs more than a changed field: it may wake a sleeping contact. */
function findCauses(read: readonly Read[], { owners, changed }: ResolvedMessages): Map<string, 'touch' | 'edit'> {
  const causes = new Map<string, 'touch' | 'edit'>([...changed].map((id) => [id, 'edit']));
  for (const [index, { message }] of read.entries()) {
    const contactId = owners[index]?.contactId;
    if (contactId === null || contactId === undefined) continue;
    if (message.touch !== null) causes.set(contactId, 'touch');
    else if (!causes.has(contactId)) causes.set(contactId, 'edit');
  }
  return causes;
}
