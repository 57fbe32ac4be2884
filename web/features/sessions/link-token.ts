import { useLocation } from '@tanstack/react-router';

/**
 * The token of a link from a mail. It stands behind `#`, which browsers send to no server and write into no log.
 *
 * @example
 * readLinkToken('#token=abc') // 'abc'
 */
export function readLinkToken(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token');
}

/** Follows the address: a second link opened in the same tab changes only what stands behind `#`. */
export function useLinkToken(): string | null {
  return readLinkToken(useLocation({ select: ({ hash }) => hash }));
}
