import { useQuery } from '@tanstack/react-query';
import { useMatches } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sessionQuery } from '../session.ts';

/** Titles of the open page, the widest first: `['Settings', 'Members']`. */
export function usePageTitles(): string[] {
  return useMatches({
    select: (matches) => matches.flatMap(({ staticData }) => (staticData.title ? [staticData.title] : [])),
  });
}

/** Names the window: "Members · Settings · Baton"; in the sample company it says so. */
export function usePageTitle(): void {
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  const place = session?.workspace.sample ? ['Sample company'] : [];
  const title = [...usePageTitles().reverse(), ...place, 'Baton'].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
