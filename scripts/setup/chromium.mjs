import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupProblem } from './problem.mjs';
import { runCommand, systemFolders } from './run-command.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const places = {
  linux: ['/usr/bin/chromium', '/usr/lib/chromium/chromium', '/opt/google/chrome/chrome'],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** A Chromium of this machine, or `undefined`. */
export function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (existsSync(given)) return given;
    throw new SetupProblem(`CHROMIUM_PATH says ${given}, where there is no file.`, 'Correct it or leave it out.');
  }
  const onPath = names.flatMap((name) => systemFolders().map((folder) => join(folder, name)));
  return [...onPath, ...(places[process.platform] ?? [])].find((path) => existsSync(path));
}

/** Finds a browser for the journeys, or installs one where that needs no question; leaves its path in .runtime/. */
export async function ensureChromium(root) {
  const path = findChromium() ?? (await installChromium(root));
  const record = join(root, '.runtime', 'chromium');
  if (existsSync(record) && readFileSync(record, 'utf8') === path) return;
  mkdirSync(join(root, '.runtime'), { recursive: true });
  writeFileSync(record, path);
}

async function installChromium(root) {
  const isDebian = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
  const remedy = isDebian
    ? 'Install it with "sudo apt-get install chromium", or set CHROMIUM_PATH to a Chromium or Chrome.'
    : 'Install Chromium or Google Chrome, or set CHROMIUM_PATH to one.';
  if (!isDebian || process.getuid?.() !== 0) {
    throw new SetupProblem('The tests need Chromium, and none was found.', remedy);
  }
  console.log('Installing Chromium for the tests with apt-get …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', 'chromium'];
  try {
    await runCommand('apt-get', install, { cwd: root, doing: 'Installing Chromium', env });
  } catch {
    // On a fresh system or container the lists of packages are missing or old.
    await runCommand('apt-get', ['update'], { cwd: root, doing: 'Installing Chromium', env });
    await runCommand('apt-get', install, { cwd: root, doing: 'Installing Chromium', env });
  }
  const path = findChromium();
  if (path) return path;
  throw new SetupProblem('apt-get installed no Chromium that can be found.', remedy);
}
