/**
 * Every exported function of src/core has a docstring with a worked example: `@example`, below it a call and its value
 * behind `//`. test/examples.test.ts repeats every one of them. Usage: `node scripts/check-docstrings.ts [root]`.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Documented, listExportedFunctions, readClaims } from './docstrings.ts';

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const paths = globSync('src/core/**/*.ts', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !path.endsWith('.test.ts'))
  .sort();

let functions = 0;
const findings = paths.flatMap((path) => {
  const documented = listExportedFunctions(readFileSync(join(root, path), 'utf8'));
  functions += documented.length;
  return documented.flatMap((one) => {
    const fault = findFault(one);
    return fault === undefined ? [] : [`${path}:${one.line} ${one.name} ${fault}`];
  });
});
for (const finding of findings) console.log(finding);
console.log(`docstrings: ${functions} exported functions, ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;

function findFault({ name, hasDocstring, example }: Documented): string | undefined {
  if (!hasDocstring) return 'has no docstring: say what it gives, with shapes and units, and add an @example.';
  if (example === null) return 'has no @example: write a call, and behind // what it gives.';
  const claims = readClaims(example);
  if (claims.length === 0) return 'has an example without a value: write behind // what the call gives.';
  const calls = new RegExp(`\\b${name}\\b`);
  if (!claims.some(({ setup, expression }) => calls.test(setup + expression))) {
    return 'is not called in its own example: show what it gives.';
  }
  return;
}
