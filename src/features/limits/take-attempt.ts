import { createHash } from 'node:crypto';
import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { networkOf } from '../../core/network.ts';
import { foldText } from '../../core/text.ts';
import { type Database, isTransaction } from '../../db/database.ts';
import { type Bucket, clearBucket, countAttempt, deleteOldFailures, findBlock, uncountAttempt } from './store.ts';

const minute = 60;
const hour = 60 * minute;
/** The longest window of the buckets below; failures older than this count for nothing. */
const day = 24 * hour;

/** Guesses at one account from one place: people mistype, programs do not mind a second, but they do mind 15 minutes. */
export const guessesHere = (email: string, address: string): Bucket => ({
  bucket: 'account-address',
  keyHash: hashKey(`${foldText(email)} ${networkOf(address)}`),
  free: 5,
  window: day,
  grows: true,
});

/** Guesses from one place at any account. An office behind one address shares it, so it is wider. */
export const guessesFrom = (address: string): Bucket => ({
  bucket: 'address',
  keyHash: hashNetwork(address),
  free: 30,
  window: 15 * minute,
  grows: false,
});

/** Guesses at one account from many places. Never applied where the member has signed in: it must not lock them out. */
export const guessesAt = (email: string): Bucket => ({
  bucket: 'account',
  keyHash: hashKey(foldText(email)),
  free: 50,
  window: hour,
  grows: false,
});

/** Mails that one place can make Baton send to others. */
export const resetRequestsFrom = (address: string): Bucket => ({
  bucket: 'reset-request',
  keyHash: hashNetwork(address),
  free: 10,
  window: 15 * minute,
  grows: false,
});

/** Forms that one place can send: a booth or an office shares an address, a program does not stop. */
export const submissionsFrom = (address: string, formId: string): Bucket => ({
  bucket: 'submission',
  keyHash: hashKey(`${formId} ${networkOf(address)}`),
  free: 30,
  window: 10 * minute,
  grows: false,
});

/** Mails that strangers can make one form send to somebody. */
export const confirmationsTo = (emailKey: string, formId: string): Bucket => ({
  bucket: 'confirmation',
  keyHash: hashKey(`${formId} ${emailKey}`),
  free: 3,
  window: hour,
  grows: false,
});

/** Whole lists that one member, or one key, takes out of Baton: a person needs a few in an hour, a leak needs many. */
export const exportsBy = (actorId: string): Bucket => ({
  bucket: 'export',
  keyHash: hashKey(actorId),
  free: 30,
  window: hour,
  grows: false,
});

export const hashNetwork = (address: string): Buffer => hashKey(networkOf(address));

function hashKey(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Counts an attempt before it is made, so that a hundred guesses sent at once are a hundred attempts, and so that a
 * refused one costs no password check. Throws `session.too-many-attempts` (429) when a bucket is blocked. What succeeds
 * is given back by `returnAttempt`.
 */
export async function takeAttempt(ctx: Ctx, buckets: readonly Bucket[]): Promise<void> {
  if (isTransaction(ctx.db)) throw new Error('An attempt must stay counted when its request is undone');
  const blocked = await findBlock(ctx.db, buckets, ctx.now);
  if (blocked) throw tooMany(ctx, blocked);
  for (const bucket of buckets) {
    // Blocked since the look above: by attempts that run at this instant.
    if (!(await countAttempt(ctx.db, bucket, ctx.now))) {
      throw tooMany(ctx, (await findBlock(ctx.db, [bucket], ctx.now)) ?? ctx.now);
    }
  }
}

/** After a success: what was mistyped here is forgotten, and the attempt itself counts for nothing elsewhere. */
export async function returnAttempt(ctx: Ctx, buckets: readonly Bucket[]): Promise<void> {
  for (const bucket of buckets) {
    if (bucket.bucket === 'account-address') await clearBucket(ctx.db, bucket);
    else await uncountAttempt(ctx.db, bucket);
  }
}

/** Upkeep: removes failures that count for nothing any more. */
export const removeOldFailures = (db: Database, now: Date): Promise<number> =>
  deleteOldFailures(db, new Date(now.getTime() - day * 1000), now);

function tooMany(ctx: Ctx, until: Date): BatonError {
  const retryAfter = Math.max(1, Math.ceil((until.getTime() - ctx.now.getTime()) / 1000));
  const wait = retryAfter < 60 ? `${retryAfter} s` : `${Math.ceil(retryAfter / 60)} min`;
  return new BatonError('too-many', 'session.too-many-attempts', `Too many attempts. Try again in ${wait}.`, {
    retryAfter,
  });
}
