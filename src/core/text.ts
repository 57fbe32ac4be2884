/**
 * The form in which text is compared and found: NFKC, lower case, trimmed, inner white space collapsed. Computed here and
 * stored beside the value, so that TypeScript and every PostgreSQL agree whatever their collations.
 *
 * @example
 * foldText('  Émile   ZOLA ') // 'émile zola'
 */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim().replace(/\s+/gu, ' ');
}

/**
 * The key by which people and teams are put in order: folded, without accents, so that "Émile" stands beside "Emil".
 *
 * @example
 * sortKey('Émile Zola') // 'emile zola'
 */
export function sortKey(text: string): string {
  return foldText(text)
    .normalize('NFD')
    .replace(/\p{Mn}+/gu, '');
}
