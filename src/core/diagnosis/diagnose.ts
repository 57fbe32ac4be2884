import { type JudgedSignal, judgeSignal, type Limits, type SignalState } from './judge-signal.ts';
import type { Collector, CureOwner, Signal, SignalInputs, SignalKind } from './signal.ts';
import { type DiagnosisInputs, findSymptom, listSignals, type SymptomKey, symptomKeys } from './symptoms.ts';

const day = 86_400_000;

/** What a workspace sets otherwise. Signals are named `<symptom>.<signal>`. */
export type DiagnosisSettings = {
  readonly limits?: Readonly<Record<string, Partial<Limits>>>;
  /** Days until it is measured whether the cure has helped. */
  readonly measureAgainAfterDays?: number;
};

export type SignalFinding = JudgedSignal & { readonly key: string; readonly signal: Signal };

/** What would have to be gathered before a signal can be measured. */
export type MissingInput = {
  readonly signal: string;
  readonly collector: Collector;
  readonly numerator: string;
  readonly denominator: string;
};

export type Finding = {
  readonly symptom: SymptomKey;
  /** As people say it. */
  readonly words: string;
  /** Firing when one of its signals does; quiet only when all of them are. */
  readonly state: SignalState;
  readonly signals: readonly SignalFinding[];
  /** That of the gravest signal that fires. */
  readonly severity: number | null;
  /** What it is expected to cost, in the unit of the costs given; null where that cannot be computed. */
  readonly cost: number | null;
  readonly cure: { readonly sentence: string; readonly owner: CureOwner };
  /** Epoch milliseconds; null where there is nothing to cure. */
  readonly measureAgainAt: number | null;
  readonly missing: readonly MissingInput[];
};

/**
 * What ails the two departments, as far as it can be known: each symptom with its evidence. What fires comes first, by what it
 * is expected to cost, and what has no cost behind that by how grave it is; then what is short of data, what nothing is known
 * of, and what is quiet.
 *
 * @param inputs what the collectors gathered
 * @param at now, epoch milliseconds
 * @param costs expected cost of symptoms in money, where it can be computed
 * @example
 * const inputs = { 'blame-game': { disputes: { count: 1, of: 7 } }, 'overlapping-messages': { overlap: { count: 34, of: 200 } } };
 * const [first, second] = diagnose(inputs, 0);
 * first.symptom // 'overlapping-messages'
 * first.measureAgainAt // 2_592_000_000: in 30 days
 * sayFinding(second) // 'not enough data (7 of 30)'
 */
export function diagnose(
  inputs: DiagnosisInputs,
  at: number,
  costs: Readonly<Partial<Record<SymptomKey, number>>> = {},
  settings: DiagnosisSettings = {},
): Finding[] {
  const findings = symptomKeys.map((symptom) => judgeSymptom(symptom, inputs, at, costs[symptom] ?? null, settings));
  const cost = (finding: Finding) => finding.cost ?? Number.NEGATIVE_INFINITY;
  return findings.sort((a, b) => {
    const byState = states.indexOf(a.state) - states.indexOf(b.state);
    // Two without a cost are equal, and not infinitely far from each other.
    const byCost = cost(a) === cost(b) ? 0 : cost(b) - cost(a);
    return byState || byCost || (b.severity ?? 0) - (a.severity ?? 0);
  });
}

/**
 * What stands beside a symptom that does not fire, in words; for one that does, the figure that does so most gravely.
 *
 * @example
 * sayFinding(diagnose({}, 0)[0]) // 'cannot be measured yet'
 */
export function sayFinding({ state, signals }: Finding): string {
  if (state === 'quiet') return 'no sign of it';
  if (state === 'not-measured') return 'cannot be measured yet';
  if (state === 'firing') {
    const gravest = signals.toSorted((a, b) => (b.severity ?? -1) - (a.severity ?? -1)).at(0);
    return gravest?.signal.name ?? '';
  }
  const short = signals.find((signal) => signal.state === 'not-enough-data');
  if (short === undefined) return 'not everything could be measured';
  return short.n < short.minimum
    ? `not enough data (${short.n} of ${short.minimum})`
    : `not enough data to be sure (${short.n})`;
}

const states: readonly SignalState[] = ['firing', 'not-enough-data', 'not-measured', 'quiet'];

function judgeSymptom(
  symptom: SymptomKey,
  inputs: DiagnosisInputs,
  at: number,
  cost: number | null,
  { limits = {}, measureAgainAfterDays = 30 }: DiagnosisSettings,
): Finding {
  const { words, cure } = findSymptom(symptom);
  const given = inputsOf(inputs, symptom);
  const signals = listSignals(symptom).map(({ key, signal }) => {
    const own = { threshold: signal.threshold, minimum: signal.minimum, ...limits[`${symptom}.${key}`] };
    return { key, signal, ...judgeSignal(signal, given[key], own) };
  });
  const state = summarise(signals.map((signal) => signal.state));
  const firing = signals.flatMap(({ severity }) => severity ?? []);
  return {
    symptom,
    words,
    state,
    signals,
    severity: firing.length === 0 ? null : Math.max(...firing),
    cost: cost !== null && Number.isFinite(cost) ? cost : null,
    cure,
    measureAgainAt: state === 'firing' ? at + measureAgainAfterDays * day : null,
    missing: signals.flatMap((one) => (one.state === 'not-measured' ? describeMissing(one) : [])),
  };
}

/** One signal that fires is enough. Without that, all must be known to say that there is nothing. */
function summarise(found: readonly SignalState[]): SignalState {
  if (found.includes('firing')) return 'firing';
  if (found.every((state) => state === 'quiet')) return 'quiet';
  return found.every((state) => state === 'not-measured') ? 'not-measured' : 'not-enough-data';
}

function describeMissing({ key, signal: { collector, numerator, denominator } }: SignalFinding): MissingInput {
  return { signal: key, collector, numerator, denominator };
}

/** The inputs of one symptom by the keys of its signals: `DiagnosisInputs` holds each to the kind of its signal. */
function inputsOf(
  inputs: DiagnosisInputs,
  symptom: SymptomKey,
): Readonly<Record<string, SignalInputs[SignalKind] | null | undefined>> {
  return inputs[symptom] ?? {};
}
