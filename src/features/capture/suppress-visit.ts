import { isbot } from 'isbot';
import type { SourceActor } from '../../core/actor.ts';
import type { NoticeCode } from '../../core/capture/find-notices.ts';
import type { Exchange } from '../../http/route.ts';

/**
 * Why nothing of a request is taken: a browser that only fetches ahead shows a page that nobody looks at, and a visitor may
 * ask not to be watched where the source has it that way. Null where it is taken.
 */
export function suppressVisit(source: SourceActor, exchange: Exchange): NoticeCode | null {
  if (source.sends !== 'website') return null;
  const { header } = exchange;
  const purpose = header('sec-purpose') ?? header('purpose') ?? header('x-moz') ?? '';
  if (/prefetch|preview|prerender/i.test(purpose)) return 'prefetch';
  return source.privacySignal === 'drop' && asksForPrivacy(exchange) ? 'privacy-dropped' : null;
}

/** Whether a visitor denies analytics by a signal that this source heeds. */
export const deniesAnalytics = (source: SourceActor, exchange: Exchange): boolean =>
  source.sends === 'website' && source.privacySignal === 'deny' && asksForPrivacy(exchange);

/** Global Privacy Control, or Do Not Track, which it follows. Both are 1 or nothing. */
const asksForPrivacy = ({ header }: Exchange): boolean =>
  header('sec-gpc')?.trim() === '1' || header('dnt')?.trim() === '1';

/** Whether a robot visited. Only websites have robots; a program that sends messages is one itself. */
export function suppressRobot(source: SourceActor, userAgent: string): boolean {
  return source.sends === 'website' && isbot(userAgent);
}
