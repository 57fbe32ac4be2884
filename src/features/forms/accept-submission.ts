import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { askedFields } from '../../core/forms/definition.ts';
import { inputNames, readSubmission } from '../../core/forms/read-submission.ts';
import { requireFound } from '../../core/version.ts';
import { addCounts } from '../../db/form-counts.ts';
import { recordChange } from '../audit/record-change.ts';
import { writeMail } from '../outbox/write-mail.ts';
import { checkAuthor } from './check-author.ts';
import { describeSubmissions } from './list-submissions.ts';
import { prepareConfirmation } from './prepare-confirmation.ts';
import type { FormSubmission } from './schema.ts';
import { type FormRow, findForm, findSubmission, lockSubmission, type SubmissionRow, updateCleared } from './store.ts';

/**
 * Accepts what was suspected wrongly: it goes on as if nobody had suspected it, and is of the time at which it was sent.
 * Where the form asks for a confirmation, that is still asked for. Accepting it again changes nothing.
 */
export async function acceptSubmission(ctx: Ctx, formId: string, submissionId: string): Promise<FormSubmission> {
  checkAuthor(ctx);
  const form = requireFound('form', await findForm(ctx, formId));
  await tx(ctx, async (ctx) => {
    const row = requireFound('submission', await lockSubmission(ctx, formId, submissionId));
    if (row.status !== 'suspected') return;
    const { unsent } = row;
    if (unsent === null) {
      const detail = 'Of this submission too little was kept to accept it. Add the person by hand.';
      throw new BatonError('conflict', 'submission.not-kept', detail);
    }
    checkAnswers(form, row);
    const isAsked = form.definition.doubleOptIn;
    const confirmation = isAsked ? prepareConfirmation(ctx, form, row) : null;
    const values = confirmation?.values ?? { status: 'accepted' as const, confirmHash: null, confirmUntil: null };
    await updateCleared(ctx, row.id, { ...values, unsent });
    if (confirmation !== null) await writeMail(ctx, confirmation.mail);
    const { page, submittedAt } = row;
    await addCounts(ctx, { formId, page, at: submittedAt }, { submissions: 1, suspected: -1 });
    if (unsent.seenAt) await addCounts(ctx, { formId, page, at: new Date(unsent.seenAt) }, { converted: 1 });
    if (confirmation === null) {
      await ctx.enqueue(ctx.db, 'send-submission', { workspace: ctx.workspace, submissionId });
    }
    await recordChange(ctx, {
      verb: 'submission.accepted',
      object: 'form',
      objectId: formId,
      before: { submissionId, status: 'suspected', suspicion: row.suspicion },
      after: { submissionId, status: values.status, suspicion: null },
    });
  });
  const row = requireFound('submission', await findSubmission(ctx, formId, submissionId));
  return requireFound('submission', (await describeSubmissions(ctx, form, [row]))[0]);
}

/** What was suspected was not looked at: it may be as empty as what robots send. */
function checkAnswers({ definition }: FormRow, { answers, consents }: SubmissionRow): void {
  const inputs = new Map([
    ...Object.entries(answers).map(([key, answer]): [string, string] => [key, String(answer)]),
    ...consents.map(({ purpose, ticked }): [string, string] => [inputNames.consent(purpose), ticked ? '1' : '']),
  ]);
  // What this browser had answered before it may have been spared.
  const left = definition.fields.flatMap(({ key }) => (key in answers ? [] : [key]));
  const fields = askedFields(definition.fields, left);
  const { faults } = readSubmission({ ...definition, fields }, inputs, null);
  if (faults.length === 0) return;
  const missing = faults.map(({ input }) => input).join(', ');
  const detail = `The form would not have taken these answers (${missing}). Add the person by hand.`;
  throw new BatonError('conflict', 'submission.incomplete', detail);
}
