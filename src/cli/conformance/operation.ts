/** One case of a file of reference cases: an input, and what must be in the answer to it. */
export type ReferenceCase = {
  readonly id: string;
  readonly title?: string;
  readonly op?: string;
  readonly kpi?: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expected: unknown;
  /** How far a number may be off: 1e-6 unless said. */
  readonly tolerance?: number;
  readonly tolerance_kind?: 'absolute' | 'relative';
};

/** Which cases an operation answers, and how. `run` gives the answer in the words of the cases; it may throw. */
export type Operation = {
  readonly name: string;
  matches(testCase: ReferenceCase): boolean;
  run(input: Readonly<Record<string, unknown>>, testCase: ReferenceCase): unknown;
};

/** Where a case may name its operation, the first one that is there wins. `input.op: romi` and `kpi: romi` differ. */
export type Place = 'op' | 'input.op' | 'input.model' | 'kpi';

/**
 * Where a case names its operation and what it says there; null when only the shape of the input tells.
 *
 * @example
 * findOperationName({ id: 'A', kpi: 'cac', input: { op: 'romi' }, expected: {} }) // { place: 'input.op', name: 'romi' }
 */
export function findOperationName(testCase: ReferenceCase): { place: Place; name: string } | null {
  const { op, kpi, input } = testCase;
  const candidates: [Place, unknown][] = [
    ['op', op],
    ['input.op', input.op],
    ['input.model', input.model],
    ['kpi', kpi],
  ];
  for (const [place, name] of candidates) if (typeof name === 'string') return { place, name };
  return null;
}

/**
 * An operation that cases name. The input is taken as the type that `run` asks for, unchecked: an input of another shape
 * makes `run` throw or answer wrongly, and the case fails.
 *
 * @example
 * nameOperation('input.op', 'double', (input: { n: number }) => ({ result: 2 * input.n })).name // 'input.op double'
 */
export function nameOperation<Input>(
  place: Place,
  name: string,
  run: (input: Input, testCase: ReferenceCase) => unknown,
): Operation {
  return {
    name: `${place} ${name}`,
    matches(testCase) {
      const found = findOperationName(testCase);
      return found?.place === place && found.name === name;
    },
    run: (input, testCase) => run(input as Input, testCase),
  };
}

/**
 * An operation that is recognised by what its input holds: cases that name one are never taken.
 *
 * @example
 * shapeOperation('pairs', (input) => 'pairs' in input, () => ({})).matches({ id: 'A', input: { pairs: [] }, expected: {} }) // true
 */
export function shapeOperation<Input>(
  name: string,
  isShape: (input: Readonly<Record<string, unknown>>) => boolean,
  run: (input: Input, testCase: ReferenceCase) => unknown,
): Operation {
  return {
    name: `shape ${name}`,
    matches: (testCase) => findOperationName(testCase) === null && isShape(testCase.input),
    run: (input, testCase) => run(input as Input, testCase),
  };
}
