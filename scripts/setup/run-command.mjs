import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { recognise, SetupProblem } from './problem.mjs';

/** Runs a command to its end and returns its output; throws a problem named by `doing` when it fails. */
export function runCommand(command, args, { cwd, doing, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
    child.on('error', (error) => reject(recognise(error.code ?? '', doing) ?? error));
    child.on('close', (code, signal) => {
      output = stripVTControlCharacters(output);
      // npm goes on, and reports success, when it could not write a file of a package.
      if (code === 0 && !output.includes('TAR_ENTRY_ERROR')) resolve(output);
      else reject(recognise(errorLines(output), doing) ?? unknownFailure(output, code ?? signal, doing));
    });
  });
}

function errorLines(output) {
  const lines = output.split('\n').filter((line) => /npm error|npm ERR!|TAR_ENTRY_ERROR/.test(line));
  return (lines.length > 0 ? lines : output.split('\n')).join('\n');
}

function unknownFailure(output, code, doing) {
  const lines = errorLines(output).trim().split('\n');
  const start = Math.max(
    0,
    lines.findIndex((line) => /error/i.test(line)),
  );
  const shown = lines.slice(start, start + 15).join('\n    ');
  return new SetupProblem(`${doing} failed (${code}):\n    ${shown}`, 'See the lines above.');
}

/** The entries of PATH without those of npm, which lead to our own link. */
export function systemFolders() {
  const path = process.env.PATH ?? process.env.Path ?? '';
  return path.split(delimiter).filter((folder) => folder !== '' && !/node_modules[\\/]\.bin[\\/]?$/.test(folder));
}

/** Finds npm's program, which is run by the Node of our choice: npm looks at its own Node to see what fits. */
export function findNpm() {
  const given = process.env.npm_execpath;
  if (given && basename(given) === 'npm-cli.js' && existsSync(given)) return given;
  for (const folder of [...systemFolders(), dirname(process.execPath)]) {
    const program = process.platform === 'win32' ? join(folder, 'npm.cmd') : join(folder, 'npm');
    if (!existsSync(program)) continue;
    const places = [
      realpathSync(program),
      join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
      join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ];
    const found = places.find((place) => basename(place) === 'npm-cli.js' && existsSync(place));
    if (found) return found;
  }
  throw new SetupProblem(
    'npm was not found.',
    'Install npm (it comes with Node from nodejs.org), or start with "npm start".',
  );
}

/** Fails after seconds without a network, where npm's own patience is minutes. */
export const npmPatience = ['--fetch-retries=3', '--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=4000'];

/** npm's settings of the script that called us, such as a dry run, must not reach the npm that we call. */
export function npmEnvironment(nodePath) {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(config_(dry_run|global|location|prefix|omit|include|workspace)|lifecycle|package|command)/i.test(name),
  );
  const path = [dirname(nodePath), ...systemFolders()].join(delimiter);
  return { ...Object.fromEntries(kept), PATH: path, npm_config_ignore_scripts: 'true' };
}
