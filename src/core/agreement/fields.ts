import type { FieldType } from './operators.ts';

/** One field that conditions may use. `label` is how sentences and screens name it, after "the" or "its". */
export type FieldDefinition = {
  /** As it stands in an agreement: `contact.email_domain`. A last part of `*` stands for any key. */
  name: string;
  type: FieldType;
  label: string;
  /** True when the value, not only the comparison, changes as time passes. */
  changesWithTime?: true;
  /** The only values that a choice can have, where they do not come from the agreement. */
  choices?: readonly string[];
  /** Which keys of the agreement are the choices. */
  choicesFrom?: 'personas' | 'segments' | 'stages' | 'journey';
};

const fits = ['A', 'B', 'C', 'D'] as const;
const engagements = ['1', '2', '3', '4'] as const;

/** `A1` to `D4`, best fit first. */
export const grades = fits.flatMap((fit) => engagements.map((engagement) => `${fit}${engagement}`));

/** Side states that every agreement has beside its own stages. */
export const sideStages = ['recycled', 'disqualified', 'other'] as const;

/** The kinds of touch that Baton records itself; imports may carry others. */
export const touchKinds = [
  'page-viewed',
  'screen-viewed',
  'form-submitted',
  'email-delivered',
  'email-opened',
  'email-clicked',
  'email-bounced',
  'unsubscribed',
  'webinar-registered',
  'webinar-attended',
  'content-downloaded',
  'meeting-booked',
  'event',
  'call',
  'email-sent',
  'email-replied',
  'meeting',
  'social-message',
] as const;

const text = (name: string, label: string): FieldDefinition => ({ name, type: 'text', label });

/** Every field that a condition may use: the one list from which checks, help, documents and sentences are made. */
export const fieldDefinitions: readonly FieldDefinition[] = [
  { name: 'contact.email', type: 'email', label: 'e-mail address' },
  text('contact.email_domain', 'e-mail domain'),
  text('contact.name', 'name'),
  text('contact.first_name', 'first name'),
  text('contact.last_name', 'last name'),
  text('contact.title', 'job title'),
  text('contact.phone', 'phone number'),
  text('contact.country', 'country'),
  text('contact.language', 'language'),
  text('contact.source', 'source'),
  { name: 'contact.created_at', type: 'instant', label: 'creation' },
  { name: 'contact.owner', type: 'member', label: 'owner' },
  { name: 'contact.lists', type: 'list', label: 'lists' },
  { name: 'contact.reachable', type: 'bool', label: 'reachable' },
  { name: 'contact.custom.*', type: 'text', label: '' },
  {
    name: 'consent.*',
    type: 'choice',
    label: 'consent',
    choices: ['granted', 'denied', 'unknown'],
  },
  text('account.name', 'company name'),
  text('account.domain', 'company domain'),
  text('account.industry', 'industry'),
  { name: 'account.employees', type: 'number', label: 'number of employees' },
  { name: 'account.revenue', type: 'money', label: 'company revenue' },
  text('account.country', 'company country'),
  { name: 'account.owner', type: 'member', label: 'company owner' },
  { name: 'account.tier', type: 'number', label: 'company tier' },
  { name: 'account.is_target', type: 'bool', label: 'target company' },
  { name: 'account.lists', type: 'list', label: 'company lists' },
  { name: 'account.custom.*', type: 'text', label: '' },
  { name: 'persona', type: 'choice', label: 'persona', choicesFrom: 'personas' },
  { name: 'segment', type: 'choice', label: 'segment', choicesFrom: 'segments' },
  { name: 'stage', type: 'choice', label: 'stage', choicesFrom: 'stages' },
  { name: 'journey_step', type: 'choice', label: 'journey step', choicesFrom: 'journey' },
  { name: 'grade', type: 'choice', label: 'grade', choices: grades, changesWithTime: true },
  { name: 'grade.fit', type: 'choice', label: 'fit', choices: fits },
  {
    name: 'grade.engagement',
    type: 'choice',
    label: 'engagement level',
    choices: engagements,
    changesWithTime: true,
  },
  { name: 'fit', type: 'number', label: 'fit score' },
  { name: 'engagement', type: 'number', label: 'engagement score', changesWithTime: true },
  { name: 'cycle', type: 'number', label: 'cycle' },
  {
    name: 'days_since_last_touch',
    type: 'number',
    label: 'number of days since the last touch',
    changesWithTime: true,
  },
  { name: 'touches.count', type: 'number', label: 'number of touches' },
  text('touch.kind', 'kind'),
  text('touch.name', 'name'),
  text('touch.path', 'page'),
  text('touch.host', 'site'),
  text('touch.form', 'form'),
  text('touch.campaign', 'campaign'),
  text('touch.channel', 'channel'),
  text('touch.source', 'source'),
  text('touch.medium', 'medium'),
  text('touch.content', 'content'),
  { name: 'touch.department', type: 'choice', label: 'department', choices: ['marketing', 'sales'] },
  { name: 'touch.at', type: 'instant', label: 'time' },
  { name: 'touch.prop.*', type: 'text', label: '' },
  { name: 'deal.open', type: 'bool', label: 'open deal' },
  { name: 'deal.won', type: 'bool', label: 'won deal' },
  { name: 'deal.amount', type: 'money', label: 'deal amount' },
  text('deal.stage', 'deal stage'),
  { name: 'deal.expected_close', type: 'date', label: 'expected close' },
  text('deal.kind', 'kind of deal'),
  text('confirm.need', 'confirmed need'),
  text('confirm.timing', 'confirmed timing'),
  text('confirm.budget', 'confirmed budget'),
  text('confirm.authority', 'confirmed authority'),
];

/** A field that was found: `key` is what stands in place of `*`. */
export type Field = FieldDefinition & { key?: string };

/**
 * The definition of a field by its name in an agreement; undefined when there is none. `contact.consent.X` is another
 * way to write `consent.X`.
 *
 * @example
 * findField('account.employees')?.type // 'number'
 * findField('account.custom.plan')?.key // 'plan'
 */
export function findField(written: string): Field | undefined {
  const name = written.startsWith('contact.consent.') ? written.slice('contact.'.length) : written;
  const plain = fieldsByName.get(name);
  if (plain !== undefined) return name.endsWith('*') ? undefined : plain;
  const found = /^(consent|contact\.custom|account\.custom|touch\.prop)\.([A-Za-z0-9_-]{1,64})$/.exec(name);
  const definition = found && fieldsByName.get(`${found[1]}.*`);
  return definition ? { ...definition, name, key: found[2] as string } : undefined;
}

const fieldsByName = new Map(fieldDefinitions.map((definition) => [definition.name, definition]));
