import { storeTexts } from '../../core/agreement/stored-text.ts';
import { sortKey } from '../../core/text.ts';

/** What a deal is compared, found and sorted by, as JSON text. */
export const storeDealTexts = ({ name, stage }: { name: string; stage: string }): string =>
  JSON.stringify({ ...storeTexts({ name, stage }), sort: sortKey(name) });
