import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';

/** The latest rates, of one currency or all. */
export async function selectRates(ctx: Ctx, currency: string | null, most: number) {
  let query = ctx.db
    .selectFrom('exchangeRates')
    .select(['currency', 'day', 'rate'])
    .where('workspaceId', '=', ctx.workspace)
    .orderBy('day', 'desc')
    .orderBy('currency')
    .limit(most);
  if (currency !== null) query = query.where('currency', '=', currency);
  return query.execute();
}

/** The rates of some currencies from one day to another. */
export async function selectRatesWithin(ctx: Ctx, currencies: readonly string[], from: string, to: string) {
  return ctx.db
    .selectFrom('exchangeRates')
    .select(['currency', 'day', 'rate'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`currency = any(${currencies}::text[])`)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .execute();
}

export async function saveRateRows(
  ctx: Ctx,
  rates: readonly { currency: string; day: string; rate: number }[],
): Promise<void> {
  await sql`
    insert into exchange_rates (workspace_id, currency, day, rate)
    select ${ctx.workspace}::uuid, currency, day, rate
    from unnest(${rates.map(({ currency }) => currency)}::text[], ${rates.map(({ day }) => day)}::date[],
                ${rates.map(({ rate }) => rate)}::float8[]) as given (currency, day, rate)
    order by currency, day
    on conflict (workspace_id, currency, day) do update set rate = excluded.rate`.execute(ctx.db);
}
