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
