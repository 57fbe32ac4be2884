import type { ColumnType, Generated } from 'kysely';
import type { Department } from '../core/access.ts';
import type { Condition } from '../core/agreement/condition.ts';
import type { StoredText } from '../core/agreement/stored-text.ts';
import type { BuyingRole } from '../core/buying-role.ts';
import type { Says } from '../core/capture/read-claim.ts';
import type { ChannelRule } from '../core/channels/channel-rule.ts';

type Version = Generated<number>;
/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>;
/** As above, with a default in the table. */
type JsonOr<T> = ColumnType<T, string | undefined, string>;
export type StoredTexts = Record<string, StoredText>;

type SourceTable = {
  workspaceId: string;
  id: string;
  name: string;
  kind: 'website' | 'server';
  writeKey: string;
  createdBy: string | null;
  createdAt: Date;
  lastSeenAt: Date | null;
  revokedAt: Date | null;
  /** What a visitor's `Sec-GPC` or `DNT` means. */
  privacySignal: Generated<'ignore' | 'deny' | 'drop'>;
  /** The key before the one of now, and until when it works. */
  previousKey: string | null;
  previousKeyUntil: Date | null;
  version: Version;
};

type InboundTable = {
  workspaceId: string;
  receivedAt: Date;
  seq: Generated<number>;
  xid: Generated<string>;
  sourceId: string;
  messageId: string;
  happenedAt: Date | null;
  sentAt: Date | null;
  address: string | null;
  userAgent: string | null;
  body: Json<Record<string, unknown>>;
};

type InboundKeyTable = { workspaceId: string; sourceId: string; messageHash: Buffer; receivedAt: Date };

type InboundFaultTable = {
  workspaceId: string;
  id: string;
  sourceId: string | null;
  seq: number | null;
  receivedAt: Date;
  code: string;
  problem: string;
  body: string;
  resolvedAt: Date | null;
};

type InboundNoticeTable = {
  workspaceId: string;
  sourceId: string;
  day: string;
  code: string;
  count: number;
  lastAt: Date;
  example: string | null;
};

type CursorTable = {
  workspaceId: string;
  name: string;
  xid: Generated<string>;
  seq: Generated<number>;
  leaseUntil: Date | null;
  fence: Generated<number>;
};

type AccountTable = {
  workspaceId: string;
  id: string;
  name: string | null;
  sortKey: string;
  companyKey: string | null;
  domain: string | null;
  industry: string | null;
  country: string | null;
  employees: number | null;
  revenue: number | null;
  ownerId: string | null;
  tier: number | null;
  isTarget: Generated<boolean>;
  fields: JsonOr<Record<string, unknown>>;
  texts: JsonOr<StoredTexts>;
  toldAt: JsonOr<Record<string, number>>;
  mergedInto: string | null;
  deletedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  version: Version;
};

type AccountDomainTable = { workspaceId: string; domain: string; accountId: string };

export type ConsentStatus = 'granted' | 'denied';

type ContactTable = {
  workspaceId: string;
  id: string;
  accountId: string | null;
  email: string | null;
  emailDomain: string | null;
  mailbox: 'business' | 'free' | 'disposable' | null;
  name: string | null;
  firstName: string | null;
  lastName: string | null;
  sortKey: string;
  title: string | null;
  phone: string | null;
  country: string | null;
  language: string | null;
  zone: string | null;
  source: string | null;
  ownerId: string | null;
  foundBy: string | null;
  protectedUntil: Date | null;
  reachable: Generated<boolean>;
  consent: JsonOr<Record<string, ConsentStatus>>;
  fields: JsonOr<Record<string, unknown>>;
  texts: JsonOr<StoredTexts>;
  toldAt: JsonOr<Record<string, number>>;
  buyingRole: BuyingRole | null;
  fit: number | null;
  engagement: number | null;
  grade: string | null;
  persona: string | null;
  segment: string | null;
  touchCount: Generated<number>;
  lastTouchAt: Date | null;
  scoredAt: Date | null;
  scoredUnder: string | null;
  validUntil: Date | null;
  currentStage: string | null;
  furthestStage: string | null;
  cycle: Generated<number>;
  cycleBeganAt: Date | null;
  wakeUpAt: Date | null;
  journeyStep: string | null;
  mergedInto: string | null;
  deletedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  version: Version;
};

/** Who has to be judged because of what has come since: `facts` counts it. */
type ContactToJudgeTable = {
  workspaceId: string;
  contactId: string;
  cause: 'touch' | 'edit' | 'import';
  facts: Generated<number>;
  since: Date;
  knownAt: Date | null;
};

type ContactKeyTable = {
  workspaceId: string;
  kind: 'email' | 'phone';
  key: string;
  contactId: string;
  value: string;
  bouncedAt: Date | null;
  createdAt: Date;
};

export type IdentityKind = 'user' | 'anonymous' | 'contact' | 'email' | 'turn';

type IdentityTable = {
  workspaceId: string;
  id: Generated<number>;
  kind: IdentityKind;
  value: string;
  contactId: string | null;
  createdAt: Date;
  namedAt: Date | null;
  namedBy: string | null;
  pinnedTo: string | null;
  baseId: number | null;
  beganAt: Date | null;
  crowded: Generated<boolean>;
};

type IdentityClaimTable = {
  workspaceId: string;
  key: Buffer;
  at: Date;
  lastAt: Date;
  userId: number | null;
  emailId: number | null;
  anonymousId: number | null;
  previousUserId: number | null;
  previousAnonymousId: number | null;
  source: string;
  says: Json<Says> | null;
};

type ConsentTable = {
  workspaceId: string;
  id: string;
  contactId: string;
  purpose: string;
  status: ConsentStatus;
  at: Date;
  knownAt: Date;
  textVersion: string | null;
  proof: Json<Record<string, unknown>>;
  claimKey: Buffer | null;
};

type ListTable = {
  workspaceId: string;
  id: string;
  object: 'contact' | 'account';
  name: string;
  nameKey: string;
  /** Null for a list that is kept by hand. */
  condition: ColumnType<Condition | null, string | null | undefined, string | null>;
  createdAt: Date;
  version: Version;
};

type ListEntryTable = { workspaceId: string; listId: string; recordId: string; addedAt: Date };

/** The columns of a touch that hold codes of the dictionary. */
export const wordKinds = [
  'kind',
  'name',
  'path',
  'host',
  'form',
  'campaign',
  'channel',
  'source',
  'medium',
  'content',
] as const;
export type WordKind = (typeof wordKinds)[number];

type DictionaryTable = {
  workspaceId: string;
  code: Generated<number>;
  kind: WordKind;
  value: string;
  folded: string;
  words: string;
};

type TouchTable = {
  workspaceId: string;
  at: Date;
  id: string;
  identityId: number;
  knownAt: Date;
  kind: number;
  name: number | null;
  path: number | null;
  host: number | null;
  form: number | null;
  campaign: number | null;
  channel: number | null;
  source: number | null;
  medium: number | null;
  content: number | null;
  department: Department;
  memberId: string | null;
  live: boolean;
  props: JsonOr<Record<string, unknown>>;
  texts: JsonOr<StoredTexts>;
  messageHash: Buffer | null;
};

type ChannelRuleTable = {
  workspaceId: string;
  rules: ColumnType<ChannelRule[] | null, string | null, string | null>;
  ownHosts: Json<string[]>;
  updatedAt: Date;
  version: Version;
};

/** What arrives, and whom it is about. */
export type PeopleTables = {
  sources: SourceTable;
  inbound: InboundTable;
  inboundKeys: InboundKeyTable;
  inboundFaults: InboundFaultTable;
  inboundNotices: InboundNoticeTable;
  cursors: CursorTable;
  accounts: AccountTable;
  accountDomains: AccountDomainTable;
  contacts: ContactTable;
  contactsToJudge: ContactToJudgeTable;
  contactKeys: ContactKeyTable;
  identities: IdentityTable;
  identityClaims: IdentityClaimTable;
  consents: ConsentTable;
  lists: ListTable;
  listEntries: ListEntryTable;
  dictionary: DictionaryTable;
  touches: TouchTable;
  channelRules: ChannelRuleTable;
};
