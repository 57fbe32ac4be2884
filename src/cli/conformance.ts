import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { BatonError } from '../core/errors.ts';
import { operations as attribution } from './conformance/attribution.ts';
import { operations as businessHours } from './conformance/business-hours.ts';
import { findDifferences, type Tolerance } from './conformance/compare.ts';
import { operations as identity } from './conformance/identity.ts';
import { operations as kpis } from './conformance/kpis.ts';
import { findOperationName, type Operation, type ReferenceCase } from './conformance/operation.ts';
import { operations as outreach } from './conformance/outreach.ts';
import { operations as planning } from './conformance/planning.ts';
import { operations as scoring } from './conformance/scoring.ts';
import { operations as statistics } from './conformance/statistics.ts';

const CaseFile = z.object({
  // A case that is no case at all is one that fails: it does not keep the others from being run.
  cases: z.array(
    z.looseObject({ id: z.string().catch('(no id)'), input: z.record(z.string(), z.unknown()).catch({}) }),
  ),
  fixture: z.record(z.string(), z.unknown()).optional(),
});

const operations: readonly Operation[] = [
  ...businessHours,
  ...scoring,
  ...identity,
  ...outreach,
  ...attribution,
  ...statistics,
  ...planning,
  ...kpis,
];

/**
 * Runs files of reference cases, prints each case that fails with what was expected and what came, then how many
 * passed and failed. A case that no operation answers has failed.
 *
 * @param files paths of JSON files `{ cases: [{ id, op?, kpi?, input, expected, tolerance?, tolerance_kind? }], fixture? }`
 * @throws `conformance.unreadable` for a file that is missing or is not of this form
 */
export async function runConformance(files: readonly string[]): Promise<{ passed: number; failed: number }> {
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    for (const testCase of await readCases(file)) {
      const failure = await tryCase(testCase);
      if (failure === null) {
        passed += 1;
      } else {
        failed += 1;
        print(`FAILED ${file} ${describeCase(testCase)}\n${failure}`);
      }
    }
  }
  print(`${passed} passed, ${failed} failed`);
  return { passed, failed };
}

/** Why a case fails, in lines; null when it passes. */
async function tryCase(testCase: ReferenceCase): Promise<string | null> {
  const { input, expected } = testCase;
  const lines = (got: string) => `  expected ${inOneLine(expected)}\n  got      ${got}`;
  try {
    const operation = operations.find((candidate) => candidate.matches(testCase));
    if (operation === undefined) return lines('nothing: there is no such operation');
    const got = await operation.run(input, testCase);
    const differences = findDifferences(expected, got, toleranceOf(testCase));
    if (differences.length === 0) return null;
    return `${lines(inOneLine(got))}\n  differs at ${differences.map(({ path }) => path || 'the whole').join(', ')}`;
  } catch (error) {
    return lines(`an error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function toleranceOf({ tolerance = 1e-6, tolerance_kind: kind = 'absolute' }: ReferenceCase): Tolerance {
  return { of: tolerance, kind };
}

function describeCase(testCase: ReferenceCase): string {
  const name = findOperationName(testCase);
  const title = testCase.title === undefined ? '' : ` "${testCase.title}"`;
  return `${testCase.id}${title}${name === null ? '' : ` (${name.place} ${name.name})`}`;
}

/** The cases of a file; a `fixture` with `expected` counts as one more, its input is the rest of it. */
async function readCases(file: string): Promise<ReferenceCase[]> {
  try {
    const { cases, fixture } = CaseFile.parse(JSON.parse(await readFile(file, 'utf8')));
    if (fixture === undefined || !Object.hasOwn(fixture, 'expected')) return cases as unknown as ReferenceCase[];
    const { expected, ...input } = fixture;
    return [...cases, { id: 'fixture', ...input, input, expected }] as unknown as ReferenceCase[];
  } catch (cause) {
    throw new BatonError(
      'invalid',
      'conformance.unreadable',
      `${file} cannot be read: it must be a JSON file with a list of cases, each with id, input and expected.`,
      { cause },
    );
  }
}

function inOneLine(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
