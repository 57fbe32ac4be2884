import { readFileSync, writeFileSync } from 'node:fs';
import type { CureOwner, Signal } from '../src/core/diagnosis/signal.ts';
import { findSymptom, listSignals, type SymptomKey, symptomKeys } from '../src/core/diagnosis/symptoms.ts';

/** Writes docs/symptoms.md from the data in code; with --check it only says whether the file is still true. */
const file = new URL('../docs/symptoms.md', import.meta.url);

const owners: Record<CureOwner, string> = {
  'head-of-marketing': 'the head of Marketing',
  'head-of-sales': 'the head of Sales',
  board: 'both heads',
  revops: 'RevOps',
  sponsor: 'the sponsor',
};

/** Of what the least number is a number. A count has no interval: what was looked at is all there is. */
const notSampled = new Set<Signal['kind']>(['count', 'streak']);

function sayThreshold({ kind, unit, fires, threshold }: Signal): string {
  const amount =
    unit === 'share'
      ? `${threshold * 100} %`
      : unit === 'points'
        ? `${threshold * 100} points`
        : unit === 'times'
          ? `${threshold} times`
          : unit === 'days'
            ? `${threshold} days`
            : String(threshold);
  const side = { below: 'below', above: 'above', from: 'from' }[fires];
  const bound = fires === 'below' ? 'upper' : 'lower';
  return notSampled.has(kind) ? `${side} ${amount}` : `${bound} bound ${side} ${amount}`;
}

function describeSignal({ key, signal }: { key: string; signal: Signal }): string {
  const { name, numerator, denominator, minimum, collector } = signal;
  return `| \`${key}\` | ${name} | ${numerator} | ${denominator} | ${sayThreshold(signal)} | ${minimum} | ${collector} |`;
}

function describeSymptom(key: SymptomKey, at: number): string {
  const { words, cure } = findSymptom(key);
  return `### ${at + 1}. "${words}"

\`${key}\`. Cure: ${cure.sentence} Sees to it: ${owners[cure.owner]}.

| signal | says | counts | of | fires | least | gathered from |
| --- | --- | --- | --- | --- | --- | --- |
${listSignals(key).map(describeSignal).join('\n')}
`;
}

const groups = [...new Set(symptomKeys.map((key) => findSymptom(key).group))];
const sections = groups.map((group) => {
  const keys = symptomKeys.filter((key) => findSymptom(key).group === group);
  return `## ${group}\n\n${keys.map((key) => describeSymptom(key, symptomKeys.indexOf(key))).join('\n')}`;
});

const text = `# Symptoms of misalignment

<!-- Written by scripts/write-symptoms.ts from the data in code. Change that, then run the script. -->

What tells that Marketing and Sales do not pull together, in the words that people use, with the evidence for it and the cure.
There are ${symptomKeys.length}. Thresholds and least numbers are conventions: a workspace may set its own.

- A signal **fires** only when the bound of its 95 % interval is past the threshold, not the figure alone. What is counted whole,
  such as terms without a signature, has no interval.
- It is **quiet** only when there is enough data and the figure is on the right side. With less it says "not enough data (7 of 30)",
  and so it does while the figure is past the threshold and its bound is not.
- A symptom fires when one of its signals does, and is quiet only when all of them are. What has not been gathered is named:
  "cannot be measured yet".
- Severity is how far the figure is past the threshold, in parts of the threshold, from 0 to 1. What fires is put in order by what it
  is expected to cost, where that can be computed, else by severity; 30 days later it is measured again.

${sections.join('\n')}`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/symptoms.md is not what the code says. Run: node scripts/write-symptoms.ts');
  process.exit(1);
}
