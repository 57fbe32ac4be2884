import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runCommand } from './run-command.mjs';

const outputs = [join('web', 'index.html'), join('snippet', 'baton.js')];
const stampOf = (root) => join(root, 'dist', 'web.json');

/** Whether dist/web and dist/snippet were built from the present sources. Looks at times and sizes, and reads files only when they differ. */
export function isWebAppCurrent(root) {
  if (!existsSync(join(root, 'vite.config.ts'))) return true;
  if (!outputs.every((path) => existsSync(join(root, 'dist', path)))) return false;
  const stamp = readStamp(root);
  const files = listSources(root);
  const signature = signatureOf(root, files);
  if (stamp?.signature === signature) return true;
  if (stamp?.hash !== hashOf(root, files)) return false;
  writeFileSync(stampOf(root), JSON.stringify({ ...stamp, signature }));
  return true;
}

function readStamp(root) {
  try {
    return JSON.parse(readFileSync(stampOf(root), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Everything that the web app and the snippet are made of; they may import nothing else. */
function listSources(root) {
  const schemas = listFolders(join(root, 'src', 'features')).map((folder) => join(folder, 'schema.ts'));
  const single = ['package-lock.json', 'vite.config.ts'].map((name) => join(root, name));
  const folders = ['web', 'snippet', join('src', 'core')].flatMap((folder) => listFiles(join(root, folder)));
  return [...folders, ...schemas, ...single].filter((path) => existsSync(path) && !/\.test\.tsx?$/.test(path)).sort();
}

function listFolders(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
}

function listFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

function signatureOf(root, files) {
  const hash = createHash('sha256');
  for (const path of files) {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${relative(root, path)}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}

function hashOf(root, files) {
  const hash = createHash('sha256');
  for (const path of files)
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  return hash.digest('hex');
}

export async function buildWebApp(root, node) {
  console.log('Building the web app …');
  mkdirSync(join(root, 'dist'), { recursive: true });
  rmSync(stampOf(root), { force: true });
  // Before the build: what is edited meanwhile must count as changed.
  const files = listSources(root);
  const stamp = { signature: signatureOf(root, files), hash: hashOf(root, files) };
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const env = { ...process.env, NO_COLOR: '1' };
  await runCommand(node.path, [vite, 'build'], { cwd: root, doing: 'Building the web app', env });
  const config = join('snippet', 'vite.config.ts');
  await runCommand(node.path, [vite, 'build', '--config', config], { cwd: root, doing: 'Building the snippet', env });
  writeFileSync(stampOf(root), JSON.stringify(stamp));
}
