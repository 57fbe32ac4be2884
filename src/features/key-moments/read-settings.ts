import type { Ctx } from '../../context.ts';
import { listLeaves } from '../../core/agreement/condition.ts';
import type { Agreement } from '../../core/agreement/schema.ts';
import { findAgreementInForce } from '../agreements/find-agreement.ts';
import type { MomentSettings } from './schema.ts';
import { findPaths } from './store.ts';

/** Which pages make a key moment: those that were chosen, else those of the agreement in force. */
export async function readSettings(ctx: Ctx): Promise<MomentSettings> {
  const paths = await findPaths(ctx);
  if (paths !== null) return { paths, inForce: paths };
  const version = await findAgreementInForce(ctx);
  return { paths, inForce: version === null ? [] : listScoredPaths(version.agreement) };
}

/** The paths of pages to whose visitors the scoring of an agreement gives points. */
export function listScoredPaths({ scoring }: Agreement): string[] {
  const rules = scoring?.engagement.rules ?? [];
  const paths = rules.flatMap(({ points, touch, when }) =>
    points <= 0 || (touch !== undefined && touch !== 'page-viewed') || when === undefined
      ? []
      : listLeaves(when).flatMap(({ leaf: { field, op, value }, path }) =>
          field !== 'touch.path' || path.includes('none') ? [] : toPatterns(op, value),
        ),
  );
  return [...new Set(paths)];
}

function toPatterns(op: string, value: unknown): string[] {
  const texts = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
  if (op === 'equals' || op === 'starts-with' || op === 'in') return texts.filter((text) => text.startsWith('/'));
  return op === 'contains' ? texts.map((text) => `*${text}`) : [];
}
