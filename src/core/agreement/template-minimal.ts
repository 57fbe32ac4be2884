/** Five clauses to begin with: what a lead is, who gets it, how soon Sales calls and decides, and that Marketing answers. */
export const minimalTemplate = `# Five clauses to begin with. Change the numbers until both sides would sign them; add more when they are kept.
format: baton/agreement@1
name: First agreement
currency: EUR
sponsor: none
term: { from: 2026-01-01 }
calendar:
  timezone: UTC
  hours: { mon: ["09:00-17:00"], tue: ["09:00-17:00"], wed: ["09:00-17:00"], thu: ["09:00-17:00"], fri: ["09:00-17:00"] }

# 1. What a lead is, and what Marketing hands over: people who ask for us and can be reached.
stages:
  - { key: lead, name: Lead, enter_when: created }
  - key: qualified
    name: Sales-ready lead
    enter_when: { all: [ { field: touch.kind, op: equals, value: form-submitted }, { field: contact.reachable, op: is, value: true } ] }
    requires: [contact.email, contact.name]
    hand_to: sales
  - { key: accepted, name: Accepted, by: sales }
  - { key: opportunity, name: Opportunity, by: sales }
  - { key: customer, name: Customer, by: sales }

# 2. Who gets it.
routing:
  - { key: everyone, to: "team:inbound" }

# 3. and 4. How soon Sales calls, and says yes or no.
sales_commits:
  - { key: respond, promise: first response, within: { business: 4h } }
  - { key: decide, promise: accept or reject, within: { business_days: 2 } }

# 5. Nobody says no into the void: Marketing answers.
marketing_commits:
  - { key: answer, promise: every rejection answered, within: { business_days: 3 } }

# Why a lead may be sent back. Each reason says what becomes of the person, and who must answer.
feedback:
  verdicts: [accept, recycle, disqualify, not-a-lead, attach]
  reasons:
    - { key: no-fit, name: Company is not a fit, verdict: disqualify, fixer: targeting }
    - { key: bad-timing, name: Right company at the wrong time, verdict: recycle, wake_up: 90d, fixer: timing }
    - { key: bad-data, name: Wrong or missing contact data, verdict: recycle, fixer: data }
    - { key: duplicate, name: Already being worked, verdict: attach, fixer: data }
    - { key: other, name: Other, verdict: chosen, fixer: targeting, text_required: true }
  answers: { targeting: head-of-marketing, timing: head-of-marketing, data: revops }
`;
