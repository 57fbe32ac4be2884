/** Scopes of API keys: by what they are about, reading and changing apart. */
import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { scopes as allScopes, type Scope } from '../../../src/core/access.ts';
import styles from './keys.module.css';

const about: Record<string, { name: string; read: string; write: string }> = {
  workspace: { name: 'Workspace', read: 'settings, heads and deputies', write: 'settings, heads and deputies' },
  members: {
    name: 'Members',
    read: 'members, invitations, absences',
    write: 'invite, edit, deactivate; record absences',
  },
  teams: { name: 'Teams', read: 'teams and who is in them', write: 'create, edit, archive; memberships' },
  calendars: { name: 'Calendars', read: 'working hours', write: 'add, change, delete' },
  agreements: { name: 'Agreements', read: 'versions and signatures', write: 'draft, edit, propose; never sign' },
  contacts: { name: 'Contacts', read: 'people, companies, touches', write: 'create, edit, merge' },
  handoffs: { name: 'Handoffs', read: 'handoffs with their clocks', write: 'accept, reject, reassign' },
  sources: { name: 'Sources', read: 'tracking sources, what arrived', write: 'create, rename, revoke' },
  imports: { name: 'Imports', read: 'files brought in, with their rows', write: 'upload, run, undo' },
  forms: { name: 'Forms', read: 'forms, what was sent, rates', write: 'create, edit, publish, close' },
  audit: { name: 'Audit', read: 'the audit log, with its export', write: '' },
};

const nouns = [...new Set(allScopes.map((scope) => scope.split(':')[0] ?? ''))];
const nameOf = (noun: string) => about[noun]?.name ?? noun;

/** `Read members and teams, change teams.` */
export function scopeText(scopes: readonly Scope[]): string {
  const those = (verb: 'read' | 'write') =>
    nouns
      .filter((noun) => scopes.some((scope) => scope === `${noun}:${verb}`))
      .map((noun) => nameOf(noun).toLowerCase());
  const [read, write] = [those('read'), those('write')];
  const parts = [
    ...(read.length > 0 ? [`read ${read.join(', ')}`] : []),
    ...(write.length > 0 ? [`change ${write.join(', ')}`] : []),
  ];
  const text = parts.join('; ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function ScopeChoice(props: { value: Scope[]; onChange: (scopes: Scope[]) => void; error?: ReactNode }) {
  const { value, onChange, error } = props;
  const toggle = (scope: Scope, isOn: boolean) =>
    onChange(allScopes.filter((each) => (each === scope ? isOn : value.includes(each))));
  const box = (noun: string, verb: 'read' | 'write', word: string) => {
    const scope = allScopes.find((each) => each === `${noun}:${verb}`);
    if (!scope) return <span />;
    return (
      <Checkbox
        label={word}
        aria-label={`${word} ${nameOf(noun).toLowerCase()}`}
        description={about[noun]?.[verb]}
        checked={value.includes(scope)}
        onChange={(event) => toggle(scope, event.currentTarget.checked)}
      />
    );
  };
  return (
    <fieldset className={styles.scopes} data-fault={error ? true : undefined} tabIndex={error ? -1 : undefined}>
      <legend>What the program may do</legend>
      <p className={styles.about}>Changing does not include reading. Give only what the program needs.</p>
      {nouns.map((noun) => (
        <div key={noun} className={styles.scope}>
          <span className={styles.noun}>{nameOf(noun)}</span>
          {box(noun, 'read', 'Read')}
          {box(noun, 'write', 'Change')}
        </div>
      ))}
      {error && (
        <p className={styles.fault} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
