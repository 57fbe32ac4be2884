import { decideMessage, type OutreachDecision } from '../../core/outreach/decide-message.ts';
import { decideQueue } from '../../core/outreach/decide-queue.ts';
import {
  type MessageKind,
  type OutreachContact,
  type OutreachPolicy,
  parseQuietHours,
} from '../../core/outreach/policy.ts';
import { type Operation, shapeOperation } from './operation.ts';

type Message = { team: 'marketing' | 'sales'; kind: string };
type Rules = {
  cap?: { max: number; days: number; window: 'rolling' | 'calendar' };
  quiet?: { from: string; to: string };
  min_gap_hours?: number;
  open_deal?: string;
  sequence_priority?: string;
};
type Input = {
  rules: Rules;
  now: string;
  tz: string;
  contact?: {
    open_deal?: boolean;
    active_sequence?: string | null;
    accepted?: boolean;
    unsubscribed?: string[];
    bounced?: boolean;
    erased?: boolean;
    competitor?: boolean;
    escalation?: boolean;
  };
  sent: string[];
  ignore?: string[];
};

/** Words of the cases for kinds of message that Baton calls otherwise; the others are the same but for hyphens. */
const kinds = new Map([
  ['event_today', 'event'],
  ['call', 'personal'],
  ['manual', 'personal'],
]);
/** And for reasons. */
const reasons = new Map([
  ['gap', 'min_gap'],
  ['bounced', 'bounce'],
  ['erased', 'erasure'],
]);

export const operations: Operation[] = [
  shapeOperation(
    'outreach message',
    (input) => 'rules' in input && 'message' in input,
    (input: Input & { message: Message }) =>
      describe(decideMessage({ ...question(input), message: toMessage(input.message) })),
  ),
  shapeOperation(
    'outreach queue',
    (input) => 'rules' in input && 'queue' in input,
    (input: Input & { queue: (Message & { id: string })[] }) => {
      const queue = input.queue.map((message) => ({ id: message.id, ...toMessage(message) }));
      const decisions = decideQueue({ ...question(input), queue });
      const idsOf = (...found: OutreachDecision['decision'][]) =>
        decisions.filter(({ decision }) => found.includes(decision)).map(({ id }) => id);
      return {
        order: idsOf('send', 'warn'),
        deferred: idsOf('defer'),
        paused: idsOf('pause-nurture'),
        blocked: idsOf('block'),
      };
    },
  ),
];

function question({ rules, now, tz, contact = {}, sent, ignore = [] }: Input) {
  return {
    policy: toPolicy(rules, ignore),
    contact: toContact(tz, contact),
    sent: sent.map((at) => ({ at: Date.parse(at) })),
    now: Date.parse(now),
  };
}

function toPolicy(rules: Rules, ignore: readonly string[]): OutreachPolicy {
  const { cap, quiet, min_gap_hours: gap = 0, open_deal: openDeal, sequence_priority: priority } = rules;
  const applies = (rule: string) => !ignore.includes(rule);
  return {
    cap:
      cap !== undefined && applies('cap')
        ? { messages: cap.max, days: cap.days, window: cap.window === 'calendar' ? 'calendar-day' : 'rolling' }
        : null,
    gap: applies('min_gap') ? gap * 3_600_000 : 0,
    quietHours: quiet !== undefined && applies('quiet_hours') ? parseQuietHours(`${quiet.from}-${quiet.to}`) : null,
    holdMarketingWhile: [
      ...(openDeal === 'suppress_marketing' && applies('open_deal') ? (['open-deal'] as const) : []),
      'accepted',
      ...(priority === 'sales' && applies('sales_sequence') ? (['sales-sequence'] as const) : []),
    ],
    consent: 'not-refused',
  };
}

function toContact(zone: string, contact: NonNullable<Input['contact']>): OutreachContact {
  return {
    zone,
    isErased: contact.erased ?? false,
    hasBounced: contact.bounced ?? false,
    optedOut: contact.unsubscribed ?? [],
    suppressed: contact.competitor ? 'competitor' : contact.escalation ? 'escalation' : null,
    hasOpenDeal: contact.open_deal ?? false,
    isAccepted: contact.accepted ?? false,
    isInSequence: Boolean(contact.active_sequence),
  };
}

function toMessage({ team, kind }: Message) {
  return { department: team, kind: (kinds.get(kind) ?? kind) as MessageKind };
}

function describe({ decision, reason, until, resume }: OutreachDecision) {
  return {
    decision: decision.replaceAll('-', '_'),
    reason: reason === null ? null : (reasons.get(reason) ?? reason.replaceAll('-', '_')),
    until: until === null ? null : new Date(until).toISOString().replace('.000Z', 'Z'),
    resume: resume === null ? null : `after ${resume.after.replaceAll('-', ' ')} + min_${resume.plus}`,
  };
}
