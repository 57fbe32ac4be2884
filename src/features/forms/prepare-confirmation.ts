import type { Ctx } from '../../context.ts';
import { formWords } from '../../core/forms/words.ts';
import { hashToken, newToken } from '../sessions/mint-token.ts';
import type { FormRow, NewSubmission } from './store.ts';

const linkWorksFor = 7 * 86_400_000;

/** The submission waits until the link of a mail is used. The mail says nothing that a stranger wrote. */
export function prepareConfirmation(ctx: Ctx, form: FormRow, { id, answers }: Pick<NewSubmission, 'id' | 'answers'>) {
  const key = form.definition.fields.find(({ fills }) => fills === 'email')?.key ?? '';
  const to = String(answers[key]);
  const token = newToken();
  const words = formWords(form.definition.language);
  const confirmUntil = new Date(ctx.now.getTime() + linkWorksFor);
  return {
    values: { status: 'waiting' as const, confirmHash: hashToken(token), confirmUntil },
    mail: {
      key: `submission:${id}`,
      to,
      subject: words.mailSubject,
      text: [
        words.mailText.replace('{form}', () => form.name),
        '',
        `${ctx.publicUrl}/f/${form.key}/confirm/${token}`,
        '',
        words.mailIgnore,
        '',
      ].join('\n'),
    },
  };
}
