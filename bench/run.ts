import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Runs every measurement of this folder, or those that are named: `npm run bench -- clock scoring`. Each prints JSON: its
 * figures with size of input, seed and version, beside the limit of this machine in the same run.
 */
const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ts') && file !== 'run.ts');
for (const file of files) {
  if (wanted.length > 0 && !wanted.includes(path.basename(file, '.ts'))) continue;
  const { status } = spawnSync(process.execPath, [path.join(import.meta.dirname, file)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
