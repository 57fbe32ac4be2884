import type { Catalogue } from './catalogue.ts';
import { nearestField, resolveField } from './catalogue.ts';
import { suggestWord } from './nearest-word.ts';
import type { Finding } from './problem.ts';
import type { Agreement } from './schema.ts';

const error = (code: string, path: (string | number)[], message: string, remedy: string): Finding => {
  return { severity: 'error', code: `agreement.${code}`, path, message, remedy };
};

/**
 * A stage that nothing enters, a hand-over to nobody or twice, required information that is no field, a routing rule or
 * journey step that names what is not there.
 *
 * @example
 * checkStages(agreement, buildCatalogue(agreement)) // []
 */
export function checkStages(agreement: Agreement, catalogue: Catalogue): Finding[] {
  return [...checkEntries(agreement), ...checkHandover(agreement), ...checkRequired(agreement, catalogue)];
}

function checkEntries({ stages }: Agreement): Finding[] {
  return stages.flatMap((stage, index) => {
    if (stage.enterWhen !== undefined || stage.by !== undefined) return [];
    const remedy = 'Add enter_when: and a condition, or by: sales, marketing or both.';
    return [error('stage-not-entered', ['stages', index], `Nothing ever enters the stage "${stage.name}".`, remedy)];
  });
}

function checkHandover({ stages, routing }: Agreement): Finding[] {
  const handing = stages.flatMap((stage, index) => (stage.handTo === undefined ? [] : [index]));
  const [, second] = handing;
  if (second !== undefined) {
    const path = ['stages', second, 'handTo'];
    return [error('hand-over', path, 'Two stages hand leads to Sales.', 'Let one stage hand over.')];
  }
  if (handing.length === 0) {
    const message = 'No stage hands leads to Sales.';
    return [
      {
        severity: 'warning',
        code: 'agreement.hand-over',
        path: ['stages'],
        message,
        remedy: 'Add hand_to: sales to one.',
      },
    ];
  }
  if (routing.length > 0) return [];
  const remedy = 'Add a routing rule, such as { key: all, to: team:inbound }.';
  return [error('hand-over', ['routing'], 'Leads are handed over but no rule says to whom.', remedy)];
}

function checkRequired({ stages, feedback, routing }: Agreement, catalogue: Catalogue): Finding[] {
  const fields = stages.flatMap((stage, index) =>
    stage.requires.flatMap((name, place) => {
      if (resolveField(name, catalogue) !== undefined) return [];
      const nearest = nearestField(name, catalogue);
      const remedy = nearest ? `Did you mean ${nearest}?` : 'Choose a field from the list of fields.';
      return [error('unknown-field', ['stages', index, 'requires', place], `There is no field "${name}".`, remedy)];
    }),
  );
  const reasons = feedback?.reasons.map(({ key }) => key) ?? [];
  const credits = routing.flatMap((rule, index) =>
    (rule.creditBack?.reasons ?? []).flatMap((reason, place) => {
      if (reasons.includes(reason)) return [];
      const path = ['routing', index, 'creditBack', 'reasons', place];
      return [error('unknown-reason', path, `There is no reason "${reason}".`, suggestWord(reason, reasons))];
    }),
  );
  return [...fields, ...credits];
}
