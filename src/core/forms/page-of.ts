/** Longer paths are nobody's page. */
const longest = 300;

/**
 * The page that an address is of: host and path, without what a link adds to it, so that all visits of a page are counted
 * together. Null for what is no address of the web.
 *
 * @example
 * pageOf('https://www.Example.com/contact/?utm_source=fair#form') // 'www.example.com/contact'
 * pageOf('https://example.com') // 'example.com/'
 */
export function pageOf(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const { protocol, host, pathname } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  const path = pathname.length > 1 ? pathname.replace(/\/+$/, '') || '/' : pathname;
  return `${host}${path}`.slice(0, longest);
}
