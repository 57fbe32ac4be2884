import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Share } from '../statistics/difference.ts';
import { diagnose, sayFinding } from './diagnose.ts';
import { judgeSignal, severityOf } from './judge-signal.ts';
import type { Signal, SignalInputs, SignalKind } from './signal.ts';
import { type DiagnosisInputs, findSymptom, listSignals, symptomKeys } from './symptoms.ts';

const signals = symptomKeys.flatMap((symptom) =>
  listSignals(symptom).map(({ key, signal }) => ({ name: `${symptom}.${key}`, signal })),
);

describe('the symptoms', () => {
  it('are 29: nine of the document 001, twenty of the others', () => {
    expect(symptomKeys).toHaveLength(29);
    expect(new Set(symptomKeys).size).toBe(29);
    const counts: Record<string, number> = {};
    for (const key of symptomKeys) {
      const { seed } = findSymptom(key);
      counts[seed] = (counts[seed] ?? 0) + 1;
    }
    expect(counts).toEqual({ '000': 5, '001': 9, '002': 5, '003': 5, '004': 5 });
  });

  it.each(signals)('$name can be measured, fires somewhere, and has a minimum', ({ signal }) => {
    for (const text of [signal.name, signal.numerator, signal.denominator]) expect(text).toMatch(/\S/);
    expect(signal.minimum).toBeGreaterThan(0);
    if (signal.unit === 'share') {
      expect(signal.threshold).toBeGreaterThan(0);
      expect(signal.threshold).toBeLessThan(1);
    }
    expect(signal.fires === 'from').toBe(signal.kind === 'streak');
  });

  it.each(symptomKeys)('%s has signals, words and a cure with an owner', (key) => {
    const { words, cure } = findSymptom(key);
    expect(listSignals(key).length).toBeGreaterThan(0);
    expect(words).toMatch(/[.!?]$/);
    expect(cure.sentence).toMatch(/\.$/);
  });
});

const share = fc.nat({ max: 400 }).chain((of) => fc.record({ count: fc.nat({ max: of }), of: fc.constant(of) }));
/** What a collector may give for a signal of each kind, with how much of it there is as a number that can be multiplied. */
const given: { [Kind in SignalKind]: fc.Arbitrary<SignalInputs[Kind]> } = {
  share,
  difference: fc.record({ first: share, second: share }),
  ratio: fc.record({ part: share, base: share }),
  mean: fc.record({
    mean: fc.double({ min: 1, max: 5, noNaN: true }),
    standardError: fc.double({ min: 0, max: 1, noNaN: true }),
    n: fc.nat({ max: 60 }),
  }),
  estimate: fc
    .record({
      middle: fc.double({ min: 0, max: 1, noNaN: true }),
      reach: fc.double({ min: 0, max: 0.5, noNaN: true }),
      n: fc.nat({ max: 90 }),
    })
    .map(({ middle, reach, n }) => ({ value: middle, low: middle - reach, high: middle + reach, n })),
  count: fc.record({ value: fc.double({ min: 0, max: 300, noNaN: true }), n: fc.nat({ max: 60 }) }),
  streak: fc.record({ held: fc.array(fc.boolean(), { maxLength: 8 }) }),
};

/** The same evidence, so many times. */
const multiplied: { [Kind in SignalKind]: (input: SignalInputs[Kind], times: number) => SignalInputs[Kind] } = {
  share: (input, times) => grow(input, times),
  difference: ({ first, second }, times) => ({ first: grow(first, times), second: grow(second, times) }),
  ratio: ({ part, base }, times) => ({ part: grow(part, times), base: grow(base, times) }),
  mean: ({ mean, standardError, n }, times) => ({
    mean,
    standardError: standardError / Math.sqrt(times),
    n: n * times,
  }),
  estimate: ({ value, low, high, n }, times) => ({
    value,
    low: value - (value - low) / Math.sqrt(times),
    high: value + (high - value) / Math.sqrt(times),
    n: n * times,
  }),
  count: ({ value, n }, times) => ({ value, n: n * times }),
  streak: ({ held }, times) => ({ held: [...held, ...new Array<boolean>(times).fill(held.at(-1) ?? false)] }),
};

function grow({ count, of }: Share, times: number): Share {
  return { count: count * times, of: of * times };
}

/** A signal with an input of its kind: the pairing holds by construction, which types cannot follow. */
const anyEvidence = fc.constantFrom(...signals).chain(({ signal }) =>
  fc.record({
    signal: fc.constant<Signal>(signal),
    input: given[signal.kind] as fc.Arbitrary<SignalInputs[SignalKind]>,
    times: fc.integer({ min: 1, max: 20 }),
  }),
);
const multiply = (kind: SignalKind, input: SignalInputs[SignalKind], times: number) =>
  (multiplied[kind] as (input: SignalInputs[SignalKind], times: number) => SignalInputs[SignalKind])(input, times);

describe('a signal', () => {
  it('fires only if the bound on the near side has passed the threshold, of enough', () => {
    fc.assert(
      fc.property(anyEvidence, ({ signal, input }) => {
        const { state, low, high, n, value, severity } = judgeSignal(signal, input);
        const bound = signal.fires === 'below' ? high : low;
        const hasPassed =
          bound !== null &&
          (signal.fires === 'below'
            ? bound < signal.threshold
            : signal.fires === 'above'
              ? bound > signal.threshold
              : bound >= signal.threshold);
        expect(state === 'firing').toBe(hasPassed && value !== null && n >= signal.minimum);
        if (n < signal.minimum) expect(state).toBe('not-enough-data');
        expect(severity === null).toBe(state !== 'firing');
        for (const number of [low, high, value, severity])
          expect(number === null || Number.isFinite(number)).toBe(true);
        expect(severity ?? 0).toBeGreaterThanOrEqual(0);
        expect(severity ?? 0).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never goes quiet by more of the same evidence', () => {
    fc.assert(
      fc.property(anyEvidence, ({ signal, input, times }) => {
        if (judgeSignal(signal, input).state !== 'firing') return;
        expect(judgeSignal(signal, multiply(signal.kind, input, times)).state).toBe('firing');
      }),
      { numRuns: 4_000 },
    );
  });

  it('is quiet only when its value is on the right side', () => {
    fc.assert(
      fc.property(anyEvidence, ({ signal, input }) => {
        const { state, value } = judgeSignal(signal, input);
        if (state !== 'quiet' || value === null) return;
        if (signal.fires === 'below') expect(value).toBeGreaterThanOrEqual(signal.threshold);
        else expect(value).toBeLessThanOrEqual(signal.fires === 'above' ? signal.threshold : signal.threshold - 1);
      }),
    );
  });

  const acceptance = findSymptom('everything-is-a-lead').signals.acceptance as Signal;

  it.each<[string, Share, string]>([
    ['7 of the 30 that it takes', { count: 1, of: 7 }, 'not-enough-data'],
    ['a rate below the threshold that may be above it', { count: 17, of: 30 }, 'not-enough-data'],
    ['a rate that is surely below it', { count: 10, of: 30 }, 'firing'],
    ['a rate above it', { count: 20, of: 30 }, 'quiet'],
    ['nothing', { count: 0, of: 0 }, 'not-enough-data'],
    ['more than all', { count: 31, of: 30 }, 'not-measured'],
    ['no number', { count: Number.NaN, of: 30 }, 'not-measured'],
  ])('of %s', (_name, input, state) => expect(judgeSignal(acceptance, input).state).toBe(state));

  it('takes the limits of the workspace', () => {
    expect(judgeSignal(acceptance, { count: 1, of: 7 }, { threshold: 0.6, minimum: 5 }).state).toBe('firing');
    expect(judgeSignal(acceptance, { count: 0, of: 0 }, { threshold: 0.6, minimum: 0 }).state).toBe('not-enough-data');
  });

  it('has a severity by parts of its threshold', () => {
    expect(severityOf(0.3, 0.6)).toBe(0.5);
    expect(severityOf(9, 2)).toBe(1);
    expect(severityOf(0, 0)).toBe(0);
  });
});

describe('a diagnosis', () => {
  it('of nothing is that nothing can be measured yet, and says what is missing', () => {
    const findings = diagnose({}, 0);
    expect(findings.map(({ symptom }) => symptom)).toEqual(symptomKeys);
    for (const finding of findings) {
      expect(finding.state).toBe('not-measured');
      expect(sayFinding(finding)).toBe('cannot be measured yet');
      expect(finding.missing).toHaveLength(finding.signals.length);
      expect(finding.measureAgainAt).toBeNull();
    }
  });

  it('puts what costs most first, then what is gravest, and what is quiet last', () => {
    const inputs: DiagnosisInputs = {
      'blame-game': { disputes: { count: 60, of: 60 } },
      'overlapping-messages': { overlap: { count: 30, of: 400 } },
      'over-the-wall': { 'without-context': { count: 40, of: 400 }, unassigned: { count: 30, of: 40 } },
      'only-inbound': { 'both-touched': { count: 9, of: 10 } },
      'no-cross-invites': { guests: { count: 0, of: 3 } },
      'kpis-do-not-cross': { 'shared-kpis': { value: 1, n: 2 } },
    };
    const findings = diagnose(inputs, 1_000, { 'overlapping-messages': 500, 'blame-game': 900, 'only-inbound': 5_000 });
    expect(findings.slice(0, 4).map(({ symptom }) => symptom)).toEqual([
      'blame-game',
      'overlapping-messages',
      'over-the-wall',
      'kpis-do-not-cross',
    ]);
    expect(findings.at(4)?.symptom).toBe('no-cross-invites');
    expect(findings.at(4) && sayFinding(findings[4] as (typeof findings)[number])).toBe('not enough data (3 of 10)');
    expect(findings.at(-1)).toMatchObject({ symptom: 'only-inbound', state: 'quiet' });
    expect(findings[0]?.measureAgainAt).toBe(1_000 + 30 * 86_400_000);
  });

  it('is not quiet while a signal is unknown', () => {
    const of = (inputs: DiagnosisInputs) => diagnose(inputs, 0).find(({ symptom }) => symptom === 'nobody-listens');
    const good = { count: 40, of: 40 };
    expect(of({ 'nobody-listens': { opened: good } })?.state).toBe('not-enough-data');
    expect(of({ 'nobody-listens': { opened: good } })?.missing.map(({ signal }) => signal)).toEqual(['acted-on']);
    expect(of({ 'nobody-listens': { opened: good, 'acted-on': { count: 9, of: 9 } } })?.state).toBe('not-enough-data');
    expect(of({ 'nobody-listens': { opened: good, 'acted-on': good } })?.state).toBe('quiet');
    expect(of({ 'nobody-listens': { opened: good, 'acted-on': { count: 0, of: 40 } } })?.state).toBe('firing');
  });

  it('takes thresholds and days of the workspace', () => {
    const inputs: DiagnosisInputs = { 'blame-game': { disputes: { count: 7, of: 100 } } };
    const settings = { limits: { 'blame-game.disputes': { threshold: 0.01, minimum: 10 } }, measureAgainAfterDays: 7 };
    expect(diagnose(inputs, 0).find(({ symptom }) => symptom === 'blame-game')?.state).toBe('not-enough-data');
    expect(diagnose(inputs, 0, {}, settings)[0]).toMatchObject({
      symptom: 'blame-game',
      state: 'firing',
      measureAgainAt: 7 * 86_400_000,
    });
  });

  it('keeps the list of records behind a figure', () => {
    const inputs: DiagnosisInputs = { 'blame-game': { disputes: { count: 60, of: 60, list: '/handoffs?disputed' } } };
    expect(diagnose(inputs, 0)[0]?.signals[0]).toMatchObject({ value: 1, n: 60, list: '/handoffs?disputed' });
  });
});
