import { type Chance, startChance } from '../statistics/chance.ts';
import { sortKey } from '../text.ts';
import { makeCompany } from './company.ts';
import { atWork, type DemoTouch, makeCampaign } from './journey.ts';
import { type DemoPerson, makePeople } from './person.ts';
import { giveawayCampaign } from './sample-agreement.ts';
import { places, titles } from './words.ts';

/** Somebody who asks for a demo at an instant that is chosen: from where, and whether of the public sector. */
export type PlantedLead = { readonly at: number; readonly country: 'DE' | 'US'; readonly industry: string | null };

export type StoryOptions = {
  /** Which story: the same seed gives the same people and the same touches. */
  readonly seed: number;
  readonly people: number;
  /** When it begins and ends, epoch milliseconds. */
  readonly from: number;
  readonly until: number;
  readonly planted: readonly PlantedLead[];
};

const minute = 60_000;
const day = 86_400_000;
const month = 30.4 * day;
/** The share of people who come for what can be won. */
const giveaways = 0.17;
/** Companies of those who are planted are of another stretch than those of all others. */
const plantedFrom = 1_000;

/**
 * The people of the sample company's story with all that they do, in order of time: nobody is known before they leave an address,
 * most of those who fit ask for something, and a campaign draws people who do not fit. A function of the options.
 *
 * @example
 * makeStory({ seed: 1, people: 3, from: 0, until: 10_000_000_000, planted: [] }).every(({ touches }) => touches.length > 0) // true
 */
export function makeStory({ seed, people, from, until, planted }: StoryOptions): DemoPerson[] {
  const options = { seed, people, months: (until - from) / month, until };
  const everybody = [...makePeople(options)].flatMap((person) => {
    const chance = startChance(Math.imul(seed + 11, 0x5bd1e995) ^ Math.imul(person.n + 1, 0x2c1b3c6d));
    chance.next();
    return person.touches.length === 0 ? [] : [makeEager(chance, person, until)];
  });
  return [...everybody, ...planted.map((lead, at) => plantLead(seed, people, at, lead))];
}

function makeEager(chance: Chance, person: DemoPerson, until: number): DemoPerson {
  const forPrize = person.company !== null && chance.next() < giveaways;
  const title = forPrize && person.company !== null && person.company.employees >= 50 ? 'Consultant' : person.title;
  const fitting = forPrize && title !== 'Consultant' ? 'Purchasing Manager' : title;
  const met = person.touches.map((touch) => (forPrize && touch.landing ? { ...touch, ...prizeArrival } : touch));
  const known = leaveAddress(met, forPrize ? 'giveaway' : 'newsletter', until);
  const visits = listIntents(chance, { ...person, title: fitting, touches: known }, forPrize, until);
  const touches = [...known, ...visits].filter(({ at }) => at < until).sort((a, b) => a.at - b.at);
  return { ...person, title: fitting, touches };
}

const prizeArrival = { source: 'linkedin', medium: 'paid-social', campaign: giveawayCampaign };
const blank = { name: null, path: null, form: null, campaign: null, source: null, medium: null, landing: false };

/** Kinds by which somebody says who they are. */
const naming = new Set(['form-submitted', 'content-downloaded', 'webinar-registered', 'email-clicked']);

/** Whoever leaves no address would be nobody for ever: such a one subscribes after the first pages. */
function leaveAddress(touches: readonly DemoTouch[], form: string, until: number): DemoTouch[] {
  const [first] = touches;
  if (first === undefined || touches.some(({ kind }) => naming.has(kind))) return [...touches];
  const at = Math.min(first.at + 4 * minute, until - 1);
  return [...touches, { ...blank, at, kind: 'form-submitted', form }].sort((a, b) => a.at - b.at);
}

/** What people ask for once they are known: a demo, the calculator, a webinar. Some ask again months later. */
function listIntents(chance: Chance, person: DemoPerson, forPrize: boolean, until: number): DemoTouch[] {
  const drive = titles.find(({ title }) => title === person.title)?.drive ?? 0.5;
  const likely = forPrize ? 0.85 : person.company === null ? 0.12 : Math.min(0.92, 0.42 + 0.42 * drive);
  const touches: DemoTouch[] = [];
  let at = person.touches[0]?.at ?? until;
  for (const chanceHere of [likely, 0.22]) {
    if (chance.next() >= chanceHere) break;
    at = atWork(chance, at + chance.wait(5 * day) + day / 2, person.zone);
    touches.push(...makeIntent(chance, at, forPrize));
    at += 40 * day;
  }
  return touches.filter((touch) => touch.at < until);
}

function makeIntent(chance: Chance, at: number, forPrize: boolean): DemoTouch[] {
  const isPaid = chance.next() < 0.5;
  const arrival = isPaid
    ? { source: 'google', medium: 'cpc', campaign: makeCampaign(at) }
    : { source: 'google', medium: 'organic', campaign: null };
  const landing = { ...blank, ...(forPrize ? prizeArrival : arrival), at, kind: 'page-viewed', landing: true };
  const asks = chance.weighted([
    ['demo-request', 66],
    ['roi-calculator', 20],
    ['webinar', 14],
  ] as const);
  if (asks === 'webinar' && !forPrize) {
    const name = makeCampaign(at);
    return [
      { ...landing, path: '/webinars/one-plan-for-two-plants' },
      { ...blank, at: at + 2 * minute, kind: 'webinar-registered', name },
      { ...blank, at: at + 6 * day, kind: 'webinar-attended', name },
      { ...blank, at: at + 6 * day + 90 * minute, kind: 'page-viewed', path: '/pricing', landing: true },
    ];
  }
  const form = forPrize || asks === 'webinar' ? 'demo-request' : asks;
  return [
    { ...landing, path: '/pricing' },
    { ...blank, at: at + 2 * minute, kind: 'page-viewed', path: '/customers' },
    { ...blank, at: at + 5 * minute, kind: 'form-submitted', form },
  ];
}

/** Somebody who fits, read for a week and asks for a demo at an instant that is given. */
function plantLead(seed: number, people: number, index: number, { at, country, industry }: PlantedLead): DemoPerson {
  const n = people + index;
  const chance = startChance(Math.imul(seed + 13, 0x1b873593) ^ Math.imul(n + 1, 0xcc9e2d51));
  chance.next();
  const company = findCompany(seed, plantedFrom + index * 200, country, industry);
  const place = places[company.place] ?? places[0];
  const firstName = chance.pick<string>(place.first);
  const lastName = chance.pick<string>(place.last);
  const begun = atWork(chance, at - 7 * day, place.zone);
  return {
    n,
    firstName,
    lastName,
    email: `${sortKey(`${firstName}.${lastName}`).replace(/[^a-z.]+/g, '')}@${company.domain}`,
    title: chance.pick(['Head of Operations', 'VP Operations', 'Plant Manager']),
    country: place.country,
    zone: place.zone,
    company,
    consent: true,
    touches: [
      { ...blank, at: begun, kind: 'page-viewed', path: '/', source: 'google', medium: 'organic', landing: true },
      { ...blank, at: begun + 3 * minute, kind: 'form-submitted', form: 'newsletter' },
      { ...blank, at: at - 6 * minute, kind: 'page-viewed', path: '/pricing', landing: true, source: 'google' },
      { ...blank, at, kind: 'form-submitted', form: 'demo-request' },
    ],
  };
}

/** The first company of mid size from `n` on that is of the country and the industry. */
function findCompany(seed: number, n: number, country: string, industry: string | null) {
  for (let at = n; ; at += 1) {
    const company = makeCompany(seed, at);
    const fits = company.employees >= 50 && company.employees <= 1_000 && company.country === country;
    if (fits && (industry === null ? company.industry !== 'education' : company.industry === industry)) return company;
  }
}
