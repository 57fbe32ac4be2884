import { type Chance, startChance } from '../statistics/chance.ts';
import { sortKey } from '../text.ts';
import { companyRoots, industries, places } from './words.ts';

export type DemoCompany = {
  name: string;
  /** Under `.example`, which nobody can own: no mail can ever reach anybody. */
  domain: string;
  industry: string;
  country: string;
  zone: string;
  employees: number;
  /** Its place in `places`, for the names of its people. */
  place: number;
};

/** Sizes of companies with how common they are among those who visit. */
const sizes = [
  [{ from: 5, to: 49 }, 38],
  [{ from: 50, to: 249 }, 34],
  [{ from: 250, to: 1_000 }, 19],
  [{ from: 1_001, to: 12_000 }, 9],
] as const;

/**
 * The nth company of a sample, whatever was made before it.
 *
 * @example
 * makeCompany(1, 0).domain === makeCompany(1, 0).domain // true
 */
export function makeCompany(seed: number, n: number): DemoCompany {
  const chance: Chance = startChance(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b));
  // The first draws of neighbouring seeds are alike.
  chance.next();
  const place = chance.weighted(places.map((one, at) => [at, one.weight] as const));
  const { country, zone, forms } = places[place] ?? places[0];
  const industry = chance.weighted(industries.map((one) => [one, one.weight] as const));
  const root = companyRoots[n % companyRoots.length] ?? 'Alder';
  const second =
    n < companyRoots.length ? '' : ` ${companyRoots[Math.floor(n / companyRoots.length) % companyRoots.length]}`;
  const round = Math.floor(n / companyRoots.length ** 2);
  const plain = `${root}${second} ${chance.pick(industry.does)}${round > 0 ? ` ${round + 1}` : ''}`;
  const size = chance.weighted(sizes.map(([range, weight]) => [range, weight] as const));
  return {
    name: `${plain} ${chance.pick<string>(forms)}`,
    domain: `${sortKey(plain).replace(/[^a-z0-9]+/g, '-')}.example`,
    industry: industry.key,
    country,
    zone,
    employees: chance.whole(size.from, size.to),
    place,
  };
}
