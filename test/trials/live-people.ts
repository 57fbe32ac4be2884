import { startChance } from '../../src/core/statistics/chance.ts';

/**
 * The people of the live trial, what they do, and by the trial's own few lines who of them must be handed over, in which team.
 * Nothing here knows how Baton decides: the text and this fold say the same thing twice.
 */
export type Message =
  | { kind: 'identify'; traits: { email: string; name?: string; title: string; country: string } }
  | { kind: 'form'; form: 'demo-request' | 'price-list' }
  | { kind: 'page'; path: string }
  | { kind: 'track'; event: string };
export type Sent = { id: string; person: string; message: Message };

export const teams = [
  { key: 'berlin', country: 'DE' },
  { key: 'vienna', country: 'AT' },
  { key: 'zurich', country: 'CH' },
  { key: 'world', country: null },
] as const;
export const repsOfTeam = 6;
export const cap = 60;

const title = 'Head of operations';

/** Somebody is handed over with a fit of 50 and an engagement of 50: see `mustQualify` for the same in code. */
export const agreement = `
format: baton/agreement@1
name: Live trial
currency: EUR
term: { from: 2020-01-01T00:00 }
calendar:
  timezone: UTC
  hours: { mon: ["00:00-24:00"], tue: ["00:00-24:00"], wed: ["00:00-24:00"], thu: ["00:00-24:00"], fri: ["00:00-24:00"], sat: ["00:00-24:00"], sun: ["00:00-24:00"] }
personas:
  - { key: ops, name: ${title}, match: { all: [ { field: contact.title, op: matches-any, value: [head of operations] } ] }, prefers: [email], trusts: [peer reviews], biggest_challenge: Too many tools., sales_approach: Lead with a reference. }
segments:
  - { key: dach, name: DACH, match: { all: [ { field: contact.country, op: in, value: [DE, AT, CH] } ] } }
journey:
  - { key: aware, name: Aware, accountable: marketing, enter_when: { all: [ { field: touches.count, op: at-least, value: 1 } ] } }
scoring:
  fit:
    - { key: fit-persona, points: 60, when: { all: [ { field: persona, op: equals, value: ops } ] } }
    - { key: fit-segment, points: 40, when: { all: [ { field: segment, op: equals, value: dach } ] } }
    - { key: fit-private, points: -40, when: { any: [ { field: contact.email, op: is-free-mailbox } ] } }
  engagement:
    half_life: 365d
    rules:
      - { key: demo, points: 60, touch: form-submitted, at_most: 60, when: { all: [ { field: touch.form, op: equals, value: demo-request } ] } }
      - { key: prices, points: 30, touch: form-submitted, at_most: 30, when: { all: [ { field: touch.form, op: equals, value: price-list } ] } }
      - { key: pricing, points: 15, touch: page-viewed, at_most: 30, when: { all: [ { field: touch.path, op: starts-with, value: /pricing } ] } }
  grade: { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 70, 2: 50, 3: 20 } }
stages:
  - { key: subscriber, name: Subscriber, enter_when: created }
  - { key: lead, name: Lead, enter_when: { all: [ { field: contact.reachable, op: is, value: true } ] } }
  - { key: qualified, name: Sales-ready lead, enter_when: { any: [ { field: grade, op: in, value: [A1, A2, B1, B2] } ] }, requires: [contact.email, contact.name], hand_to: sales }
  - { key: accepted, name: Accepted, by: sales }
  - { key: confirmed, name: Confirmed, by: sales }
  - { key: opportunity, name: Opportunity, by: sales }
  - { key: customer, name: Customer, by: sales }
routing:
${teams
  .map(({ key, country }) =>
    country === null
      ? `  - { key: ${key}, to: "team:${key}", method: round-robin }`
      : `  - { key: ${key}, when: { all: [ { field: contact.country, op: equals, value: ${country} } ] }, to: "team:${key}", method: weighted, cap: ${cap} open }`,
  )
  .join('\n')}
sales_commits:
  - { key: respond, promise: first response, within: { business: 4h } }
  - { key: decide, promise: accept or reject, within: { business_days: 2 }, silence: accepted-by-timeout }
  - { key: qualify, promise: confirm or return, within: { business_days: 10 } }
marketing_commits:
  - { key: complete, promise: missing information completed, within: { business_days: 1 } }
  - { key: answer, promise: every rejection answered, within: { business_days: 3 }, level: 100% }
lead_values:
  - { key: demo, when: { all: [ { field: touch.form, op: equals, value: demo-request } ] }, rate: 8%, average: 90000, n: 212, as_of: 2026-01-01 }
escalation:
  - { at: 50%, tell: [owner] }
  - { at: 100%, tell: [owner, team-lead, board] }
feedback:
  verdicts: [accept, recycle, disqualify, not-a-lead, attach]
  reasons:
    - { key: not-icp-company, name: Company is not a fit, verdict: disqualify, fixer: targeting }
    - { key: bad-timing, name: Wrong time, verdict: recycle, wake_up: 90d, fixer: timing }
  answers: { targeting: campaign.owner, timing: campaign.owner }
`;

/** What one person after the other does, mixed over time, in the order in which it is sent. The same seed gives the same. */
export function makeMessages(count: number, seed: number): Sent[] {
  const { next } = startChance(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
  const planned: { at: number; person: string; message: Message }[] = [];
  const each = 4;
  for (let n = 0; planned.length < count; n += 1) {
    const person = `person-${n}`;
    const begins = next();
    const add = (message: Message) => planned.push({ at: begins + next() * 0.1, person, message });
    const host = next() < 0.15 ? 'gmail.com' : `company-${n % 700}.example`;
    const named = next() < 0.9 ? { name: `Ana Person ${n}` } : {};
    const job = next() < 0.55 ? title : pick(['Student', 'Accountant', 'Buyer']);
    const country = pick(['DE', 'AT', 'CH', 'FR', 'US']);
    add({ kind: 'identify', traits: { email: `${person}@${host}`, ...named, title: job, country } });
    for (let others = 1; others < each && planned.length < count; others += 1) {
      const chance = next();
      if (chance < 0.16) add({ kind: 'form', form: 'demo-request' });
      else if (chance < 0.26) add({ kind: 'form', form: 'price-list' });
      else if (chance < 0.56) add({ kind: 'page', path: `/pricing/${pick(['team', 'company'])}` });
      else add({ kind: 'track', event: pick(['Video watched', 'Report opened', 'Calculator used']) });
    }
  }
  planned.sort((a, b) => a.at - b.at);
  return planned.map(({ person, message }, n) => ({ id: `trial-${seed}-${n}`, person, message }));
}

export type Expected = { team: string /** The message with which it was decided. */; by: string };

/** Who must be handed over, from messages in the order in which they were answered, the message that decided it, and to which team. */
export function foldMessages(messages: readonly Sent[]): Map<string, Expected> {
  const facts = new Map<string, Facts>();
  const expected = new Map<string, Expected>();
  for (const { id, person, message } of messages) {
    const known = facts.get(person) ?? { who: null, demo: false, prices: false, pricing: 0 };
    facts.set(person, known);
    if (message.kind === 'identify') known.who = message.traits;
    if (message.kind === 'page' && message.path.startsWith('/pricing')) known.pricing += 1;
    if (message.kind === 'form' && message.form === 'demo-request') known.demo = true;
    if (message.kind === 'form' && message.form === 'price-list') known.prices = true;
    if (expected.has(person) || !mustQualify(known)) continue;
    const country = known.who?.country;
    const team = teams.find((one) => one.country === country) ?? teams[teams.length - 1];
    expected.set(person, { team: team?.key ?? '', by: id });
  }
  return expected;
}

type Facts = {
  who: { email: string; name?: string; title: string; country: string } | null;
  demo: boolean;
  prices: boolean;
  pricing: number;
};

function mustQualify({ who, demo, prices, pricing }: Facts): boolean {
  if (who?.name === undefined) return false;
  let fit = who.title === title ? 60 : 0;
  if (['DE', 'AT', 'CH'].includes(who.country)) fit += 40;
  if (who.email.endsWith('@gmail.com')) fit -= 40;
  const engagement = (demo ? 60 : 0) + (prices ? 30 : 0) + 15 * Math.min(2, pricing);
  return fit >= 50 && engagement >= 50;
}
