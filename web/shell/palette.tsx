/** Ctrl/Cmd K: pages, actions and records in one list. Loaded when it is opened for the first time. */
import './palette.css';
import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { draftAgreement } from '../../src/features/agreements/schema.ts';
import { inviteMember } from '../../src/features/invitations/schema.ts';
import { createKey } from '../../src/features/keys/schema.ts';
import { search } from '../../src/features/search/schema.ts';
import { createTeam } from '../../src/features/teams/schema.ts';
import { queryOf } from '../queries.ts';
import { may, useSession } from '../session.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { groupHits, noteRecent, type RecordEntry, readRecent } from './palette-records.ts';
import { rooms, sectionsFor } from './rooms.ts';
import { useSignOut } from './sign-out.ts';

type Entry = { id: string; label: string; detail?: string; icon?: IconName; run: () => void };

const maxActions = 6;

export function Palette({ calls, onShortcuts }: { calls: number; onShortcuts: () => void }) {
  const [query, setQuery] = useState('');
  const groups = useEntries(query, onShortcuts);
  // Each call counts, also the one that loaded this file.
  useEffect(() => {
    if (calls > 0) spotlight.open();
  }, [calls]);
  const isEmpty = groups.every(({ entries }) => entries.length === 0);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      centered={false}
      yOffset="12vh"
      overlayProps={{ backgroundOpacity: 0, blur: 0 }}
      maxHeight={420}
      scrollable
      radius="lg"
      attributes={{ content: { 'aria-label': 'Search or go to' } }}
    >
      <Spotlight.Search
        placeholder="Search people, companies, deals, pages and actions"
        aria-label="Search people, companies, deals, pages and actions"
        leftSection={<Icon name="search" />}
      />
      <Spotlight.ActionsList>
        {groups
          .filter(({ entries }) => entries.length > 0)
          .map(({ label, entries }) => (
            <Spotlight.ActionsGroup key={label} label={label}>
              {entries.map((entry) => (
                <Spotlight.Action
                  key={entry.id}
                  label={entry.label}
                  description={entry.detail ?? ''}
                  {...(entry.icon ? { leftSection: <Icon name={entry.icon} /> } : {})}
                  onClick={entry.run}
                />
              ))}
            </Spotlight.ActionsGroup>
          ))}
        {isEmpty && <Spotlight.Empty>Nothing found for “{query.trim()}”.</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function useEntries(query: string, onShortcuts: () => void): { label: string; entries: Entry[] }[] {
  const { member } = useSession();
  const router = useRouter();
  const signOut = useSignOut();
  const { setColorScheme } = useMantineColorScheme();
  const go = (path: string) => () => void router.navigate({ href: path });
  const text = query.trim().toLocaleLowerCase();
  const [asked] = useDebouncedValue(text, 120);
  const found = useQuery({
    ...queryOf(search, { query: { q: asked } }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });

  const pages: Entry[] = [
    ...rooms.map(({ path, name }) => ({ id: path, label: name, run: go(path) })),
    { id: '/agreement/versions', label: 'Versions', detail: 'Agreement', run: go('/agreement/versions') },
    ...sectionsFor(member.role).map(({ path, name }) => ({ id: path, label: name, detail: 'Settings', run: go(path) })),
  ];
  const mayDraft = may(member.role, draftAgreement) || member.actsFor.length > 0;
  const actions: Entry[] = [
    ...(mayDraft ? [{ id: 'draft', label: 'Draft an agreement', run: go('/agreement/drafts?create=yes') }] : []),
    ...(may(member.role, inviteMember)
      ? [{ id: 'invite', label: 'Invite a member', run: go('/settings/members?invite=yes') }]
      : []),
    ...(may(member.role, createTeam)
      ? [{ id: 'team', label: 'Create a team', run: go('/settings/teams?create=yes') }]
      : []),
    ...(may(member.role, createKey)
      ? [{ id: 'key', label: 'Create an API key', run: go('/settings/keys?create=yes') }]
      : []),
    { id: 'password', label: 'Change my password', run: go('/settings/profile#password') },
    { id: 'light', label: 'Use the light theme', run: () => setColorScheme('light') },
    { id: 'dark', label: 'Use the dark theme', run: () => setColorScheme('dark') },
    { id: 'auto', label: 'Use the theme of this device', run: () => setColorScheme('auto') },
    { id: 'keys', label: 'Show keyboard shortcuts', run: onShortcuts },
    { id: 'out', label: 'Sign out', run: () => void signOut() },
  ];
  const fits = (entry: Entry) => text === '' || entry.label.toLocaleLowerCase().includes(text);
  const toEntry = ({ path, ...record }: RecordEntry): Entry => ({
    ...record,
    run: () => {
      if (record.icon !== 'search') noteRecent(sessionStorage, member.id, { path, ...record });
      go(path)();
    },
  });
  const records = text === '' ? [] : groupHits(found.data ?? { data: [], more: [] }, query.trim());
  const recent = text === '' ? readRecent(sessionStorage, member.id) : [];
  return [
    { label: 'Recent', entries: recent.map(toEntry) },
    { label: 'Pages', entries: pages.filter(fits) },
    { label: 'Actions', entries: actions.filter(fits).slice(0, maxActions) },
    // Last, since they arrive last: nothing moves below the reader's hand.
    ...records.map(({ label, entries }) => ({ label, entries: entries.map(toEntry) })),
  ];
}
