import type { Ctx } from '../../context.ts';
import { buildCatalogue, type CustomFields } from '../../core/agreement/catalogue.ts';
import { checkCondition } from '../../core/agreement/check-condition.ts';
import { listConditions } from '../../core/agreement/clauses.ts';
import type { CustomFieldRule } from '../../core/custom-field.ts';
import { BatonError } from '../../core/errors.ts';
import { findAgreementInForce } from './find-agreement.ts';
import { listMentions } from './store.ts';

/** The numbers of the versions that name a field, the newest first; drafts are checked anew whenever they are read. */
export async function findMentions(ctx: Ctx, field: string): Promise<number[]> {
  return listMentions(ctx, field);
}

/** Refuses a definition with which a condition of the agreement in force would mean nothing. */
export async function refuseMisfit(ctx: Ctx, field: string, { type, options }: CustomFieldRule): Promise<void> {
  const version = await findAgreementInForce(ctx);
  if (version === null) return;
  const types: CustomFields = { [field]: type === 'choice' ? { type, choices: options } : type };
  const catalogue = buildCatalogue(version.agreement, types);
  const conditions = listConditions(version.agreement).map(({ condition }) => condition);
  const [problem] = conditions.flatMap((condition) => checkCondition(condition, catalogue));
  if (problem === undefined) return;
  const detail = `The agreement in force asks this field in another way. ${problem.message}`;
  throw new BatonError('conflict', 'custom-field.agreed', detail, { errors: [{ pointer: '#/type', detail }] });
}
