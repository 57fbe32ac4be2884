import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { Currency, Day } from '../../core/wire.ts';

const reads = { roles: everyRole('all'), scope: 'deals:read' } as const;
const settles = { roles: { admin: 'all', head: 'all' }, scope: 'deals:write' } as const;

const Rate = z.strictObject({ currency: Currency, day: Day, rate: z.number().positive().max(1e9) });

export const listRates = contract({
  id: 'rates.list',
  method: 'GET',
  path: '/api/exchange-rates',
  summary: 'List the latest rates: what one of a currency is worth in that of the workspace, up to 500.',
  access: reads,
  query: z.object({ currency: Currency.optional() }),
  response: z.object({ data: z.array(Rate) }),
});

export const saveRates = contract({
  id: 'rates.save',
  method: 'PUT',
  path: '/api/exchange-rates',
  summary: 'Store rates of days; amounts of deals that waited for one are converted.',
  access: settles,
  body: z.strictObject({ rates: z.array(Rate).min(1).max(1_000) }),
  response: z.object({ saved: z.int(), converted: z.int() }),
  example: { rates: [{ currency: 'USD', day: '2026-03-02', rate: 0.92 }] },
});
