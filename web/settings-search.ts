/**
 * What the address of a settings page may say: `?invite=yes` opens a dialog, `?member=<id>` a record, `?verb=…` filters.
 * Every section reads the names it knows; all values are text.
 */
export type SettingsSearch = { [name: string]: string | undefined };

/**
 * @example
 * readSettingsSearch({ invite: 'yes', page: 2, odd: null }) // { invite: 'yes', page: '2' }
 */
export function readSettingsSearch(search: Record<string, unknown>): SettingsSearch {
  const texts = Object.entries(search).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, String(value)]] : [],
  );
  return Object.fromEntries(texts);
}

/**
 * @example
 * writeSearch({ search: 'mary ann', page: undefined }) // '?search=mary+ann'
 */
export function writeSearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(given).toString();
  return text ? `?${text}` : '';
}
