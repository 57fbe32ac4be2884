// Plain JavaScript for any Node from 18 on: this runs before anything is installed, perhaps on a Node too old for Baton.
//
//   node scripts/setup.mjs MODE [PROGRAM ARGUMENTS…]
//
// MODE is start, test or check. Does what is missing on this clone and then runs PROGRAM, a file of JavaScript or
// TypeScript, with the right Node. It is the script itself, not prestart or pretest: npm skips those where
// ignore-scripts is set, as it is here.

import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './setup/chromium.mjs';
import { areDependenciesCurrent, installDependencies } from './setup/dependencies.mjs';
import { findNode, installNode, linkNode } from './setup/node-runtime.mjs';
import { explain, SetupProblem } from './setup/problem.mjs';
import { runProgram } from './setup/run-program.mjs';
import { withSetupLock } from './setup/setup-lock.mjs';
import { buildWebApp, isWebAppCurrent } from './setup/web-app.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modes = ['start', 'test', 'check'];

async function setUp(mode) {
  if (!modes.includes(mode)) throw new SetupProblem(`Unknown mode "${mode ?? ''}".`, `Use one of ${modes.join(', ')}.`);
  const isReady = (node) =>
    node !== undefined && areDependenciesCurrent(root) && (mode === 'check' || isWebAppCurrent(root));
  let node = findNode(root);
  if (!isReady(node)) {
    await withSetupLock(root, async () => {
      // Another set-up may have done the work while this one waited.
      node = findNode(root) ?? (await installNode(root));
      if (!areDependenciesCurrent(root)) await installDependencies(root, node);
      linkNode(root, node);
      if (mode !== 'check' && !isWebAppCurrent(root)) await buildWebApp(root, node);
    });
  }
  linkNode(root, node);
  if (mode === 'test') await ensureChromium(root);
  return node;
}

const [mode, program, ...args] = process.argv.slice(2);
const start = performance.now();
try {
  const node = await setUp(mode);
  if (performance.now() - start > 1000) console.log(`Set up in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
  if (program !== undefined) runProgram(node.path, [program, ...args]);
} catch (error) {
  console.error(explain(error, root));
  process.exitCode = 1;
}
