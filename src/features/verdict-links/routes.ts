import type { Page } from '../../http/page.ts';
import { askVerdict, giveVerdict } from './give-verdict.ts';

/** The pages behind links in mails: for whoever has the link. */
export const verdictPages: Page[] = [
  { method: 'GET', path: '/v/:token', run: askVerdict },
  { method: 'POST', path: '/v/:token', run: giveVerdict },
];
