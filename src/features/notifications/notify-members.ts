import type { Ctx } from '../../context.ts';
import type { NotificationKind } from '../../core/notification.ts';
import { isTransaction } from '../../db/database.ts';
import { newId } from '../../db/ids.ts';
import type { About } from '../../db/record-scope.ts';
import { recordEvents } from '../events/record-events.ts';
import { insertNotifications, listReaders, type NewNotification, selectKnown } from './store.ts';

/** What a mail says beside the sentence. */
export type Letter = { subject: string; lines: readonly string[] };

/** Something of which members are told. */
export type Telling = {
  kind: NotificationKind;
  /** The cause: the same member is told once of it. */
  key: string;
  memberIds: readonly (string | null)[];
  object: 'handoff' | 'rejection' | 'contact' | 'account' | 'deal' | 'agreement' | 'task' | 'note';
  objectId: string;
  /** What `{who}` in the text stands for. */
  about?: Partial<About>;
  /** One plain sentence. */
  text: string;
  /** The agreement says that it does not wait for working hours. */
  urgent?: boolean;
  letter?: Letter;
};

/**
 * Tells members of something, in the transaction of its cause: those who are active, may see what it names, wish to be told of its
 * kind and were not told before; not who does it. A constant number of statements, whatever is told to however many.
 */
export async function notifyMembers(ctx: Ctx, tellings: readonly Telling[]): Promise<void> {
  if (!isTransaction(ctx.db)) throw new Error(`${tellings[0]?.kind} must be told in the transaction of its cause`);
  const rows = tellings.flatMap((telling) => toRows(ctx, telling));
  if (rows.length === 0) return;
  const people = await listReaders(ctx, [...new Set(rows.map(({ memberId }) => memberId))]);
  const told = await insertNotifications(ctx, await selectKnown(ctx, people, rows));
  const [first] = told;
  if (first === undefined) return;
  await recordEvents(ctx, [
    {
      ...{ kind: 'notification.written', object: 'notification', objectId: first.id },
      memberIds: told.map(({ memberId }) => memberId),
    },
  ]);
}

function toRows(ctx: Ctx, { memberIds, about, urgent = false, letter, ...telling }: Telling): NewNotification[] {
  const ids = new Set(memberIds.flatMap((id) => (id === null || id === ctx.actor.id ? [] : [id])));
  return [...ids].map((memberId) => ({
    ...telling,
    ...{ id: newId(ctx.now), memberId, urgent },
    ...{ contactId: null, accountId: null, dealId: null, ...about },
    letter: letter === undefined ? null : ctx.sealer.seal(JSON.stringify(letter)),
  }));
}
