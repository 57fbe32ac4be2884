import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';

/**
 * The token of a link from a mail. It stands behind `#`, which browsers send to no server and write into no log.
 *
 * @example
 * readLinkToken('#token=abc') // 'abc'
 */
export function readLinkToken(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token');
}

/**
 * Follows the address: a second link opened in the same tab changes only what stands behind `#`. Not to where it leads next: while the
 * next page is loaded this one still shows, and its link was complete.
 */
export function useLinkToken(): string | null {
  const { pathname, hash } = useLocation();
  const [link, setLink] = useState({ pathname, token: readLinkToken(hash) });
  const token = pathname === link.pathname ? readLinkToken(hash) : link.token;
  if (token !== link.token) setLink({ pathname, token });
  return token;
}
