import { isbot } from 'isbot';
import type { SourceActor } from '../../core/actor.ts';
import type { Exchange } from '../../http/route.ts';

/**
 * Whether a request comes from a page that nobody looks at: a browser that only fetches ahead. Signals of privacy
 * (`Sec-GPC`, `DNT`) are answered here too, once a workspace can say what they mean to it.
 */
export function suppressVisit(source: SourceActor, { header }: Exchange): boolean {
  const purpose = header('sec-purpose') ?? header('purpose') ?? header('x-moz') ?? '';
  return source.sends === 'website' && /prefetch|preview|prerender/i.test(purpose);
}

/** Whether a robot visited. Only websites have robots; a program that sends messages is one itself. */
export function suppressRobot(source: SourceActor, userAgent: string): boolean {
  return source.sends === 'website' && isbot(userAgent);
}
