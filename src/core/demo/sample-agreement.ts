import { Temporal } from 'temporal-polyfill';

/** The campaign whose leads Sales rejects: it draws whoever likes to win something. */
export const giveawayCampaign = 'operations-giveaway';

/**
 * The agreement of the sample company, in the form in which it is drafted, signed and exported.
 *
 * @param from when it comes into force, epoch milliseconds; its term begins on that day in Berlin
 * @param review the day of its review, `2026-12-15`
 * @example
 * writeSampleAgreement(Date.UTC(2026, 5, 1, 9), '2026-12-15').includes('term: { from: 2026-06-01, review: 2026-12-15 }') // true
 */
export function writeSampleAgreement(from: number, review: string): string {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO('Europe/Berlin').toPlainDate();
  return text.replaceAll('$FROM', start.toString()).replaceAll('$REVIEW', review);
}

const text = `# The agreement of a sample company: made-up people, real rules.
format: baton/agreement@1
name: Inbound, Europe and North America
currency: EUR
sponsor: optional
term: { from: $FROM, review: $REVIEW }
calendar:
  timezone: Europe/Berlin
  hours: { mon: ["09:00-12:30", "13:30-18:00"], tue: ["09:00-12:30", "13:30-18:00"], wed: ["09:00-12:30", "13:30-18:00"], thu: ["09:00-12:30", "13:30-18:00"], fri: ["09:00-12:30", "13:30-17:00"] }
  holidays: DE-BE

vocabulary:
  - { term: Lead, owner: head-of-marketing, marketing_says: contact, sales_says: name, means: A person who gave us a way to contact them at a company that we could serve. }
  - { term: Sales-ready lead, owner: head-of-sales, marketing_says: MQL, sales_says: real lead, means: A lead that fits and shows interest. Marketing hands it to Sales with everything that Sales needs. }
  - { term: Tire kicker, owner: head-of-sales, marketing_says: engaged contact, sales_says: time waster, means: A person who engages but has no role in a purchase. }

personas:
  - key: ops-lead
    name: Olivia Operations
    match: { all: [ { field: contact.title, op: matches-any, value: [head of operations, vp operations, coo, plant manager] } ] }
    role_in_purchase: decision-maker
    people_in_purchase: 3 to 5
    decides: by consensus
    prefers: [email, webinar]
    trusts: [peer reviews, industry analysts]
    biggest_challenge: Too many tools and no single view.
    sales_approach: Lead with a reference in the same industry; never open with price.
  - key: supply-lead
    name: Sam Supply
    match: { all: [ { field: contact.title, op: matches-any, value: [supply chain, purchasing, it manager] } ] }
    role_in_purchase: champion
    prefers: [call, email]
    biggest_challenge: Finds out about delays from the customer.
    sales_approach: Show the first week, not the first year.
segments:
  - { key: mid-market, name: Mid-market, match: { all: [ { field: account.employees, op: between, value: [50, 1000] } ] } }
  - { key: enterprise, name: Enterprise, match: { all: [ { field: account.employees, op: more-than, value: 1000 } ] } }

journey:
  - { key: aware, name: Aware, accountable: marketing, moment: Finds an answer to the question they searched for, enter_when: { all: [ { field: touches.count, op: at-least, value: 1 } ] } }
  - { key: evaluating, name: Evaluating, accountable: both, moment: Sees it with their own data, conversion_points: [demo-request], enter_when: { any: [ { field: touch.form, op: equals, value: demo-request }, { field: touch.path, op: starts-with, value: /pricing } ] }, exit_when: { all: [ { field: days_since_last_touch, op: at-least, value: 90 } ] } }
  - { key: deciding, name: Deciding, accountable: sales, moment: Talks to a customer like them, enter_when: { all: [ { field: deal.open, op: is, value: true } ] } }
  - { key: bought, name: Bought, accountable: sales, moment: First result within 30 days, enter_when: { all: [ { field: deal.won, op: is, value: true } ] } }

scoring:
  fit:
    - { key: fit-persona, points: 40, when: { all: [ { field: persona, op: in, value: [ops-lead, supply-lead] } ] } }
    - { key: fit-segment, points: 60, when: { all: [ { field: segment, op: in, value: [mid-market, enterprise] } ] } }
    - { key: fit-junk, points: -40, when: { any: [ { field: contact.email, op: is-free-mailbox }, { field: contact.title, op: contains, value: student } ] } }
  engagement:
    half_life: 30d
    rules:
      - { key: demo, points: 60, touch: form-submitted, half_life: 90d, when: { all: [ { field: touch.form, op: equals, value: demo-request } ] } }
      - { key: calculator, points: 40, touch: form-submitted, when: { all: [ { field: touch.form, op: equals, value: roi-calculator } ] } }
      - { key: pricing, points: 15, touch: page-viewed, half_life: 14d, at_most: 30, when: { all: [ { field: touch.path, op: starts-with, value: /pricing } ] } }
      - { key: webinar, points: 25, touch: webinar-attended }
      - { key: click, points: 5, touch: email-clicked, at_most: 20 }
      - { key: careers, points: -15, touch: page-viewed, when: { all: [ { field: touch.path, op: starts-with, value: /careers } ] } }
  grade: { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 75, 2: 50, 3: 25 } }
  on_recycle: keep-half

stages:
  - { key: subscriber, name: Subscriber, enter_when: created }
  - { key: lead, name: Lead, enter_when: { all: [ { field: contact.reachable, op: is, value: true } ] } }
  - key: qualified
    name: Sales-ready lead
    enter_when: { any: [ { field: grade, op: in, value: [A1, A2, A3, B1, B2, C1] }, { all: [ { field: touch.form, op: equals, value: demo-request }, { field: grade.fit, op: in, value: [A, B, C] } ] } ] }
    requires: [contact.email, contact.name, account.domain]
    hand_to: sales
  - { key: accepted, name: Accepted, by: sales }
  - { key: confirmed, name: Confirmed, by: sales, requires: [confirm.need, confirm.timing] }
  - { key: opportunity, name: Opportunity, by: sales, requires: [deal.amount, deal.expected_close] }
  - { key: customer, name: Customer, by: sales }
  - { key: evangelist, name: Evangelist, by: both }

protection: { self_sourced: 90d }
routing:
  - { key: public-sector, when: { all: [ { field: account.industry, op: equals, value: education } ] }, to: "team:public-sector", method: round-robin }
  - { key: america, when: { all: [ { field: contact.country, op: in, value: [US, CA] }, { field: account.industry, op: not-in, value: [education] } ] }, to: "team:north-america", method: weighted, cap: 40 open, credit_back: { reasons: [bad-data, duplicate, not-a-lead], outcomes: [no-show] } }
  - { key: europe, when: { all: [ { field: contact.country, op: not-in, value: [US, CA] }, { field: account.industry, op: not-in, value: [education] } ] }, to: "team:europe", method: weighted, cap: 40 open, credit_back: { reasons: [bad-data, duplicate, not-a-lead], outcomes: [no-show] } }

sales_commits:
  - { key: respond, promise: first response, within: { business: 4h } }
  - { key: decide, promise: accept or reject, within: { business_days: 2 }, silence: accepted-by-timeout }
  - { key: qualify, promise: confirm or return, within: { business_days: 10 } }
  - { key: attempts, promise: attempts, at_least: 5, over: { business_days: 10 }, channels: 2, apart: 1h }
  - { key: hand-back, promise: hand back after the attempts, same_rep_again_after: 30d, at_most_cycles: 3 per 365d }
marketing_commits:
  - { key: volume, promise: sales-ready leads, at_least: 60, per: month }
  - { key: value, promise: expected value of sales-ready leads, at_least: 150000, per: month }
  - { key: required-info, promise: required information delivered, at_least: 95%, per: month }
  - { key: complete, promise: missing information completed, within: { business_days: 1 } }
  - { key: junk, promise: rejected with a reason of, reasons: [not-icp-company, not-icp-role, not-a-lead, competitor], at_most: 20%, per: month }
  - { key: answer, promise: every rejection answered, within: { business_days: 3 }, level: 100% }
lead_values:
  - { key: demo, when: { all: [ { field: segment, op: equals, value: mid-market }, { field: touch.form, op: equals, value: demo-request } ] }, rate: 9%, average: 48000, n: 212, as_of: $FROM }
  - { key: other, rate: 2%, average: 42000, n: 640, as_of: $FROM }
escalation:
  - { at: 50%, tell: [owner] }
  - { at: 80%, tell: [owner, team-lead] }
  - { at: 100%, tell: [owner, team-lead, board] }
consequences:
  - { when: { promise: first response, below: 80%, per: month }, then: Sales brings one change to the next review, owner: head-of-sales }
  - { when: { promise: sales-ready leads, below: 80%, per: month }, then: Marketing presents a recovery campaign within 10 business days, owner: head-of-marketing }

feedback:
  verdicts: [accept, recycle, disqualify, not-a-lead, attach]
  reasons:
    - { key: not-icp-company, name: Company is not a fit, verdict: disqualify, fixer: targeting }
    - { key: not-icp-role, name: Person has no role in the purchase, verdict: disqualify, fixer: targeting }
    - { key: not-a-lead, name: Never was a lead, verdict: not-a-lead, fixer: scoring }
    - { key: bad-data, name: Wrong or missing contact data, verdict: recycle, wake_up: 20d, fixer: data }
    - { key: bad-timing, name: Right company at the wrong time, verdict: recycle, wake_up: 45d, fixer: timing }
    - { key: no-budget, name: No budget, verdict: recycle, wake_up: 90d, fixer: timing }
    - { key: no-authority, name: Needs another person at the account, verdict: recycle, wake_up: 30d, fixer: targeting }
    - { key: competitor, name: Is a competitor or a vendor, verdict: not-a-lead, fixer: targeting }
    - { key: duplicate, name: Already being worked, verdict: attach, fixer: data }
    - { key: no-need, name: No need, verdict: recycle, wake_up: 120d, fixer: targeting }
    - { key: unreachable, name: Could not be reached, verdict: recycle, wake_up: 60d, only_after: attempts, fixer: process }
    - { key: exhausted, name: Three cycles without a result, verdict: disqualify, fixer: targeting, by: rule }
    - { key: other, name: Other, text_required: true, verdict: chosen, fixer: targeting }
  answers: { targeting: campaign.owner, scoring: head-of-marketing, data: head-of-marketing, timing: campaign.owner, process: head-of-sales }
  contest: { by: marketing, within: { business_days: 3 }, once: true }
  arbitrate: { by: [head-of-sales, head-of-marketing], within: { business_days: 3 }, deadlock: upheld }

outreach:
  cap: { messages: 3, per: 7d, window: rolling }
  gap: 24h
  quiet_hours: "20:00-08:00"
  hold_marketing_while: [open-deal, accepted, sales-sequence]
  accountable_before_launch: true

credit: { model: w-shaped, lookback: 180d, level: account, compare_with: [first, last, linear] }
plan: { quota: 600000 per quarter, marketing_share: 60%, confidence: P80 }
kpis:
  - { id: mql_value, target: 150000 per month, pair: sla_resp }
  - { id: sla_resp, target: 90% }
  - { id: acceptance, target: 75% }
  - { id: win_rate, target: 25% }
meetings:
  - { key: weekly, name: Smarketing weekly, every: Monday 09:30, minutes: 30, invite: [marketing, sales] }
  - { key: monthly, name: Agreement review, every: first Tuesday 14:00, minutes: 60, invite: [heads, sponsor] }
`;
