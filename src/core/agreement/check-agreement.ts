import { buildCatalogue, type Catalogue, type CustomFields } from './catalogue.ts';
import { type Capacity, checkCapacity } from './check-capacity.ts';
import { checkCondition } from './check-condition.ts';
import { checkFeedback } from './check-feedback.ts';
import { checkForm } from './check-form.ts';
import { checkNever } from './check-never.ts';
import { checkPeople, type People } from './check-people.ts';
import { checkPromises } from './check-promises.ts';
import { checkStages } from './check-stages.ts';
import { listConditions } from './clauses.ts';
import type { Finding } from './problem.ts';
import type { Agreement } from './schema.ts';

/** What the workspace knows and an agreement does not say. What is absent is not checked. */
export type CheckContext = {
  /** ISO 4217; an agreement is in the currency of its workspace. */
  currency?: string | undefined;
  /** Types of the workspace's own fields by name, such as `contact.custom.plan`. */
  customFields?: CustomFields | undefined;
  capacity?: Capacity | undefined;
  people?: People | undefined;
};

/**
 * Everything that can be said about an agreement of the right form: conditions against the field catalogue, references
 * between clauses, and the cross-checks. Errors first refuse the proposal, warnings are findings, notes say what could
 * not be checked.
 *
 * @example
 * checkAgreement(agreement, { currency: 'USD' })[0].code // 'agreement.other-currency': it is in EUR
 */
export function checkAgreement(agreement: Agreement, context: CheckContext = {}): Finding[] {
  const catalogue = buildCatalogue(agreement, context.customFields);
  const conditions = checkConditions(agreement, catalogue);
  return [
    ...checkCurrency(agreement, context.currency),
    ...checkForm(agreement),
    ...conditions,
    ...checkStages(agreement, catalogue),
    // What can never hold is only asked of conditions that mean something.
    ...(conditions.length === 0 ? checkNever(agreement, catalogue) : []),
    ...checkPromises(agreement),
    ...checkFeedback(agreement),
    ...checkPeople(agreement, context.people),
    ...checkCapacity(agreement, context.capacity),
  ];
}

function checkConditions(agreement: Agreement, catalogue: Catalogue): Finding[] {
  return listConditions(agreement).flatMap(({ path, condition }) =>
    checkCondition(condition, catalogue).map((problem) => ({
      severity: 'error' as const,
      code: 'agreement.condition',
      ...problem,
      path: [...path, ...problem.path],
    })),
  );
}

function checkCurrency(agreement: Agreement, currency: string | undefined): Finding[] {
  if (currency === undefined || currency === agreement.currency) return [];
  return [
    {
      severity: 'error',
      code: 'agreement.other-currency',
      path: ['currency'],
      message: `The agreement is in ${agreement.currency}, the workspace in ${currency}.`,
      remedy: `Write ${currency} and amounts in it.`,
    },
  ];
}
