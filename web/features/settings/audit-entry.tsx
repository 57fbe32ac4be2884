/** One change as a sentence, with when, and its values on demand. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getAbsence } from '../../../src/features/absences/schema.ts';
import type { AuditEntry } from '../../../src/features/audit/schema.ts';
import { getCalendar } from '../../../src/features/calendars/schema.ts';
import { getTeam } from '../../../src/features/teams/schema.ts';
import { queryOf } from '../../queries.ts';
import { Icon } from '../../ui/icon.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import styles from './audit.module.css';
import { AuditValues } from './audit-values.tsx';
import { actorText, happenedText, nameIn, objectText } from './audit-words.ts';
import { MemberName } from './member-select.tsx';

export function AuditLine({ entry }: { entry: AuditEntry }) {
  const [open, setOpen] = useState(false);
  const bodyId = `entry-${entry.id}`;
  const own = entry.object === 'member' && entry.objectId !== null && entry.objectId === entry.actor.id;
  return (
    <li className={styles.entry}>
      <button
        type="button"
        className={styles.line}
        aria-expanded={open}
        aria-controls={bodyId}
        onClick={() => setOpen(!open)}
      >
        <span className={styles.arrow} data-open={open || undefined}>
          <Icon name="right" />
        </span>
        <span>
          <strong>{actorText(entry.actor)}</strong> {own ? ownText(entry) : <About entry={entry} />}
        </span>
        <span className={styles.when}>
          <TimeText at={entry.at} />
        </span>
      </button>
      <div id={bodyId} hidden={!open}>
        {open && <AuditValues entry={entry} />}
      </div>
    </li>
  );
}

/** What somebody did to themselves. */
function ownText({ verb }: AuditEntry): string {
  const own: Record<string, string> = {
    'member.signed-in': 'signed in',
    'member.signed-out': 'signed out',
    'member.added': 'joined',
    'member.edited': 'changed their own account',
    'member.sessions-ended': 'signed out other browsers',
    'member.password-reset': 'set a new password by a link',
    'member.password-reset-requested': 'asked for a link to set a new password',
    'profile.edited': 'changed their profile',
    'profile.password-changed': 'changed their password',
  };
  return own[verb] ?? `${happenedText(verb)} themselves`;
}

function About({ entry }: { entry: AuditEntry }) {
  if (entry.verb.startsWith('team.membership-')) return <MembershipText entry={entry} />;
  if (entry.object === 'invitation') return invitationText(entry);
  return (
    <>
      {happenedText(entry.verb)} the {objectText(entry.object)} <ObjectName entry={entry} />
    </>
  );
}

function MembershipText({ entry }: { entry: AuditEntry }) {
  const [before, after] = [memberIn(entry.before?.membership), memberIn(entry.after?.membership)];
  const id = after ?? before;
  const member = id ? <MemberName id={id} /> : 'a member';
  const [start, end] = after ? (before ? ['changed the share of', 'in'] : ['put', 'into']) : ['took', 'out of'];
  return (
    <>
      {start} {member} {end} the team <ObjectName entry={entry} />
    </>
  );
}

function memberIn(membership: unknown): string | null {
  const { memberId } = (membership ?? {}) as { memberId?: unknown };
  return typeof memberId === 'string' ? memberId : null;
}

function invitationText(entry: AuditEntry): string {
  const who = nameIn(entry);
  if (entry.verb === 'invitation.created') return `invited ${who ?? 'somebody'}`;
  return `${happenedText(entry.verb)} an invitation${who ? ` of ${who}` : ''}`;
}

/** The name of the record: as the entry has it, else as it is called today. */
function ObjectName({ entry }: { entry: AuditEntry }) {
  const { object, objectId } = entry;
  if (object === 'workspace') return null;
  if (object === 'department') return objectId === 'marketing' ? 'Marketing' : 'Sales';
  if (object === 'member' && objectId) return <MemberName id={objectId} fallback={nameIn(entry) ?? ''} />;
  if (object === 'absence') return <AbsenceOwner entry={entry} />;
  const named = nameIn(entry);
  if (named) return named === '[erased]' ? <em>erased</em> : named;
  if (object === 'team' && objectId) return <TeamName id={objectId} />;
  if (object === 'calendar' && objectId) return <CalendarName id={objectId} />;
  return null;
}

function AbsenceOwner({ entry }: { entry: AuditEntry }) {
  const named = [entry.after?.memberId, entry.before?.memberId].find((id) => typeof id === 'string');
  const { data } = useQuery({
    ...queryOf(getAbsence, { params: { absenceId: entry.objectId ?? '' } }),
    enabled: !named && entry.objectId !== null,
  });
  if (typeof named === 'string') {
    return (
      <>
        of <MemberName id={named} />
      </>
    );
  }
  return data ? `of ${data.member.name}` : null;
}

function TeamName({ id }: { id: string }) {
  return useQuery(queryOf(getTeam, { params: { teamId: id } })).data?.name;
}

function CalendarName({ id }: { id: string }) {
  return useQuery(queryOf(getCalendar, { params: { calendarId: id } })).data?.name;
}
