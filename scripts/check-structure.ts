/**
 * The rules of the house that Biome cannot express: where files may stand and how they are named, and the forms of
 * import that would slip past the import boundaries of biome.json. Usage: `node scripts/check-structure.ts [root]`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { lineAt, readSource, type SourceText } from './source-text.ts';

type Report = (path: string, message: string, line?: number) => void;
type File = { path: string; source: string; text: SourceText };

const checkedFolders = ['src', 'web', 'snippet', 'scripts', 'test', 'bench', 'migrations'];
const skippedFolders = new Set(['node_modules', 'dist', 'fixtures', 'test-results', 'coverage']);
const codeExtensions = new Set(['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs']);

/** Every folder of src with the number of folder levels that its boundaries in biome.json are written for. */
const sourceFolders = new Map([
  ['core', 1],
  ['db', 0],
  ['http', 0],
  ['jobs', 0],
  ['connectors', 0],
  ['history', 0],
  ['cli', 1],
  ['features', 1],
]);
const sourceFiles = new Set(['app.ts', 'shapes.ts', 'worker.ts', 'main.ts', 'config.ts', 'clock.ts', 'context.ts']);

/** The words a use case may begin with. A new one is welcome if it is a verb that product.md would use. */
const verbs = new Set(
  `accept acknowledge activate add adopt advance answer apply approve archive assign attach attribute back book calculate
  cancel capture change check claim clear close collect comment commit compare complete compute confirm connect
  contest convert copy count create deactivate decide declare decline deduplicate define delete deliver demote
  describe detach diagnose disable disconnect dismiss dispatch draft edit enable end enqueue enrich enrol ensure erase
  escalate estimate exclude expire explain export fetch file find finish fire flag fold follow forecast forget freeze
  generate give grade grant group hand hash identify import inspect invite issue join judge keep leave link list load
  lock log map mark match measure merge migrate mint move name note notify offer open order overturn park pause pick
  pin plan play poll post postpone prepare preview process promote propose prove prune publish purge put qualify query queue
  raise rank rate reactivate read reassign rebuild receive recompute reconcile record redact refresh refuse register
  rehearse reject release remind remove rename render renew reopen replay reply report request require reroute resend
  reset resolve respond restore resume retire retry return reveal review revoke rotate route run sample save schedule
  score search seed segment select send set share show sign simulate snapshot split start stop store submit suggest
  summarise supersede suppress suspend swap sweep switch sync tag take tell test track transfer trigger undo unlink
  unlock unsubscribe update upload validate verify view void wake watch withdraw write`.split(/\s+/),
);
const featureFiles = new Set(['schema.ts', 'store.ts', 'routes.ts', 'jobs.ts', 'handover.ts']);

const drawers = /(?:^|-)(?:utils?|helpers?|common|managers?|services?|misc)$/;
const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
const lineLimit = 400;

/** Suppressions that would open a hole in a rule that stands without an allow-list. Only comments are searched for them. */
const escapes: [RegExp, string][] = [
  [
    /eslint-(?:dis|en)able|prettier-ignore|[cv]8 ignore|istanbul ignore/,
    'belongs to a tool that this house does not use',
  ],
  [/@ts-(?:nocheck|ignore)/, 'hides type errors: fix the type, or cast in a named function that states the guarantee'],
  [/biome-ignore-(?:all|start)/, 'silences a whole stretch: name one rule for one line and say why'],
  [/biome-ignore \w+(?:\/\w+)?:/, 'silences a whole group of rules: name one rule and say why'],
  [
    /biome-ignore lint\/(?:plugin|\w+\/(?:noRestrictedImports|noRestrictedGlobals|noImportCycles|noExplicitAny))/,
    'silences a boundary: move the code to where the rule says it belongs',
  ],
];

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const findings: string[] = [];
const report: Report = (path, message, line = 1) => findings.push(`${path}:${line} ${message}`);

const paths = checkedFolders.flatMap((folder) => listFiles(folder));
for (const path of paths) {
  checkName(path, report);
  if (path.startsWith('src/')) checkPlace(path, report);
  if (/^(?:src|web)\//.test(path)) checkExtension(path, report);
  if (/\.(?:ts|tsx|mjs|css)$/.test(path)) checkContent(path, report);
}
checkMigrations(
  paths.filter((path) => path.startsWith('migrations/')),
  report,
);
for (const finding of findings.sort()) console.log(finding);
console.log(`structure: ${paths.length} files, ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;

function listFiles(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .filter((entry) => !(entry.name.startsWith('.') || (entry.isDirectory() && skippedFolders.has(entry.name))))
    .flatMap((entry) => (entry.isDirectory() ? listFiles(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
}

function checkName(path: string, report: Report): void {
  const segments = path.split('/');
  for (const segment of segments) {
    if (drawers.test(segment.replace(/\..*$/, ''))) {
      report(path, `"${segment}" is a drawer for anything: name the file for the one noun or verb that it is about.`);
    }
    if (!kebab.test(segment) && segments[0] !== 'migrations') {
      report(path, `"${segment}" is not kebab-case: write lower-case words with hyphens.`);
    }
  }
  if (/^index\.[cm]?[jt]sx?$/.test(basename(path))) {
    report(path, 'There are no index barrels: import from the file that defines the thing.');
  }
  if (/^biome\.jsonc?$/.test(basename(path))) {
    report(path, 'One biome.json at the root holds every boundary: a second one would replace it for its folder.');
  }
}

function checkPlace(path: string, report: Report): void {
  const [, top = '', ...rest] = path.split('/');
  if (rest.length === 0) {
    if (!sourceFiles.has(top)) {
      report(path, 'No import boundary covers this file: it belongs to a folder of src (docs/architecture.md).');
    }
    return;
  }
  const levels = sourceFolders.get(top);
  if (levels === undefined) {
    report(
      path,
      `No import boundary covers src/${top}: use a folder of docs/architecture.md, or add it there, here and in biome.json.`,
    );
  } else if (rest.length - 1 > levels) {
    report(
      path,
      `src/${top} has ${levels === 0 ? 'no folders' : 'one level of folders'}: its import boundary ends there. Move the file up.`,
    );
  }
  if (top === 'features') checkFeatureFile(path, rest, report);
}

function checkFeatureFile(path: string, rest: string[], report: Report): void {
  const [noun = '', name = ''] = rest;
  if (rest.length === 1) {
    report(path, `A feature is a folder: move this to src/features/<noun>/${noun}.`);
  } else if (!(featureFiles.has(name) || name.endsWith('.test.ts') || isUseCase(name))) {
    const own = [...featureFiles].join(', ');
    report(
      path,
      `A feature holds ${own}, <verb>-<noun>.ts and *.test.ts. A rule without I/O belongs to src/core, a tool to db, http, jobs or connectors; a new verb joins the list in scripts/check-structure.ts.`,
    );
  }
}

function isUseCase(name: string): boolean {
  const [verb = '', ...noun] = name.replace(/\.ts$/, '').split('-');
  return name.endsWith('.ts') && noun.length > 0 && verbs.has(verb);
}

function checkExtension(path: string, report: Report): void {
  const extension = extname(path);
  const allowed = path.startsWith('web/') ? ['.ts', '.tsx'] : ['.ts'];
  if (codeExtensions.has(extension) && !allowed.includes(extension)) {
    report(path, `Code is written in ${allowed.join(' or ')} here: no import boundary covers ${extension}.`);
  }
}

function checkContent(path: string, report: Report): void {
  const source = readFileSync(join(root, path), 'utf8');
  const lines = source.split('\n').length - (source.endsWith('\n') ? 1 : 0);
  if (lines > lineLimit) report(path, `${lines} lines: split it by noun or verb before ${lineLimit}.`, lineLimit + 1);
  if (path.endsWith('.css')) return;
  const file = { path, source, text: readSource(source) };
  checkEscapes(file, report);
  if (!isTest(path)) checkImports(file, report);
}

function isTest(path: string): boolean {
  return /^(?:test|bench)\/|\.test\.tsx?$/.test(path);
}

function checkEscapes({ path, source, text }: File, report: Report): void {
  for (const comment of text.comments) {
    for (const [pattern, reason] of escapes) {
      const found = pattern.exec(comment.text);
      if (found) report(path, `"${found[0]}" ${reason}.`, lineAt(source, comment.at + found.index));
    }
    if (comment.text.includes('@ts-expect-error') && !isTest(path)) {
      report(path, '"@ts-expect-error" belongs to tests only: fix the type.', lineAt(source, comment.at));
    }
  }
}

/** Forms of import that Biome's noRestrictedImports does not see, or would be deceived by. */
function checkImports(file: File, report: Report): void {
  const { path, source, text } = file;
  for (const found of text.bare.matchAll(/\b(?:from|import)\s*(?=['"])|\bimport\s*\(\s*(?=['"])/g)) {
    const start = found.index + found[0].length;
    const specifier = /^(['"])(.*?)\1/.exec(text.code.slice(start, start + 300))?.[2] ?? '';
    const complaint = findSpecifierFault(path, specifier);
    if (complaint) report(path, `"${specifier}" ${complaint}`, lineAt(source, start));
  }
  for (const found of text.bare.matchAll(/\bimport\s*\(\s*(?!['"]|\s)/g)) {
    report(
      path,
      'import() of a computed path hides from the import rules: write the path as a plain string.',
      lineAt(source, found.index),
    );
  }
  for (const found of text.bare.matchAll(
    /\btypeof\s+import\s*\(|(?<!\(\s*await\s*)\bimport\s*\(\s*(['"])[^'"]*\1\s*\)\s*\.\s*(?!then\b|catch\b|finally\b)/g,
  )) {
    report(
      path,
      'A type of import() hides from the import rules: write `import type` at the top of the file.',
      lineAt(source, found.index),
    );
  }
  for (const found of text.bare.matchAll(
    /(?<![.\w])(?:require\s*\(|createRequire\s*\((?!import\.meta\.url\)\.resolve\b))/g,
  )) {
    report(
      path,
      'require hides from the import rules: write an import at the top of the file (to find a file, import.meta.resolve).',
      lineAt(source, found.index),
    );
  }
}

function findSpecifierFault(path: string, specifier: string): string | undefined {
  if (/^(?:\/|file:|data:|https?:|#)/.test(specifier)) return 'hides from the import rules: write a relative path.';
  if (!specifier.startsWith('.')) return;
  if (!/^(?:\.\/|(?:\.\.\/)+)(?!\.\.?\/)(?:(?!\/\.\.?\/).)*$/.test(specifier)) {
    return 'takes a detour that hides from the import rules: write the shortest relative path.';
  }
  if (/\.test\.tsx?$/.test(specifier))
    return 'is a test: nothing imports a test; move what you need into src or test/.';
  const target = join(dirname(path), specifier);
  if (target.startsWith('..')) return 'leaves the repository: depend on a package instead.';
  return;
}

/** Numbered from 0001 without a gap, one file a number: the order in which every database has run them. */
function checkMigrations(files: string[], report: Report): void {
  files.sort().forEach((path, at) => {
    const number = String(at + 1).padStart(4, '0');
    if (!/^\d{4}_[a-z0-9]+(?:_[a-z0-9]+)*\.sql$/.test(basename(path))) {
      report(path, 'A migration is called NNNN_what_it_does.sql, for example 0001_people_of_the_house.sql.');
    } else if (!basename(path).startsWith(`${number}_`)) {
      report(path, `Migrations are numbered without gaps or doubles: this one should be ${number}.`);
    }
  });
}
