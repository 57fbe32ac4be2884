import type { Ctx } from '../../context.ts';
import { isWorthKeeping, keyOfClaim, type MessageClaim, readClaim } from '../../core/capture/read-claim.ts';
import type { Message } from '../../core/capture/read-message.ts';
import { BatonError } from '../../core/errors.ts';
import type { ClaimRefusal } from '../../core/identity/fold-claims.ts';
import { moveConsents } from '../consents/move-consents.ts';
import { findIdentities, type IdentityRef, type IdentityRow, refOf } from '../identities/find-identities.ts';
import { type Folding, findTurn, foldIdentities } from '../identities/fold-identities.ts';
import { listTurns } from '../identities/list-turns.ts';
import { pinIdentities } from '../identities/pin-identities.ts';
import { type ClaimRow, recordClaims } from '../identities/record-claims.ts';
import { writeFolding } from '../identities/write-folding.ts';
import { joinPeople } from './join-people.ts';
import { planTellings } from './plan-tellings.ts';
import { saveAddresses } from './save-addresses.ts';
import { selectKeys, selectMerged } from './store.ts';
import { type Telling, tellContacts } from './tell-contacts.ts';

/** Whose each message is: the contact where there is one, and the identity that its touch is stored under. */
export type ResolvedMessages = {
  /** One a message, in their order. */
  owners: { contactId: string | null; identityId: number | null }[];
  /** Contacts that began with these messages. */
  created: readonly string[];
  /** Contacts that got messages of others, or lost some to others. */
  changed: ReadonlySet<string>;
  warnings: readonly { message: number; code: ClaimRefusal['code'] }[];
};

/** What a message says, and by which source it came. */
export type SourcedMessage = Message & { source: string };

type Read = { message: SourcedMessage; claim: MessageClaim; key: string };
type Identities = ReadonlyMap<string, IdentityRow>;

/**
 * Finds or makes the contact and the account that each message is about, and writes down what it says of them. Who is who is a
 * function of all messages so far (`foldClaims`), in whatever order they came: what was taken to be one person's can turn out to
 * be another's. Set-based, in the transaction of the batch.
 */
export async function resolveContacts(ctx: Ctx, messages: readonly SourcedMessage[]): Promise<ResolvedMessages> {
  const read = messages.map((message): Read => {
    const claim = readClaim(message);
    return { message, claim, key: keyOfClaim(claim, message.source, message.at) };
  });
  const identities = await findIdentities(ctx, read.flatMap(listRefs));
  const settled = await settleAddresses(ctx, identities);
  const claims = read.flatMap((one) => (isWorthKeeping(one.claim) ? [toRow(one, settled)] : []));
  const seeds = await recordClaims(ctx, claims);
  const nobodys = [...settled.values()].filter(isNobodys).map(({ id }) => id);
  const folding = await foldIdentities(ctx, [...new Set([...seeds, ...nobodys])]);
  const contactIds = await findOwners(ctx, read, settled, folding);
  const own = read.flatMap((one, index) => listTellings(one, contactIds[index] ?? null, settled));
  const { told, correction, moved } = planTellings(ctx, folding);
  await moveConsents(ctx, moved);
  await joinPeople(ctx, folding);
  await tellContacts(ctx, [...own, ...told], correction);
  await refuseMerged(ctx, contactIds);
  const { contacts } = await writeFolding(ctx, folding);
  await saveAddresses(ctx, { own, folding, addresses: [...settled.values()].filter(({ kind }) => kind === 'email') });
  return {
    owners: await giveIdentities(ctx, read, settled, contactIds),
    created: folding.plan.created,
    changed: contacts,
    warnings: listWarnings(read, folding),
  };
}

/** An id that only `alias` names may be a user's or a browser's; neither is named by it. */
function listRefs({ message: { at, source }, claim }: Read): IdentityRef[] {
  const named = { at: new Date(at), by: source };
  const { userId, email, anonymousId, previousId } = claim;
  return [
    ...(userId === null ? [] : [{ kind: 'user' as const, value: userId, named }]),
    ...(email === null ? [] : [{ kind: 'email' as const, value: email, named }]),
    ...(anonymousId === null ? [] : [{ kind: 'anonymous' as const, value: anonymousId }]),
    ...(previousId === null
      ? []
      : [
          { kind: 'user' as const, value: previousId },
          { kind: 'anonymous' as const, value: previousId },
        ]),
  ];
}

/** An address that no message had named belongs to whom somebody gave it, by hand or with a file. */
async function settleAddresses(ctx: Ctx, identities: Identities): Promise<Identities> {
  const addresses = [...identities.values()].filter(({ kind, contactId }) => kind === 'email' && contactId === null);
  if (addresses.length === 0) return identities;
  const keys = addresses.map(({ value }) => ({ kind: 'email' as const, key: value, value }));
  const pins = (await selectKeys(ctx, keys)).map(({ key, contactId }) => ({
    kind: 'email' as const,
    value: key,
    contactId,
  }));
  await pinIdentities(ctx, pins);
  const pinned = new Map(pins.map((pin) => [refOf(pin), pin.contactId]));
  return new Map(
    [...identities].map(([ref, row]) => {
      const contactId = pinned.get(ref);
      return [ref, contactId === undefined ? row : { ...row, contactId, pinnedTo: contactId }];
    }),
  );
}

const isNobodys = ({ kind, contactId, namedAt }: IdentityRow): boolean =>
  contactId === null && namedAt !== null && (kind === 'user' || kind === 'email');

function rowOf(identities: Identities, kind: IdentityRef['kind'], value: string | null): IdentityRow | null {
  return value === null ? null : (identities.get(refOf({ kind, value })) ?? null);
}

function toRow({ message, claim, key }: Read, identities: Identities): ClaimRow {
  const idOf = (kind: IdentityRef['kind'], value: string | null) => rowOf(identities, kind, value)?.id ?? null;
  const at = new Date(message.at);
  return {
    key: Buffer.from(key, 'hex'),
    at,
    lastAt: at,
    userId: idOf('user', claim.userId),
    emailId: idOf('email', claim.email),
    anonymousId: idOf('anonymous', claim.anonymousId),
    previousUserId: idOf('user', claim.previousId),
    previousAnonymousId: idOf('anonymous', claim.previousId),
    source: message.source,
    says: claim.says,
  };
}

/** A message with a user id is that user's; else it is of the address that it names, else of whose turn it was in the browser. */
const mainOf = ({ claim }: Read, identities: Identities): IdentityRow | null =>
  rowOf(identities, 'user', claim.userId) ?? rowOf(identities, 'email', claim.email);

async function findOwners(
  ctx: Ctx,
  read: readonly Read[],
  identities: Identities,
  folding: Folding,
): Promise<(string | null)[]> {
  const planned = new Map(folding.browsers.map(({ baseId, turns }) => [baseId, turns]));
  const others = [...identities.values()].filter(({ id, kind }) => kind === 'anonymous' && !planned.has(id));
  const turns = await listTurns(ctx, others);
  return read.map((one) => {
    const main = mainOf(one, identities);
    if (main !== null) return folding.ownerOf.get(main.id) ?? main.contactId;
    const browser = rowOf(identities, 'anonymous', one.claim.anonymousId);
    if (browser === null) return null;
    const at = new Date(one.message.at);
    const ofBrowser: readonly { from: Date | null; contactId: string | null }[] =
      planned.get(browser.id) ?? turns.get(browser.id) ?? [];
    return findTurn(ofBrowser, at)?.contactId ?? null;
  });
}

/** What a message tells of its contact. One that names somebody whom an earlier one named tells nothing by that. */
function listTellings({ message, claim, key }: Read, contactId: string | null, identities: Identities): Telling[] {
  const main = rowOf(identities, 'user', claim.userId) ?? rowOf(identities, 'email', claim.email);
  const isFirst = [claim.userId, claim.email].some(
    (value, index) => rowOf(identities, index === 0 ? 'user' : 'email', value)?.namedAt?.getTime() === message.at,
  );
  if (contactId === null || (claim.says === null && !isFirst)) return [];
  const { at, knownAt, source } = message;
  const isNaming = main !== null;
  return [{ contactId, at, knownAt, source, isNaming, says: claim.says, claimKey: Buffer.from(key, 'hex') }];
}

/**
 * Somebody may merge two contacts while a batch is under way. Those it tells of are locked by now: one that was merged in between
 * is noticed here, and the batch is done again.
 */
async function refuseMerged(ctx: Ctx, contactIds: readonly (string | null)[]): Promise<void> {
  const ids = [...new Set(contactIds.flatMap((id) => id ?? []))];
  if (ids.length === 0 || (await selectMerged(ctx, ids)).length === 0) return;
  throw new BatonError('conflict', 'contact.merged-meanwhile', 'Somebody merged these people meanwhile: try again.');
}

/** The identity of each message's touch: of a browser that several share, that of the turn in which it was. */
async function giveIdentities(
  ctx: Ctx,
  read: readonly Read[],
  identities: Identities,
  contactIds: readonly (string | null)[],
): Promise<ResolvedMessages['owners']> {
  const browsers = [...identities.values()].filter(({ kind }) => kind === 'anonymous');
  const turns = await listTurns(ctx, browsers);
  return read.map((one, index) => {
    const contactId = contactIds[index] ?? null;
    const main = mainOf(one, identities);
    if (main !== null) return { contactId, identityId: main.id };
    const browser = rowOf(identities, 'anonymous', one.claim.anonymousId);
    if (browser === null) return { contactId, identityId: null };
    const turn = findTurn(turns.get(browser.id) ?? [], new Date(one.message.at));
    return { contactId, identityId: turn?.id ?? browser.id };
  });
}

function listWarnings(read: readonly Read[], { folded }: Folding): ResolvedMessages['warnings'] {
  if (folded.refused.length === 0) return [];
  const messages = new Map(read.map(({ key }, index) => [key, index]));
  return folded.refused.flatMap(({ key, code }) => {
    const message = messages.get(key);
    return message === undefined ? [] : [{ message, code }];
  });
}
