import type { Ctx } from '../../context.ts';
import { startChance } from '../../core/statistics/chance.ts';
import { answerRejection, contestRejection } from '../feedback/answer-rejection.ts';
import { decideRejection } from '../feedback/decide-rejection.ts';

/** The story as those who play in it see it. */
export type Stage = {
  readonly seed: number;
  readonly end: number;
  /** What comes from then on waits for whoever looks at the sample. */
  readonly quietFrom: number;
  /** What people who are planted are there for, by their addresses. */
  readonly scripts: ReadonlyMap<string, string>;
  /** Has something happen at an instant; never after the end. */
  at(instant: number, run: (ctx: Ctx) => Promise<void>): void;
  /** The ctx as somebody of the cast acts in it. */
  as(ctx: Ctx, key: string): Ctx;
  keyOf(memberId: string): string | null;
  idOf(key: string): string;
  /** When so many business hours of a member have passed. */
  after(memberId: string, from: number, hours: number): number;
};

/** Business hours that the agreement gives for an answer. */
const answerHours = 24;

export type PlayedRejection = { id: string; n: number; reason: string; script: string | null; at: number };

/** Marketing answers a rejection, or contests it, and then both heads rule. */
export function playRejection(stage: Stage, { id, n, reason, script, at }: PlayedRejection): void {
  if (script === 'rejected') return;
  const chance = startChance(Math.imul(stage.seed + 19, 0x7feb352d) ^ Math.imul(n + 1, 0x846ca68b));
  chance.next();
  const share = chance.next() < 0.06 ? 1.6 : 0.15 + chance.next() * 0.5;
  const contests = script === 'contested' || (reason !== 'not-icp-company' && chance.next() < 0.16);
  const upheld = chance.next() < 0.5;
  const agrees = chance.next() < 0.8;
  const later = (from: number, hours: number) => stage.after(stage.idOf('miriam'), from, hours);
  const answersAt = later(at, Math.min(share, contests ? 0.6 : share) * answerHours);
  const rule = (when: number, key: string, stays: boolean) =>
    stage.at(when, async (ctx) => {
      await decideRejection(stage.as(ctx, key), id, { ruling: stays ? 'upheld' : 'overturned' });
    });
  stage.at(answersAt, async (ctx) => {
    const head = stage.as(ctx, 'miriam');
    if (!contests) {
      await answerRejection(head, id, toAnswer(n, reason));
      return;
    }
    await contestRejection(head, id, contestTexts[n % contestTexts.length] ?? '');
    rule(later(answersAt, 5), 'henrik', upheld);
    // What is planted waits for whoever looks at the sample.
    if (script === null) rule(later(answersAt, 9), 'miriam', agrees ? upheld : !upheld);
  });
}

const contestTexts = [
  'She asked for a demo herself, and her plant is in our segment.',
  'He is the one who chose the system that they have now.',
  'They have just hired for this. Please look once more.',
];

const answers: Record<string, { text: string; change: string | null }> = {
  'not-icp-company': {
    text: 'The prize draws everybody. We narrow whom it is shown to.',
    change: 'operations-giveaway',
  },
  'not-icp-role': { text: 'We leave consultants out of the audience.', change: 'operations-giveaway' },
  'bad-data': { text: 'The form checks the address now.', change: null },
  'not-a-lead': { text: 'Visits of the careers page take points away.', change: null },
  'no-authority': { text: 'We write to the head of the department as well.', change: null },
};

function toAnswer(n: number, reason: string) {
  const { text, change } = answers[reason] ?? { text: 'Thank you, we see it in the next review.', change: null };
  // Not each answer changes something.
  const changes =
    change === null || n % 3 > 0 ? [] : [{ kind: 'campaign' as const, ref: change, text: 'Narrower audience' }];
  return { text, changes };
}
