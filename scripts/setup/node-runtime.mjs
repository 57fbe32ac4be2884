import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { SetupProblem } from './problem.mjs';
import { findNpm, npmEnvironment, npmPatience, runCommand, systemFolders } from './run-command.mjs';

const oldest = [22, 18];
const brought = '24.21.0';
const onWindows = process.platform === 'win32';
const program = onWindows ? 'node.exe' : 'node';
const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win-x64', 'win-arm64'];

/** The Node to use, the system's where it is new enough, else ours; `undefined` when ours has yet to be installed. */
export function findNode(root) {
  if (Number(process.versions.node.split('.')[0]) < 18) {
    throw new SetupProblem(
      `Node ${process.versions.node} is too old to set Baton up.`,
      'Install Node 18 or newer from nodejs.org.',
    );
  }
  const system = findSystemNode(root);
  if (isNewEnough(system.version)) return { ...system, isOurs: false };
  const path = runtimePath(root);
  return isInstalled(root) ? { path, version: brought, isOurs: true } : undefined;
}

/**
 * The Node that the machine has without us. On the second run this file may itself be run by the Node we brought, so
 * the version of the running process proves nothing.
 */
function findSystemNode(root) {
  const runtime = join(root, '.runtime');
  const isOurs = (path) => existsSync(runtime) && realpathSync(path).startsWith(realpathSync(runtime));
  for (const folder of [dirname(process.execPath), ...systemFolders()]) {
    const path = join(folder, program);
    if (existsSync(path) && !isOurs(path)) return { path, version: versionOf(root, path) };
  }
  return { path: process.execPath, version: process.versions.node };
}

function versionOf(root, path) {
  const real = realpathSync(path);
  if (real === realpathSync(process.execPath)) return process.versions.node;
  // Asking costs 40 ms, so the answer is kept for as long as the file stays the same.
  const { mtimeMs, size } = statSync(real);
  const record = join(root, '.runtime', 'system-node.json');
  const known = readJson(record);
  if (known?.path === real && known.mtimeMs === mtimeMs && known.size === size) return known.version;
  const version = execFileSync(real, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim();
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, JSON.stringify({ path: real, mtimeMs, size, version }));
  return version;
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

function packageName() {
  return `node-${onWindows ? 'win' : process.platform}-${process.arch}`;
}

function runtimePath(root) {
  return join(root, '.runtime', 'node_modules', packageName(), 'bin', program);
}

function isInstalled(root) {
  return existsSync(runtimePath(root)) && readJson(join(root, '.runtime', 'installed.json'))?.version === brought;
}

/** Brings Node into .runtime/ as the npm package of this platform. Nothing outside this folder changes. */
export async function installNode(root) {
  const folder = join(root, '.runtime');
  const system = findSystemNode(root);
  if (!platforms.includes(packageName().slice('node-'.length))) {
    throw new SetupProblem(
      `Node ${system.version} is too old for Baton, and there is no package of Node for ${process.platform} ${process.arch}.`,
      `Install Node ${oldest.join('.')} or newer by the means of this system.`,
    );
  }
  console.log(`Node ${system.version} is too old for Baton: bringing Node ${brought} into .runtime/ …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  rmSync(join(folder, 'installed.json'), { force: true });
  const wanted = `${packageName()}@${brought}`;
  const quiet = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...npmPatience];
  await runCommand(system.path, [findNpm(), 'install', '--prefix', folder, ...quiet, wanted], {
    cwd: folder,
    doing: `Bringing Node ${brought}`,
    env: npmEnvironment(system.path),
  });
  const path = runtimePath(root);
  try {
    execFileSync(path, ['-v']);
  } catch {
    throw new SetupProblem(
      `Node ${brought} does not run on this system (Alpine Linux lacks the GNU C library it needs).`,
      `Install Node ${oldest.join('.')} or newer by the means of this system.`,
    );
  }
  writeFileSync(join(folder, 'installed.json'), JSON.stringify({ version: brought }));
  return { path, version: brought, isOurs: true };
}

/**
 * npm puts node_modules/.bin first on the path of every script, so a link there makes them all use the Node we brought.
 * Where the system's Node serves, a link of earlier days is taken away.
 */
export function linkNode(root, node) {
  const link = join(root, 'node_modules', '.bin', program);
  const found = lstatSync(link, { throwIfNoEntry: false });
  if (!node.isOurs) {
    if (found) rmSync(link);
    return;
  }
  if (found && pointsTo(link, node.path)) return;
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  if (!onWindows) symlinkSync(relative(dirname(link), node.path), link);
  else linkOrCopy(node.path, link);
}

function pointsTo(link, path) {
  try {
    const [one, other] = [statSync(link), statSync(path)];
    return (one.ino === other.ino && one.dev === other.dev) || (onWindows && one.size === other.size);
  } catch {
    return false;
  }
}

/** Windows, where links need a privilege; not tried. */
function linkOrCopy(path, link) {
  try {
    linkSync(path, link);
  } catch {
    copyFileSync(path, link);
  }
}
