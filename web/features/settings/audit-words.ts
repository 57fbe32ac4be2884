/** What happened, as sentences: "Ines Okafor edited the member Luca Romano". */
import type { AuditEntry } from '../../../src/features/audit/schema.ts';

/** What each verb says between the actor and the object. */
const happened: Record<string, string> = {
  'absence.edited': 'changed',
  'absence.recorded': 'recorded',
  'absence.removed': 'deleted',
  'audit.erased': 'erased personal values about',
  'calendar.added': 'added',
  'calendar.edited': 'changed',
  'calendar.removed': 'deleted',
  'department.deputy-named': 'named the deputy of',
  'department.head-named': 'named the head of',
  'invitation.accepted': 'accepted',
  'invitation.created': 'made',
  'invitation.handed-over': 'handed over',
  'invitation.renewed': 'made a new link for',
  'invitation.revoked': 'revoked',
  'key.created': 'created',
  'key.revoked': 'revoked',
  'member.added': 'added',
  'member.deactivated': 'deactivated',
  'member.edited': 'changed',
  'member.password-reset': 'set a new password by a link, for',
  'member.password-reset-requested': 'asked for a new password, for',
  'member.reactivated': 'reactivated',
  'member.sessions-ended': 'signed out browsers of',
  'member.signed-in': 'signed in as',
  'member.signed-out': 'signed out as',
  'outbox.retried': 'sent again',
  'outbox.revealed': 'read the text of',
  'profile.edited': 'changed the own profile of',
  'profile.password-changed': 'changed the own password of',
  'team.archived': 'archived',
  'team.created': 'created',
  'team.edited': 'changed',
  'team.membership-ended': 'took a member out of',
  'team.membership-set': 'set a membership in',
  'workspace.created': 'created',
  'workspace.edited': 'changed',
};

const objectNames: Record<string, string> = {
  absence: 'absence',
  calendar: 'calendar',
  department: 'department',
  invitation: 'invitation',
  key: 'API key',
  mail: 'mail',
  member: 'member',
  team: 'team',
  workspace: 'workspace',
};

/** A verb that is not known here still reads: `deal.won` is "won". */
export const happenedText = (verb: string): string =>
  happened[verb] ?? (verb.split('.').at(-1) ?? verb).replaceAll('-', ' ');

export const objectText = (object: string): string => objectNames[object] ?? object.replaceAll('-', ' ');

export const knownVerbs = Object.keys(happened);
export const knownObjects = Object.keys(objectNames);

/** `team.membership-set` is "Team: membership set", for choosing. */
export function verbTitle(verb: string): string {
  const [noun = '', what = ''] = verb.split('.');
  const text = `${noun}: ${what.replaceAll('-', ' ')}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function actorText({ kind, name }: AuditEntry['actor']): string {
  if (name) return kind === 'key' ? `The key ${name}` : name;
  const unnamed = { member: 'A member', key: 'An API key', system: 'Baton itself', public: 'Somebody not signed in' };
  return unnamed[kind];
}

/** The name that the entry itself carries. */
export function nameIn({ before, after }: AuditEntry): string | null {
  const found = [after, before].flatMap((values) => [values?.name, values?.subject, values?.email, values?.to]);
  return found.find((value): value is string => typeof value === 'string') ?? null;
}

/** `fiscalStart` is "Fiscal start"; ids are called by what they name. */
export function fieldText(field: string): string {
  const words = field
    .replace(/Id$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
