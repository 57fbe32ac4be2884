/** Every part that an agreement can have, with figures that are common in the field and meant to be argued about. */
export const fullTemplate = `# Every part of an agreement, to be cut down and changed. The figures are common ones: replace them by your own.
format: baton/agreement@1
name: Marketing and Sales
currency: EUR
sponsor: optional
term: { from: 2026-01-01 }
calendar:
  timezone: UTC
  hours: { mon: ["09:00-17:00"], tue: ["09:00-17:00"], wed: ["09:00-17:00"], thu: ["09:00-17:00"], fri: ["09:00-17:00"] }

# The common language: the word we agree on, and what each side said before.
vocabulary:
  - { term: Lead, owner: head-of-marketing, marketing_says: contact, sales_says: name, means: A person whom we can reach at a company that we could serve. }
  - { term: Sales-ready lead, owner: head-of-sales, marketing_says: MQL, sales_says: real lead, means: A lead that fits and shows interest. Marketing hands it to Sales with everything that Sales needs. }
  - { term: Customer, owner: head-of-sales, marketing_says: customer, sales_says: account, means: A company with at least one deal that was won. }

personas:
  - key: decider
    name: Decision maker
    match: { all: [ { field: contact.title, op: matches-any, value: [head of, director, vice president, vp, chief, ceo, coo, cto, owner, founder] } ] }
    role_in_purchase: decision-maker
    people_in_purchase: 2 to 5
    prefers: [email, call]
    biggest_challenge: Little time, and many who want some of it.
    sales_approach: Begin with the result that a similar company had.
segments:
  - { key: core, name: Core market, match: { all: [ { field: account.employees, op: between, value: [50, 1000] } ] } }

# The buyer's view: who of us is accountable at each step.
journey:
  - { key: aware, name: Aware, accountable: marketing, moment: Finds an answer to the question that they searched for, enter_when: { all: [ { field: touches.count, op: at-least, value: 1 } ] } }
  - { key: evaluating, name: Evaluating, accountable: both, moment: Sees it with their own data, conversion_points: [demo-request], enter_when: { any: [ { field: touch.form, op: equals, value: demo-request }, { field: touch.path, op: starts-with, value: /pricing } ] }, exit_when: { all: [ { field: days_since_last_touch, op: at-least, value: 90 } ] } }
  - { key: deciding, name: Deciding, accountable: sales, moment: Talks to a customer like them, enter_when: { all: [ { field: deal.open, op: is, value: true } ] } }
  - { key: bought, name: Bought, accountable: sales, moment: Has a first result within 30 days, enter_when: { all: [ { field: deal.won, op: is, value: true } ] } }

scoring:
  fit:
    - { key: fit-persona, points: 40, when: { all: [ { field: persona, op: equals, value: decider } ] } }
    - { key: fit-segment, points: 60, when: { all: [ { field: segment, op: equals, value: core } ] } }
    - { key: fit-private, points: -40, when: { any: [ { field: contact.email, op: is-free-mailbox }, { field: contact.title, op: contains, value: student } ] } }
  engagement:
    half_life: 30d
    rules:
      - { key: demo, points: 60, touch: form-submitted, half_life: 90d, when: { all: [ { field: touch.form, op: equals, value: demo-request } ] } }
      - { key: pricing, points: 15, touch: page-viewed, half_life: 14d, at_most: 30, when: { all: [ { field: touch.path, op: starts-with, value: /pricing } ] } }
      - { key: webinar, points: 20, touch: webinar-attended }
      - { key: click, points: 5, touch: email-clicked, at_most: 20 }
      - { key: careers, points: -15, touch: page-viewed, when: { all: [ { field: touch.path, op: starts-with, value: /careers } ] } }
  grade: { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 75, 2: 50, 3: 25 } }
  on_recycle: keep-half
  explore: 5%

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
  - { key: owner-first, when: { all: [ { field: account.owner, op: exists } ] }, to: account.owner }
  - { key: everyone, to: "team:inbound", method: weighted, cap: 15 open, credit_back: { reasons: [bad-data, duplicate, not-a-lead], outcomes: [no-show] } }

sales_commits:
  - { key: respond-demo, promise: first response, within: { business: 1h }, when: { all: [ { field: grade, op: equals, value: A1 } ] } }
  - { key: respond, promise: first response, within: { business: 4h } }
  - { key: decide, promise: accept or reject, within: { business_days: 2 } }
  - { key: qualify, promise: confirm or return, within: { business_days: 10 } }
  - { key: attempts, promise: attempts, at_least: 5, over: { business_days: 10 }, channels: 2, apart: 1h }
  - { key: hand-back, promise: hand back after the attempts, same_rep_again_after: 30d, at_most_cycles: 3 per 365d }
marketing_commits:
  - { key: volume, promise: sales-ready leads, at_least: 50, per: month }
  - { key: value, promise: expected value of sales-ready leads, at_least: 50000, per: month }
  - { key: required-info, promise: required information delivered, at_least: 95%, per: month }
  - { key: complete, promise: missing information completed, within: { business_days: 1 } }
  - { key: junk, promise: rejected with a reason of, reasons: [no-fit, no-role, not-a-lead], at_most: 20%, per: month }
  - { key: answer, promise: every rejection answered, within: { business_days: 3 }, level: 100% }

# What a lead is worth: the rate at which such leads become customers, and what such a customer pays. Until you have counted, n is 0.
lead_values:
  - { key: demo, when: { all: [ { field: touch.form, op: equals, value: demo-request } ] }, rate: 8%, average: 20000, n: 0, as_of: 2026-01-01 }
  - { key: other, rate: 2%, average: 20000, n: 0, as_of: 2026-01-01 }
escalation:
  - { at: 50%, tell: [owner] }
  - { at: 80%, tell: [owner, team-lead] }
  - { at: 100%, tell: [owner, team-lead, board] }
  - { at: 150%, do: reassign }
consequences:
  - { when: { promise: first response, below: 80%, per: month }, then: Sales brings one change to the next review, owner: head-of-sales }
  - { when: { promise: sales-ready leads, below: 80%, per: month }, then: Marketing presents a recovery campaign within 10 business days, owner: head-of-marketing }

feedback:
  verdicts: [accept, recycle, disqualify, not-a-lead, attach]
  reasons:
    - { key: no-fit, name: Company is not a fit, verdict: disqualify, fixer: targeting }
    - { key: no-role, name: Person has no role in the purchase, verdict: disqualify, fixer: targeting }
    - { key: not-a-lead, name: Never was a lead, verdict: not-a-lead, fixer: scoring }
    - { key: bad-data, name: Wrong or missing contact data, verdict: recycle, fixer: data }
    - { key: bad-timing, name: Right company at the wrong time, verdict: recycle, wake_up: 90d, fixer: timing }
    - { key: no-budget, name: No budget, verdict: recycle, wake_up: 180d, fixer: timing }
    - { key: duplicate, name: Already being worked, verdict: attach, fixer: data }
    - { key: unreachable, name: Could not be reached, verdict: recycle, wake_up: 60d, only_after: attempts, fixer: process }
    - { key: exhausted, name: Three cycles without a result, verdict: disqualify, fixer: targeting, by: rule }
    - { key: other, name: Other, verdict: chosen, fixer: targeting, text_required: true }
  answers: { targeting: campaign.owner, scoring: head-of-marketing, data: revops, timing: campaign.owner, process: head-of-sales }
  contest: { by: marketing, within: { business_days: 3 }, once: true }
  arbitrate: { by: [head-of-sales, head-of-marketing], within: { business_days: 3 }, deadlock: upheld }

outreach:
  cap: { messages: 3, per: 7d, window: rolling }
  gap: 24h
  quiet_hours: "20:00-08:00"
  hold_marketing_while: [open-deal, accepted, sales-sequence]
  accountable_before_launch: true

credit: { model: w-shaped, lookback: 180d, level: account, compare_with: [first, last, linear] }
plan: { quota: 250000 per quarter, marketing_share: 50%, confidence: P80 }
kpis:
  - { id: mql_value, target: 50000 per month, pair: sla_resp }
  - { id: sla_resp, target: 90% }
  - { id: acceptance, target: 75% }
  - { id: win_rate, target: 25% }
meetings:
  - { key: weekly, name: Smarketing weekly, every: Monday 09:30, minutes: 30, invite: [marketing, sales] }
  - { key: monthly, name: Agreement review, every: first Tuesday 14:00, minutes: 60, invite: [heads, sponsor] }
`;
