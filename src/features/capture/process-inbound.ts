import { createHash } from 'node:crypto';
import { type Ctx, tx } from '../../context.ts';
import { type Message, readMessage } from '../../core/capture/read-message.ts';
import { decideChannel } from '../../core/channels/decide-channel.ts';
import { isLasting } from '../../db/faults.ts';
import { newId } from '../../db/ids.ts';
import { readChannels } from '../channels/read-channels.ts';
import type { ChannelTable } from '../channels/schema.ts';
import { type ResolvedMessages, resolveContacts } from '../contacts/resolve-contacts.ts';
import { markContacts } from '../marks/mark-contacts.ts';
import { findInstant } from '../qualification/find-instant.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { type NewTouch, recordTouches } from '../touches/record-touches.ts';
import { advanceCursor, type Claim, claimInbound, type Inbound, processor, releaseClaim } from './claim-inbound.ts';
import { addNotices, type NewNotice, parkMessage } from './store.ts';

/** As many messages are one transaction: enough for the cost of a commit not to matter, few enough not to hold others up. */
const batchSize = 2_000;

type Read = { row: Inbound; message: Message & { source: string } };

/**
 * Takes the next messages of a workspace to facts, in one transaction: identities, contacts, touches and what is counted of them,
 * and who has to be judged because of them. What is decided on them follows (`judgeMarked`). One of which nothing can be made is
 * parked, so that it holds up none of the others. Says whether there may be more.
 */
export async function processInbound(ctx: Ctx): Promise<boolean> {
  for (let most = batchSize; ; ) {
    const claim = await claimInbound(ctx, processor, most);
    if (claim === null) return false;
    try {
      await storeFacts(ctx, claim);
      return true;
    } catch (error) {
      await releaseClaim(ctx, claim);
      if (!isLasting(error)) throw error;
      const [alone, another] = claim.rows;
      if (alone !== undefined && another === undefined) return setAside(ctx, alone, error);
      // One of them fails for all: those before it are stored, until it stands alone.
      most = Math.ceil(claim.rows.length / 2);
    }
  }
}

async function storeFacts(begun: Ctx, claim: Claim): Promise<void> {
  const ctx = findInstant(
    begun,
    claim.rows.map(({ receivedAt }) => receivedAt),
  );
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
    await advanceCursor(ctx, claim);
  });
}

/** Parks a message, with what failed, where its source shows it: it can be corrected and sent again. */
async function setAside(ctx: Ctx, row: Inbound, cause: unknown): Promise<boolean> {
  const claim = await claimInbound(ctx, processor, 1);
  if (claim === null) return false;
  if (claim.rows[0]?.seq !== row.seq) {
    // Another process has done it meanwhile.
    await releaseClaim(ctx, claim);
    return true;
  }
  const detail = cause instanceof Error ? cause.message : String(cause);
  const problem = `Nothing could be made of it: ${detail}`.slice(0, 500).toWellFormed();
  ctx.log.error({ err: cause, sourceId: row.sourceId, messageId: row.messageId }, 'a message was parked');
  await tx(ctx, async (ctx) => {
    await parkMessage(ctx, row, { id: newId(ctx.now), code: 'message.not-processable', problem });
    await advanceCursor(ctx, claim);
  });
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
