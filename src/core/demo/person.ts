import { type Chance, startChance } from '../statistics/chance.ts';
import { sortKey } from '../text.ts';
import { type DemoCompany, makeCompany } from './company.ts';
import { type DemoTouch, makeJourney } from './journey.ts';
import { places, titles } from './words.ts';

export type DemoPerson = {
  n: number;
  firstName: string;
  lastName: string;
  email: string;
  title: string | null;
  country: string;
  zone: string;
  company: DemoCompany | null;
  consent: boolean;
  touches: readonly DemoTouch[];
};

export type DemoOptions = {
  /** Which sample: the same seed gives the same people and journeys. */
  seed: number;
  people: number;
  /** How many months before `until` the story begins. */
  months: number;
  /** When it ends, epoch milliseconds. */
  until: number;
};

/** So many people a company on average: a buying group, not a phone book. */
const peopleEach = 3.2;
const freeMail = ['gmail.com', 'outlook.com', 'gmx.de', 'proton.me'];

/**
 * The people of a sample company's website with what each of them did, one after the other: a function of the options, and
 * each person of the seed and their number, so that a larger sample begins with the smaller one.
 *
 * @example
 * [...makePeople({ seed: 1, people: 2, months: 3, until: 1_780_272_000_000 })].length // 2
 */
export function* makePeople(options: DemoOptions): Generator<DemoPerson> {
  for (let n = 0; n < options.people; n += 1) yield makePerson(options, n);
}

function makePerson(options: DemoOptions, n: number): DemoPerson {
  const { seed, months, until } = options;
  const chance = startChance(Math.imul(seed + 7, 0x27d4eb2f) ^ Math.imul(n + 1, 0x165667b1));
  chance.next();
  const isPrivate = chance.next() < 0.14;
  // Each company has its people close together in number: a sample of any size has whole buying groups.
  const company = isPrivate ? null : makeCompany(seed, Math.floor(n / peopleEach));
  const place = places[company?.place ?? chance.whole(0, places.length - 1)] ?? places[0];
  const firstName = chance.pick<string>(place.first);
  const lastName = chance.pick<string>(place.last);
  const { title, drive } = chance.weighted(titles.map((one) => [one, one.weight] as const));
  const touches = makeJourney(chance, {
    drive: drive * (company === null ? 0.5 : sizeDrive(company.employees)),
    zone: place.zone,
    from: until - months * 30.4 * 86_400_000,
    until,
  });
  return {
    n,
    firstName,
    lastName,
    email: makeEmail(chance, firstName, lastName, n, company),
    title,
    country: place.country,
    zone: place.zone,
    company,
    consent: chance.next() < 0.82,
    touches,
  };
}

/** Those whom the product is for want more of it. */
function sizeDrive(employees: number): number {
  return employees >= 50 && employees <= 1_000 ? 1.3 : 0.8;
}

function makeEmail(chance: Chance, first: string, last: string, n: number, company: DemoCompany | null): string {
  const [f, l] = [first, last].map((name) => sortKey(name).replace(/[^a-z]+/g, ''));
  // Two of one name in one company are two people.
  if (company === null) return `${f}.${l}.${n}@${chance.pick(freeMail)}`;
  return `${f}.${l}${n % 4 === 0 ? '' : n % 97}@${company.domain}`;
}
