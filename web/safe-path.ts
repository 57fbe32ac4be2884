/**
 * Where to go after signing in: a path of this site and nothing else, whatever the address bar says.
 *
 * @example
 * safePath('/settings/members?search=mary') // '/settings/members?search=mary'
 * safePath('//evil.example') // '/'
 * safePath('/\\evil.example') // '/'
 */
export function safePath(wanted: string | undefined, origin: string = location.origin): string {
  if (!wanted?.startsWith('/')) return '/';
  try {
    const address = new URL(wanted, origin);
    if (address.origin !== origin || address.pathname.startsWith('//')) return '/';
    return address.pathname + address.search + address.hash;
  } catch {
    return '/';
  }
}
