import type { Ctx } from '../../context.ts';
import type { Party } from '../../core/agreement/version-life.ts';
import { requireFound } from '../../core/version.ts';
import { notifyMembers } from '../notifications/notify-members.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { findVersion, listSigners, type NamedVersion } from './store.ts';

export type Occasion = 'proposed' | 'changed' | 'returned' | 'withdrawn' | 'signed' | 'in-force';

/** Tells those who sign for the parties, but for whoever does it. Needs the transaction of the cause. */
export async function notifyParties(
  ctx: Ctx,
  versionId: string,
  occasion: Occasion,
  parties: readonly Party[],
): Promise<void> {
  const version = requireFound('agreement', await findVersion(ctx, versionId));
  const signers = await listSigners(ctx);
  const told = signers.filter(({ party }) => parties.includes(party)).map(({ memberId }) => memberId);
  const { zone, locale } = await readWorkspace(ctx);
  const say = sayOccasion(ctx, version, (at) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long', timeZone: zone }).format(at),
  );
  const { subject, text } = say[occasion];
  const about = `version ${version.number} of our agreement`;
  await notifyMembers(ctx, [
    {
      ...{ kind: 'agreement', key: `agreement:${versionId}:${version.proposal}:${occasion}:${version.version}` },
      ...{ memberIds: told, object: 'agreement', objectId: versionId, text: `${subject}: ${about}.` },
      letter: { subject: `${subject}: ${about}`, lines: text.split('\n') },
    },
  ]);
}

type Letter = { subject: string; text: string };

function sayOccasion(ctx: Ctx, row: NamedVersion, sayInstant: (at: Date) => string): Record<Occasion, Letter> {
  const actor = ctx.actor.kind === 'member' ? ctx.actor.name : 'Baton';
  const named = `version ${row.number} of the agreement, "${row.name}"`;
  const begins = row.effectiveAt
    ? `It comes into force on ${sayInstant(row.effectiveAt)}.`
    : 'It comes into force as soon as it is signed.';
  const message = (text: string | null) => (text === null ? [] : ['', text]);
  const letter = (subject: string, ...lines: string[]): Letter => ({ subject, text: lines.join('\n') });
  return {
    proposed: letter(
      'Please read and sign',
      `${actor} proposes ${named}.`,
      ...message(row.message),
      '',
      `${begins} Sign it, or return it with what you want changed.`,
    ),
    changed: letter(
      'Changed after it was proposed',
      `${actor} changed the text of ${named}. It is a draft again, and signatures under the earlier text are void.`,
    ),
    returned: letter('Returned', `${actor} returns ${named}.`, ...message(row.returnedMessage)),
    withdrawn: letter('Withdrawn', `${actor} withdrew ${named}. Nothing of it comes into force.`),
    signed: letter('Signed', `Everybody whose signature is needed has signed ${named}. ${begins}`),
    'in-force': letter('In force', `From now on ${named}, is in force. Everybody is asked to confirm it.`),
  };
}
