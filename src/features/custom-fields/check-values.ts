import type { Ctx } from '../../context.ts';
import { storeText } from '../../core/agreement/stored-text.ts';
import { type CustomFieldRule, type CustomValue, fitCustomValue } from '../../core/custom-field.ts';
import { BatonError } from '../../core/errors.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { type RecordKind, type Replacement, replaceValues, tallyValues } from './store.ts';

/** More different values than this are looked at by nobody who chooses a type. */
const mostDifferent = 20_000;
const mostExamples = 5;

/**
 * Gives the values under a key the form of a type: `'12'` becomes `12` where the field is a number. One that does not fit
 * refuses all, with a count and examples.
 */
export async function convertValues(ctx: Ctx, object: RecordKind, key: string, rule: CustomFieldRule): Promise<void> {
  const { zone } = await readWorkspace(ctx);
  const rows = await tallyValues(ctx, object, key, mostDifferent + 1);
  if (rows.length > mostDifferent) {
    const detail = `Records have more than ${mostDifferent} different values here: only a text can hold them.`;
    if (rule.type !== 'text') throw refuse(detail, {});
    return;
  }
  const read = rows.map((row) => ({ ...row, fitted: fitCustomValue(rule, row.value, zone) }));
  const unfit = read.filter(({ fitted }) => 'problem' in fitted);
  if (unfit.length > 0) {
    const count = unfit.reduce((sum, row) => sum + row.count, 0);
    const examples = unfit.slice(0, mostExamples).map(({ value, example }) => ({ value: say(value), name: example }));
    const said = examples.map(({ value }) => `“${value}”`).join(', ');
    const whose = count === 1 ? 'One record has a value' : `${count} records have values`;
    throw refuse(`${whose} that would not fit: ${said}. Change them first.`, { count, examples });
  }
  const replacements = read.flatMap(({ value, fitted }): Replacement[] =>
    'value' in fitted && fitted.value !== value ? [{ from: value, to: fitted.value, text: textOf(fitted.value) }] : [],
  );
  await replaceValues(ctx, object, key, replacements);
}

const textOf = (value: CustomValue) => (typeof value === 'boolean' ? null : storeText(String(value)));

function say(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${[...text].slice(0, 60).join('')}…` : text;
}

function refuse(detail: string, extra: Record<string, unknown>): BatonError {
  return new BatonError('conflict', 'custom-field.values-unfit', detail, {
    errors: [{ pointer: '#/type', detail }],
    extra,
  });
}
