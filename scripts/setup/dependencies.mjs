import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNpm, npmEnvironment, npmPatience, runCommand } from './run-command.mjs';

const stampOf = (root) => join(root, 'node_modules', '.baton-setup');

/** Whether node_modules is what package-lock.json asks for. */
export function areDependenciesCurrent(root) {
  const wanted = describeWanted(root);
  try {
    if (readFileSync(stampOf(root), 'utf8') === wanted) return true;
  } catch {
    // No stamp: installed by hand, or not at all.
  }
  if (!isInstalledByHand(root)) return false;
  try {
    writeFileSync(stampOf(root), wanted);
  } catch {
    // The modules are another user's, as in a container image; the check is repeated at each start.
  }
  return true;
}

function describeWanted(root) {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${hash} ${process.platform}-${process.arch}\n`;
}

/** npm leaves a list of what it installed; a person's own "npm ci" need not be repeated when it is complete. */
function isInstalledByHand(root) {
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const found = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(([path, entry]) => {
      if (path === '' || !isForThisPlatform(entry)) return true;
      // An old Node's npm leaves out optional packages that need a newer one, and says nothing.
      return found[path]?.version === entry.version && existsSync(join(root, path));
    });
  } catch {
    return false;
  }
}

function isForThisPlatform({ os, cpu, libc }) {
  const allows = (list, own) => list === undefined || list.includes(own);
  return allows(os, process.platform) && allows(cpu, process.arch) && allows(libc, 'glibc');
}

export async function installDependencies(root, node) {
  console.log('Installing the packages of package-lock.json (once; a minute or less) …');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...npmPatience];
  await runCommand(node.path, [findNpm(), 'ci', ...quiet], {
    cwd: root,
    doing: 'Installing packages',
    env: npmEnvironment(node.path),
  });
  writeFileSync(stampOf(root), describeWanted(root));
}
