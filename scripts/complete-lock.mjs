// Run after "npm install": adds the optional packages of other platforms that npm left out of package-lock.json.
//
// npm drops them where the registry at hand does not have them, and "npm ci" then refuses the lock everywhere. Nothing
// is lost by adding them without a checksum: their version is pinned by the package that asks for them.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/** What the package runs on, read from its name: binding-linux-arm64-musl. A name that says nothing is left alone. */
function platformOf(name) {
  const words = name.replace('ppc64le', 'ppc64').replace('windows', 'win32').split(/[-/]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  const isMusl = words.some((word) => word.startsWith('musl'));
  const isGnu = words.some((word) => word.startsWith('gnu'));
  if (os.length === 0 && cpu.length === 0) return undefined;
  return {
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(os.includes('linux') && (isMusl || isGnu) ? { libc: [isMusl ? 'musl' : 'glibc'] } : {}),
    ...(os.length > 0 ? { os } : {}),
  };
}

const path = join(dirname(dirname(fileURLToPath(import.meta.url))), 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const added = [];
for (const [parent, { optionalDependencies = {}, dev, license }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const there = lock.packages[`node_modules/${name}`] ?? lock.packages[`${parent}/node_modules/${name}`];
    const platform = platformOf(name);
    if (there?.integrity || !platform || !/^\d/.test(version)) continue;
    // Part of the package that asks for it: the same release for another platform, under the same licence.
    const entry = { version, ...platform, ...(dev ? { dev } : {}), license, optional: true };
    if (JSON.stringify(there) === JSON.stringify(entry)) continue;
    lock.packages[`node_modules/${name}`] = entry;
    added.push(`${name}@${version}`);
  }
}
const order = ([one], [other]) => (one < other ? -1 : 1);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(order));
if (added.length > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(
  added.length === 0 ? 'package-lock.json is complete.' : `Added to package-lock.json:\n  ${added.join('\n  ')}`,
);
