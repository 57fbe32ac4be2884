import type { Period } from './amount.ts';
import type { Finding } from './problem.ts';
import type { Agreement } from './schema.ts';

/** What the sales teams can work in a month, all in minutes of working time. */
export type Capacity = {
  reps: number;
  /** Days x hours x 60 x the share of the time that is for selling. */
  minutesPerRep: number;
  minutesPerAttempt: number;
  /** Research and administration of one lead. */
  minutesPerLead: number;
};

const perMonth: Record<Period, number> = { week: 52 / 12, month: 1, quarter: 1 / 3, year: 1 / 12 };

/** Above this share of the time nothing unforeseen may happen (planning convention of the field). */
const tight = 0.85;

/**
 * Whether Sales can work the leads that are promised: leads x (attempts x minutes + research) against the minutes there
 * are. A note says so when teams and minutes are not known.
 *
 * @example
 * checkCapacity(agreement, undefined)[0].code // 'agreement.capacity-not-checked': leads are promised
 */
export function checkCapacity(agreement: Agreement, capacity: Capacity | undefined): Finding[] {
  const promised = agreement.marketingCommits.flatMap((promise, index) =>
    promise.promise === 'sales-ready leads' ? [{ index, leads: promise.atLeast * perMonth[promise.per] }] : [],
  );
  const [first] = promised;
  if (first === undefined) return [];
  const path = ['marketingCommits', first.index];
  if (capacity === undefined) {
    const message = 'Not checked: whether Sales can work as many leads as are promised.';
    const remedy = 'Set up the sales teams and the minutes that a lead takes.';
    return [{ severity: 'note', code: 'agreement.capacity-not-checked', path, message, remedy }];
  }
  const attempts = Math.max(1, ...agreement.salesCommits.map((one) => (one.promise === 'attempts' ? one.atLeast : 0)));
  const minutes = attempts * capacity.minutesPerAttempt + capacity.minutesPerLead;
  const leads = promised.reduce((sum, one) => sum + one.leads, 0);
  const available = capacity.reps * capacity.minutesPerRep;
  const use = available > 0 ? (leads * minutes) / available : Number.POSITIVE_INFINITY;
  if (use <= tight) return [];
  const needed = Math.ceil((leads * minutes) / capacity.minutesPerRep - 1e-9);
  const message =
    use > 1
      ? `This many leads need ${needed} reps, there are ${capacity.reps}: the promise of Sales cannot be kept.`
      : `This many leads take ${Math.round(use * 100)} % of the time of Sales.`;
  const code = use > 1 ? 'agreement.capacity-exceeded' : 'agreement.capacity-tight';
  return [{ severity: 'warning', code, path, message, remedy: 'Promise fewer leads, fewer attempts, or add people.' }];
}
