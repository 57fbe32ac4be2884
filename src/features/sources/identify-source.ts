import type { WorkspaceId } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import type { Identity } from '../../http/identity.ts';
import { checkWriteKey } from './mint-write-key.ts';
import { findByWriteKey } from './store.ts';

/** A site sends many messages in a row, and a revoked key may work so much longer. */
const keptFor = 10_000;
/** Well-formed keys that nobody has are remembered too: nobody can make this grow without end. */
const keptAtMost = 10_000;

/**
 * Makes the function that finds out which source a write key belongs to: one statement per key and ten seconds. With
 * sessions and API keys, this is what names the workspace of a request.
 */
export function createSourceFinder(db: Database): (writeKey: string, now: Date) => Promise<Identity | null> {
  const known = new Map<string, { at: number; found: Promise<Identity | null> }>();
  return (writeKey, now) => {
    if (!checkWriteKey(writeKey)) return Promise.resolve(null);
    const at = now.getTime();
    const entry = known.get(writeKey);
    if (entry && at >= entry.at && at < entry.at + keptFor) return entry.found;
    const found = identify(db, writeKey, now).catch((cause) => {
      // Anything but "later" would make a client drop what it sends for ever.
      const message = 'Whose key this is cannot be looked up right now. Send it again.';
      throw new BatonError('unavailable', 'capture.unavailable', message, { retryAfter: 2, cause });
    });
    // A database that does not answer says nothing about the key.
    found.catch(() => known.delete(writeKey));
    // Taken out first, so that the Map keeps the order of looking up and its first entry is the oldest.
    known.delete(writeKey);
    known.set(writeKey, { at, found });
    if (known.size > keptAtMost)
      for (const oldest of known.keys()) {
        known.delete(oldest);
        break;
      }
    return found;
  };
}

async function identify(db: Database, writeKey: string, now: Date): Promise<Identity | null> {
  const row = await findByWriteKey(db, writeKey, now);
  if (!row) return null;
  const { id, name, kind, privacySignal } = row;
  return {
    workspace: row.workspaceId as WorkspaceId,
    actor: { kind: 'source', id, name, sends: kind, privacySignal, usesOldKey: row.writeKey !== writeKey },
    csrfToken: null,
  };
}
