/**
 * The token of a link from a mail. It stands behind `#`, which browsers send to no server and write into no log.
 *
 * @example
 * readLinkToken('#token=abc') // 'abc'
 */
export function readLinkToken(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token');
}
