import type { Signal, SignalInputs, Symptom } from './signal.ts';
import { goalSymptoms } from './symptoms-of-goals.ts';
import { teamSymptoms } from './symptoms-of-teams.ts';
import { workSymptoms } from './symptoms-of-work.ts';

const symptoms = { ...teamSymptoms, ...workSymptoms, ...goalSymptoms };
type Symptoms = typeof symptoms;

export type SymptomKey = keyof Symptoms;

/** What collectors have gathered, by symptom and signal. What is not there cannot be measured yet. */
export type DiagnosisInputs = {
  readonly [S in SymptomKey]?: {
    readonly [K in keyof Symptoms[S]['signals']]?: Symptoms[S]['signals'][K] extends { kind: infer Kind }
      ? Kind extends keyof SignalInputs
        ? SignalInputs[Kind] | null
        : never
      : never;
  };
};

/** Every symptom, in the order of the founding documents. */
export const symptomKeys = Object.keys(symptoms) as [SymptomKey, ...SymptomKey[]];

/**
 * A symptom by its key: its words, its signals, its cure.
 *
 * @example
 * findSymptom('everything-is-a-lead').words // 'Everything is a lead.'
 */
export function findSymptom(key: SymptomKey): Symptom {
  return symptoms[key];
}

/**
 * The signals of a symptom, in order, each with its key.
 *
 * @example
 * listSignals('blame-game').map(({ key }) => key) // ['disputes']
 */
export function listSignals(symptom: SymptomKey): { key: string; signal: Signal }[] {
  return Object.entries(findSymptom(symptom).signals).map(([key, signal]) => ({ key, signal }));
}
