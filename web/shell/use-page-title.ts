import { useMatches } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Titles of the open page, the widest first: `['Settings', 'Members']`. */
export function usePageTitles(): string[] {
  return useMatches({
    select: (matches) => matches.flatMap(({ staticData }) => (staticData.title ? [staticData.title] : [])),
  });
}

/** Names the window: "Members · Settings · Baton". */
export function usePageTitle(): void {
  const title = [...usePageTitles().reverse(), 'Baton'].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
