/** `npm run check`: everything that can be proved without a database, in seconds. Each check is a command of its own. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

type Check = { name: string; command: string[]; needs?: string };
type Outcome = { code: number; output: string };

const root = join(import.meta.dirname, '..');

/** The slow ones first. A check whose file is missing fails: `needs` is for what a young tree may still lack. */
const checks: Check[] = [
  { name: 'dead code', command: [bin('knip/bin/knip.js'), '--no-progress'] },
  { name: 'format, lint, boundaries', command: [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'] },
  { name: 'types', command: [bin('typescript/bin/tsc'), '-p', '.'] },
  { name: 'types of the web app', command: [bin('typescript/bin/tsc'), '-p', 'web'], needs: 'web/main.tsx' },
  { name: 'types of the snippet', command: [bin('typescript/bin/tsc'), '-p', 'snippet'] },
  { name: 'OpenAPI drift', command: ['scripts/write-openapi.ts', '--check'], needs: 'scripts/write-openapi.ts' },
  { name: 'agreement language drift', command: ['scripts/write-agreement-language.ts', '--check'] },
  { name: 'symptoms drift', command: ['scripts/write-symptoms.ts', '--check'] },
  { name: 'structure', command: ['scripts/check-structure.ts'] },
  { name: 'docstrings of core', command: ['scripts/check-docstrings.ts'] },
  { name: 'doc references', command: ['scripts/check-doc-refs.ts'] },
  { name: 'licences', command: ['scripts/check-licences.ts'] },
];

/** Two at a time: more only take the cores of a small machine from each other. */
const lanes = 2;
const waiting = [...checks];
const failed: string[] = [];
let skipped = 0;
await Promise.all(Array.from({ length: lanes }, runLane));
console.log(
  failed.length === 0
    ? `\n${checks.length - skipped} checks passed, ${skipped} skipped.`
    : `\n${failed.length} failed: ${failed.join(', ')}.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

async function runLane(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) await runCheck(check);
}

async function runCheck(check: Check): Promise<void> {
  if (check.needs && !existsSync(join(root, check.needs))) {
    skipped += 1;
    console.log(`skipped  ${check.name} (no ${check.needs})`);
    return;
  }
  const started = performance.now();
  const { code, output } = await run(check.command);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok      ' : 'FAILED  '} ${check.name} ${seconds} s`);
  if (code !== 0) {
    failed.push(check.name);
    console.log(output.trimEnd().replaceAll(/^/gm, '    '));
  }
}

/** Runs a script with this very Node, which is also first on the PATH of what the script starts. */
function run(command: string[]): Promise<Outcome> {
  return new Promise((done) => {
    const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`;
    const child = spawn(process.execPath, command, { cwd: root, env: { ...process.env, PATH: path } });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', (error) => done({ code: 1, output: `${output}${error.message}` }));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

function bin(path: string): string {
  return join('node_modules', path);
}
