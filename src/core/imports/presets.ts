import type { ImportKind, ValueType } from './fields.ts';
import { headerKey } from './header-key.ts';

/** What every touch of a file is, where no column says it. */
export type TouchDefaults = { kind: string; name: string | null; department: 'marketing' | 'sales' };

/** How the files of one program look, and what their columns mean. */
export type Preset = {
  key: string;
  /** The program, as people call it. */
  name: string;
  /** Under which name its ids are kept. */
  source: string;
  kind: ImportKind;
  /** Headers, as `headerKey` gives them: all of `all`, and `atLeast` (1) of `some` where there is one. */
  all: readonly string[];
  some?: readonly string[];
  atLeast?: number;
  none?: readonly string[];
  keyBy: 'external-id' | 'email';
  columns: Readonly<Record<string, readonly [field: string, type?: ValueType]>>;
  touch?: TouchDefaults;
};

const asField =
  (...keys: string[]) =>
  (object: string, type?: ValueType) =>
    Object.fromEntries(
      keys.map((key): [string, [string, ValueType?]] => {
        const field = `${object}.custom.${key.replaceAll(' ', '_')}`;
        return [key, type === undefined ? [field] : [field, type]];
      }),
    );

/** The first that fits is taken: what asks for more stands before what asks for less. */
export const presets: readonly Preset[] = [
  {
    key: 'olist-closed-deals',
    name: 'Olist closed deals',
    source: 'olist',
    kind: 'deals',
    all: ['mql id', 'seller id', 'won date'],
    keyBy: 'external-id',
    columns: {
      'mql id': ['contact.external-id'],
      // Won leads become sellers, one deal each: the id of the seller is that of the deal.
      'seller id': ['deal.external-id'],
      'won date': ['deal.won-at'],
      ...asField('sdr id', 'sr id')('deal', 'id'),
      ...asField('business segment', 'lead type', 'business type', 'average stock')('deal', 'text'),
      ...asField('lead behaviour profile')('deal', 'list'),
      ...asField('has company', 'has gtin')('deal', 'boolean'),
      ...asField('declared product catalog size', 'declared monthly revenue')('deal', 'number'),
    },
  },
  {
    key: 'olist-leads',
    name: 'Olist marketing-qualified leads',
    source: 'olist',
    kind: 'contacts',
    all: ['mql id', 'first contact date', 'landing page id', 'origin'],
    keyBy: 'external-id',
    columns: {
      'mql id': ['contact.external-id'],
      'first contact date': ['touch.at'],
      'landing page id': ['touch.path'],
      origin: ['touch.source'],
    },
    // The first contact of these leads is a form that they sent from a landing page, as their publisher describes it.
    touch: { kind: 'form-submitted', name: 'First contact', department: 'marketing' },
  },
  {
    key: 'x-education',
    name: 'X Education leads',
    source: 'x-education',
    kind: 'contacts',
    all: ['prospect id', 'lead number', 'lead origin', 'lead source'],
    keyBy: 'external-id',
    columns: {
      'prospect id': ['contact.external-id'],
      'lead source': ['contact.source'],
      country: ['contact.country'],
      ...asField('lead number')('contact', 'id'),
      ...asField('converted')('contact', 'boolean'),
    },
  },
  {
    key: 'facebook-leads',
    name: 'Facebook lead ads',
    source: 'facebook',
    kind: 'contacts',
    all: ['created time', 'form name'],
    some: ['ad name', 'campaign name', 'adset name', 'platform'],
    keyBy: 'email',
    columns: {
      id: ['touch.external-id'],
      'created time': ['touch.at'],
      'ad name': ['touch.content'],
      ...asField('adset name', 'is organic')('touch'),
      'campaign name': ['touch.campaign'],
      'form name': ['touch.form'],
      platform: ['touch.source'],
      'full name': ['contact.name'],
    },
    touch: { kind: 'form-submitted', name: null, department: 'marketing' },
  },
  {
    key: 'hubspot-notes',
    name: 'HubSpot notes',
    source: 'hubspot',
    kind: 'notes',
    all: ['activity date', 'note body'],
    keyBy: 'external-id',
    columns: {
      'activity date': ['note.at'],
      'note body': ['note.body'],
      'associated contact': ['contact.external-id', 'bracketed-id'],
      'associated company': ['account.external-id', 'bracketed-id'],
      'activity assigned to': ['note.author'],
    },
  },
  {
    key: 'hubspot-deals',
    name: 'HubSpot deals',
    source: 'hubspot',
    kind: 'deals',
    all: ['record id', 'deal name'],
    keyBy: 'external-id',
    columns: {
      'record id': ['deal.external-id'],
      'create date': ['deal.opened-at'],
      'close date': ['deal.expected-close'],
      'associated contact ids': ['contact.external-id'],
      'associated company ids': ['account.external-id'],
    },
  },
  {
    key: 'hubspot-companies',
    name: 'HubSpot companies',
    source: 'hubspot',
    kind: 'accounts',
    all: ['record id', 'company name'],
    none: ['first name', 'last name', 'email'],
    keyBy: 'external-id',
    columns: {
      'record id': ['account.external-id'],
      country: ['account.country'],
      'create date': ['account.custom.created'],
    },
  },
  {
    key: 'hubspot-contacts',
    name: 'HubSpot contacts',
    source: 'hubspot',
    kind: 'contacts',
    all: ['record id'],
    some: ['first name', 'last name', 'email', 'lifecycle stage', 'lead status'],
    atLeast: 2,
    keyBy: 'external-id',
    columns: {
      'record id': ['contact.external-id'],
      ...asField('lifecycle stage', 'lead status')('contact'),
    },
  },
  {
    key: 'pipedrive-activities',
    name: 'Pipedrive activities',
    source: 'pipedrive',
    kind: 'activities',
    all: ['activity subject'],
    keyBy: 'email',
    columns: {
      'activity id': ['activity.external-id'],
      'activity subject': ['activity.subject'],
      'activity type': ['activity.kind'],
      'activity due date': ['activity.at'],
      'activity due time': ['activity.time'],
      'activity done': ['activity.done', 'boolean'],
      'activity note': ['activity.note'],
      'activity assigned to user': ['activity.owner'],
      'deal id': ['deal.external-id'],
    },
  },
  {
    key: 'pipedrive-deals',
    name: 'Pipedrive deals',
    source: 'pipedrive',
    kind: 'deals',
    all: ['deal title'],
    keyBy: 'external-id',
    columns: { 'deal created': ['deal.opened-at'], 'deal expected close date': ['deal.expected-close'] },
  },
  {
    key: 'pipedrive-people',
    name: 'Pipedrive people',
    source: 'pipedrive',
    kind: 'contacts',
    all: ['person name'],
    keyBy: 'external-id',
    columns: { 'person id': ['contact.external-id'], ...asField('person last activity date')('contact') },
  },
  {
    key: 'salesforce-leads',
    name: 'Salesforce leads',
    source: 'salesforce',
    kind: 'contacts',
    all: ['last name'],
    some: ['lead id', 'lead source', 'lead status', 'lead owner', 'owner id', 'is converted'],
    atLeast: 2,
    keyBy: 'external-id',
    columns: {
      'lead id': ['contact.external-id'],
      ...asField('status', 'lead status', 'owner id', 'lead owner')('contact'),
    },
  },
  {
    key: 'mautic-contacts',
    name: 'Mautic contacts',
    source: 'mautic',
    kind: 'contacts',
    all: ['firstname', 'lastname', 'email'],
    keyBy: 'email',
    columns: { points: ['contact.custom.points', 'number'], 'last active': ['contact.custom.last_active', 'date'] },
  },
];

/**
 * The program whose export this is, by its headers; null where none is known.
 *
 * @example
 * findPreset(['mql_id', 'first_contact_date', 'landing_page_id', 'origin'])?.key // 'olist-leads'
 */
export function findPreset(headers: readonly string[]): Preset | null {
  const keys = new Set(headers.map(headerKey));
  const fits = ({ all, some, atLeast = 1, none = [] }: Preset) =>
    all.every((key) => keys.has(key)) &&
    !none.some((key) => keys.has(key)) &&
    (some === undefined || some.filter((key) => keys.has(key)).length >= atLeast);
  return presets.find(fits) ?? null;
}
