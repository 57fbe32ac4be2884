/**
 * Every package in package-lock.json has a licence that an Apache-2.0 product may ship, or build with, and no package
 * runs code while it is installed. Usage: `node scripts/check-licences.ts [root]`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What we read of a package, from its entry in the lock file or from its own package.json. */
type Package = {
  version?: string;
  license?: string | { type?: string };
  licenses?: { type?: string }[];
  dev?: boolean;
  link?: boolean;
  hasInstallScript?: boolean;
};

const allowed = new Set(
  '0BSD Apache-2.0 BlueOak-1.0.0 BSD-2-Clause BSD-3-Clause CC0-1.0 ISC MIT MIT-0 PostgreSQL PSF-2.0 Python-2.0 Unlicense Zlib'.split(
    ' ',
  ),
);

/** Attribution licences: good for data and fonts, and named in the notices that we ship. */
const allowedForData = new Set(['CC-BY-3.0', 'CC-BY-4.0', 'OFL-1.1']);

/** Weak copyleft by file: fine in a tool that we run and never ship. */
const allowedForTools = new Set(['MPL-2.0']);

/** Tools that come as dependencies of a runtime dependency, so the lock file does not call them `dev`. */
const tools: { name: RegExp; why: string }[] = [
  {
    name: /^lightningcss(?:-|$)/,
    why: 'the CSS compiler of vite: runs when the web app is built, is not in what we ship',
  },
];

/** Packages that only point to a file with their licence, or only come with one; we have read it. */
const readByHand = new Map(
  ['@segment/facade', '@segment/isodate', '@segment/isodate-traverse', 'new-date', 'png-js'].map((name) => [
    name,
    'MIT',
  ]),
);

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Package> };
const entries = Object.entries(lock.packages).filter(
  ([path, entry]) => path.startsWith('node_modules/') && !entry.link,
);
const findings = entries.flatMap(([path, entry]) => {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const found = findLicence(path, entry);
  const licence = found === '' || /^SEE LICENSE IN /.test(found) ? (readByHand.get(name) ?? found) : found;
  const problem = licenceProblem(name, licence, entry.dev === true);
  return problem ? [`${name} ${entry.version}: ${problem}`] : [];
});
const scripted = entries
  .filter(([, entry]) => entry.hasInstallScript)
  .map(([path]) => path.replace(/^node_modules\//, ''));
const npmrc = existsSync(join(root, '.npmrc')) ? readFileSync(join(root, '.npmrc'), 'utf8') : '';
if (!/^ignore-scripts\s*=\s*true\s*$/m.test(npmrc)) {
  findings.push(
    `.npmrc lacks "ignore-scripts=true": ${scripted.join(', ') || 'any package'} could run code at installation`,
  );
}
for (const finding of findings) console.log(finding);
console.log(
  `licences: ${entries.length} packages, ${findings.length} findings; install scripts not run: ${scripted.join(', ') || 'none'}`,
);
process.exitCode = findings.length > 0 ? 1 : 0;

/** The package's own word where it is installed; the lock file's for a package of another platform. */
function findLicence(path: string, entry: Package): string {
  const own = join(root, path, 'package.json');
  const found = existsSync(own) ? (JSON.parse(readFileSync(own, 'utf8')) as Package) : entry;
  if (typeof found.license === 'string') return found.license;
  const types = [found.license, ...(found.licenses ?? [])].flatMap((licence) => licence?.type ?? []);
  if (types.length > 0) return types.join(' OR ');
  return typeof entry.license === 'string' ? entry.license : '';
}

function licenceProblem(name: string, licence: string, dev: boolean): string | undefined {
  if (licence === '') return 'names no licence';
  const isTool = dev || tools.some((tool) => tool.name.test(name));
  const isFine = (id: string) => allowed.has(id) || allowedForData.has(id) || (isTool && allowedForTools.has(id));
  if (holds(licence, isFine)) return;
  return `${licence} is not on the list of scripts/check-licences.ts: choose another package, or add it there with a reason`;
}

/** An SPDX expression of identifiers, AND, OR and parentheses: OR lets us choose, AND binds us to both. */
function holds(expression: string, isFine: (id: string) => boolean): boolean {
  const inner = /\(([^()]*)\)/.exec(expression);
  if (inner) {
    const verdict = holds(inner[1] ?? '', isFine) ? 'fine' : 'refused';
    const { index } = inner;
    const rest = `${expression.slice(0, index)}${verdict}${expression.slice(index + inner[0].length)}`;
    return holds(rest, (id) => id === 'fine' || (id !== 'refused' && isFine(id)));
  }
  return expression.split(/\s+OR\s+/).some((choice) => choice.split(/\s+AND\s+/).every((id) => isFine(id.trim())));
}
