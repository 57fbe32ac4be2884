import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { companyKey } from '../../core/identity/company.ts';
import { matchAccount } from '../../core/matching/match-account.ts';
import { reachesNobody } from '../../db/contact-scope.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { checkOwner } from '../contacts/check-owner.ts';
import { readCustomValues } from '../custom-fields/read-custom-values.ts';
import { auditAccount, changeAccount, readDomains } from './change-account.ts';
import { readAccount } from './read-account.ts';
import { blankAccount } from './resolve-accounts.ts';
import { saveAccounts } from './save-accounts.ts';
import type { Account, AccountChange, createAccount as contract } from './schema.ts';
import { findLikeAccounts, insertDomains } from './store.ts';

/** Enough to choose from; names that are alike by trigrams are compared in full. */
const mostCompared = 50;

/** Adds a company by hand. Those that look like it are named with reasons instead, unless the caller insists. */
export async function createAccount(
  ctx: Ctx,
  { anyway, ...body }: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<Account> {
  return tx(ctx, async (ctx) => {
    const change = { ...body, fields: await readCustomValues(ctx, 'account', body.fields) };
    const isLost = ctx.actor.kind === 'member' && !reachesNobody(ctx);
    const ownerId = change.ownerId === undefined ? (isLost ? ctx.actor.id : null) : change.ownerId;
    await checkOwner(ctx, ownerId, '#/ownerId');
    const domains = readDomains(change.domains);
    const id = newId(ctx.now);
    const after = changeAccount(ctx, blankAccount(id, ctx.now), { ...change, ownerId }, domains);
    if (after.name === null && domains.length === 0) {
      const detail = 'Say which company it is: a name or a domain.';
      throw new BatonError('invalid', 'account.nameless', detail, { errors: [{ pointer: '#/name', detail }] });
    }
    if (!anyway) await refuseDoubles(ctx, change, domains);
    await saveAccounts(ctx, [{ before: null, after }]);
    // One that another company has stays there.
    await insertDomains(
      ctx,
      domains.map((domain) => ({ domain, accountId: id })),
    );
    await recordChange(ctx, {
      verb: 'account.created',
      object: 'account',
      objectId: id,
      after: { ...auditAccount(after), domains },
    });
    return readAccount(ctx, id);
  });
}

async function refuseDoubles(ctx: Ctx, { name, country }: AccountChange, domains: readonly string[]): Promise<void> {
  const rows = await findLikeAccounts(ctx, domains, name ? companyKey(name) : '', mostCompared);
  const known = rows.map((row) => ({
    id: row.id,
    name: row.name ?? '',
    domain: row.domain,
    aliases: row.domains,
    country: row.country,
    isTarget: row.isTarget,
  }));
  const asked = domains.length === 0 ? [null] : domains;
  const found = new Map(
    asked
      .flatMap(
        (website) => matchAccount({ website, company: name ?? null, country: country ?? null }, known).candidates,
      )
      .toSorted((a, b) => a.confidence - b.confidence)
      .map((candidate) => [candidate.id, candidate]),
  );
  if (found.size === 0) return;
  const best = [...found.values()].toSorted((a, b) => b.confidence - a.confidence);
  const accounts = best.flatMap(({ id, rule, confidence, why }) => {
    const row = rows.find((one) => one.id === id);
    // Who may not see it learns that there is one, and not which.
    return row?.isReached ? [{ id, name: row.name ?? row.domain ?? '', rule, confidence, why }] : [];
  });
  const who = accounts[0]?.name ?? 'A company that is out of your reach';
  throw new BatonError('conflict', 'account.exists', `${who} looks like this company. ${best[0]?.why ?? ''}`, {
    extra: { accounts },
  });
}
