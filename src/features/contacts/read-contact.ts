import type { Ctx } from '../../context.ts';
import type { Reach } from '../../core/access.ts';
import type { Acting } from '../../core/actor.ts';
import { requireFound } from '../../core/version.ts';
import { findContactRow } from '../../db/contact-rows.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { listConsents } from '../consents/list-consents.ts';
import { nameLists } from '../lists/name-lists.ts';
import { explainContact } from '../qualification/explain-contact.ts';
import { toContactSummary } from './list-contacts.ts';
import { type Contact, writers } from './schema.ts';
import { listHandoffsOf, listKeys } from './store.ts';

/** One person within reach: what is known, where they stand and why, and what is missing. */
export async function readContact(ctx: Ctx, contactId: string): Promise<Contact> {
  const row = requireFound('contact', await findContactRow(ctx, contactId, actForWriting(ctx)));
  const keys = await listKeys(ctx, contactId);
  const handoffs = await listHandoffsOf(ctx, contactId);
  const relay = await findRelayInForce(ctx);
  const { firstName, lastName, language, zone, source, furthestStage, cycle, mergedInto, mayEdit } = row;
  return {
    ...toContactSummary(row),
    ...{ firstName, lastName, language, zone, source },
    emails: listAddresses(keys, 'email', row.email),
    phones: listAddresses(keys, 'phone', row.phone),
    consents: await listConsents(ctx, contactId),
    lists: await nameLists(ctx, contactId),
    foundBy: row.finderId === null ? null : { id: row.finderId, name: row.finderName ?? '' },
    protectedUntil: row.protectedUntil?.toISOString() ?? null,
    ...{ furthestStage, cycle, mergedInto, mayEdit },
    wakeUpAt: row.wakeUpAt?.toISOString() ?? null,
    handoffs: handoffs.map(({ memberId, memberName, offeredAt, closedAt, ...handoff }) => ({
      ...handoff,
      member: { id: memberId, name: memberName },
      offeredAt: offeredAt.toISOString(),
      closedAt: closedAt?.toISOString() ?? null,
    })),
    explanation: relay === null ? null : await explainContact(ctx, relay, contactId),
  };
}

/** The same caller with the reach of their right to write; null for who may never. */
export function actForWriting(ctx: Ctx): Acting | null {
  const { actor } = ctx;
  if (actor.kind === 'key') return actor.scopes.includes(writers.scope) ? ctx : null;
  if (actor.kind !== 'member') return ctx;
  const reaches: Partial<Record<string, Reach>> = writers.roles;
  const reach = reaches[actor.role];
  return reach === undefined ? null : { ...ctx, reach };
}

type Key = Awaited<ReturnType<typeof listKeys>>[number];

/** The main one first; one that somebody else has too is this contact's all the same. */
function listAddresses(keys: readonly Key[], kind: Key['kind'], main: string | null): Contact['emails'] {
  const others = keys
    .filter((one) => one.kind === kind && one.value !== main)
    .map(({ value, bouncedAt }) => ({ value, isMain: false, bouncedAt: bouncedAt?.toISOString() ?? null }));
  if (main === null) return others;
  const bouncedAt = keys.find((one) => one.kind === kind && one.value === main)?.bouncedAt?.toISOString() ?? null;
  return [{ value: main, isMain: true, bouncedAt }, ...others];
}
