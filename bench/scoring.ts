import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { assessContact } from '../src/core/scoring/assessment.ts';
import { scoreEngagement } from '../src/core/scoring/engagement.ts';
import type { ScoredTouch, ScoreHistory, ScoringRules } from '../src/core/scoring/rules.ts';

/**
 * Scores per second on plain objects, by touches a contact: engagement alone, and the whole assessment with grade and the
 * instant until which it holds. Beside it the limit of this machine in the same run: only the powers that decay needs.
 */
const seed = 1;
const contacts = 2_000;
const day = 86_400_000;
const now = 200 * day;
const kinds = ['form-submitted', 'page-viewed', 'webinar-attended', 'email-clicked'];

/** Mulberry32: chance from a seed, the same on every machine. */
function startChance(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const rules: ScoringRules<{ segment: boolean }, ScoredTouch> = {
  fit: [
    { key: 'fit-segment', points: 50, when: ({ segment }) => segment },
    { key: 'fit-persona', points: 30, when: () => true },
    { key: 'fit-junk', points: -40, when: () => false },
  ],
  engagement: {
    halfLife: 30 * day,
    onRecycle: 'keep-half',
    rules: [
      { key: 'demo', points: 50, touch: 'form-submitted', halfLife: 90 * day },
      { key: 'pricing', points: 15, touch: 'page-viewed', halfLife: 14 * day, atMost: 30, when: ({ id }) => id < '4' },
      { key: 'webinar', points: 20, touch: 'webinar-attended' },
      { key: 'click', points: 5, touch: 'email-clicked', atMost: 20 },
      { key: 'careers', points: -15, touch: 'page-viewed', when: ({ id }) => id > '8' },
    ],
  },
  grade: { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 75, 2: 50, 3: 25 } },
};

function makeHistories(touches: number): ScoreHistory<ScoredTouch>[] {
  const chance = startChance(seed);
  return Array.from({ length: contacts }, () => ({
    recycles: chance() < 0.1 ? [{ at: 100 * day, knownAt: 100 * day }] : [],
    touches: Array.from({ length: touches }, () => {
      const at = Math.floor(chance() * now);
      return {
        id: chance().toString(36).slice(2),
        kind: kinds[Math.floor(chance() * 4)] ?? 'page-viewed',
        at,
        knownAt: at,
      };
    }),
  }));
}

/** Runs for half a second after a first round, and gives rounds per second. */
function measure(round: () => void): number {
  round();
  const began = performance.now();
  let rounds = 0;
  while (performance.now() - began < 500) {
    round();
    rounds += 1;
  }
  return (1_000 * rounds) / (performance.now() - began);
}

let sink = 0;
const results = [5, 50, 500].map((touches) => {
  const histories = makeHistories(touches);
  const perSecond = (score: (history: ScoreHistory<ScoredTouch>) => number) => {
    let next = 0;
    return Math.round(
      measure(() => {
        sink += score(histories[next % contacts] as ScoreHistory<ScoredTouch>);
        next += 1;
      }),
    );
  };
  return {
    touchesPerContact: touches,
    perSecond: {
      engagement: perSecond((history) => scoreEngagement(rules.engagement, history, now).score),
      assessment: perSecond((history) => assessContact(rules, { segment: true }, history, now).fit.score),
      powersAlone: perSecond(({ touches: all }) => all.reduce((sum, { at }) => sum + 15 * 2 ** ((at - now) / day), 0)),
    },
  };
});
const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8'));
const machine = { cpus: cpus().length, node: process.version };
console.log(JSON.stringify({ bench: 'scoring', version, seed, contacts, machine, results, sink: sink > 0 }, null, 2));
