import type { Ctx } from '../../context.ts';
import type { Win } from './schema.ts';
import { selectWins } from './store.ts';

const mostWins = 3;
const day = 86_400_000;

/** The last deals that were won, with both names where both took part. */
export async function reportWins(ctx: Ctx): Promise<{ data: Win[] }> {
  const rows = await selectWins(ctx, mostWins);
  return {
    data: rows.map((row): Win => {
      const { id, name, wonAt, offeredAt } = row;
      return {
        ...{ id, name, wonAt: wonAt.toISOString() },
        account: row.accountId === null ? null : { id: row.accountId, name: row.accountName ?? '' },
        amount: row.amount === null ? null : { minor: Number(row.amount), currency: row.currency },
        sales: row.ownerId === null ? null : { id: row.ownerId, name: row.ownerName ?? '' },
        marketing:
          offeredAt === null
            ? null
            : {
                campaign: row.campaign,
                owner: row.marketerId === null ? null : { id: row.marketerId, name: row.marketerName ?? '' },
                handedOverAt: offeredAt.toISOString(),
                days: Math.max(0, Math.round((wonAt.getTime() - offeredAt.getTime()) / day)),
              },
      };
    }),
  };
}
