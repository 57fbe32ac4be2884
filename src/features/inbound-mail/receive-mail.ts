import type { MailReceiver } from '../../connectors/mail-listener.ts';
import type { Ctx, WorkspaceId } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import { inWorkspace, type JobParts } from '../../jobs/job.ts';
import { Allowances } from '../capture/take-tokens.ts';
import { findAddressInHead, hashMailToken, readToken } from './mint-token.ts';
import { recordMail } from './record-mail.ts';
import { findByToken } from './store.ts';

/** A mail is as much work as so many messages: a hundred at once, and ten a second for good, are taken of a member. */
const costOfMail = 500;

const unknownAddress = () =>
  new BatonError('not-found', 'mail.unknown-address', 'Nobody here has this logging address.');

/** Takes mail by HTTP from a source that passes it on. It answers after the commit. */
export function takeMail(domain: string | undefined) {
  const allowances = new Allowances();
  return async (ctx: Ctx, given: Uint8Array | string, to: string | undefined): Promise<{ success: true }> => {
    if (domain === undefined) {
      const detail = 'This Baton takes no mail. Set BATON_MAIL_DOMAIN first.';
      throw new BatonError('not-found', 'mail.not-set-up', detail);
    }
    const raw = Buffer.from(given as Uint8Array);
    const address = to ?? findAddressInHead(raw, domain);
    const owner = address === null ? null : await findOwner(ctx.db, address, domain);
    // A source sends for its own workspace only.
    if (owner === null || owner.workspaceId !== ctx.workspace) throw unknownAddress();
    takeAllowance(allowances, owner.memberId, ctx.now);
    await recordMail({ ...ctx, actor: { kind: 'system', id: null }, reach: 'all' }, owner.memberId, raw);
    return { success: true };
  };
}

/** What the listener asks: whose an address is, and to take what came for it. */
export function createMailReceiver(parts: JobParts, domain: string): MailReceiver {
  const { databases, clock, log, enqueue, sealer, publicUrl } = parts;
  const allowances = new Allowances();
  const db = databases.ingest;
  return {
    accepts: async (address) => (await findOwner(db, address, domain)) !== null,
    async receive(raw, addresses) {
      const now = clock();
      for (const address of addresses) {
        const owner = await findOwner(db, address, domain);
        // Rotated since it was accepted.
        if (owner === null) throw unknownAddress();
        takeAllowance(allowances, owner.memberId, now);
        const parts = { db, now, requestId: 'mail', log, enqueue, sealer, publicUrl: publicUrl() };
        await recordMail(inWorkspace(parts, owner.workspaceId), owner.memberId, raw);
      }
    },
  };
}

async function findOwner(
  db: Database,
  address: string,
  domain: string,
): Promise<{ workspaceId: WorkspaceId; memberId: string } | null> {
  const token = readToken(address, domain);
  const row = token === null ? undefined : await findByToken(db, hashMailToken(token));
  return row === undefined ? null : { workspaceId: row.workspaceId as WorkspaceId, memberId: row.memberId };
}

function takeAllowance(allowances: Allowances, memberId: string, now: Date): void {
  const wait = allowances.take(memberId, costOfMail, now);
  if (wait === 0) return;
  const detail = `More mail comes to this address than Baton takes. Send it again in ${wait} s.`;
  throw new BatonError('too-many', 'mail.too-many', detail, { retryAfter: wait });
}
