/**
 * Documents may not lie about the tree: every repository path, npm script and environment variable that README.md,
 * CONTRIBUTING.md or any document under docs/ cites must exist. Usage: `node scripts/check-doc-refs.ts [root]`.
 */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { lineAt } from './source-text.ts';

type Reference = { at: number; text: string };

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const documents = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })].filter((path) =>
  existsSync(join(root, path)),
);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts?: Record<string, string> };
const npmScripts = new Set(Object.keys(manifest.scripts ?? {}));
/** Entries of the root by which a word in backticks is recognised as a path: `src/app.ts` is one, `text/html` is not. */
const rootEntries = new Set([
  ...readdirSync(root).filter((name) => !['node_modules', '.git'].includes(name)),
  ...['src', 'web', 'docs', 'test', 'bench', 'scripts', 'migrations', '.ci'],
]);
/** Folders that exist only once something has run. */
const madeAtRunTime = /^(?:\.baton|\.runtime|dist|coverage|test-results|node_modules)(?:\/|$)/;
const fence = /^ *(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ *\1[^\n]*$/gm;
const variables = knownVariables();

const findings = documents.flatMap((path) => {
  const text = readFileSync(join(root, path), 'utf8');
  const finding = ({ at, text: cited }: Reference, problem: string) =>
    `${path}:${lineAt(text, at)} ${cited}: ${problem}`;
  return [
    ...citedPaths(text)
      .filter((cited) => !pathExists(cited.text))
      .map((cited) => finding(cited, 'no such path in the repository')),
    ...citedLinks(text)
      .filter((cited) => !existsSync(join(root, dirname(path), decodeURI(cited.text))))
      .map((cited) => finding(cited, 'the link leads nowhere')),
    ...citedScripts(text)
      .filter((cited) => !npmScripts.has(cited.text))
      .map((cited) => finding(cited, 'no such npm script in package.json')),
    ...citedVariables(text)
      .filter((cited) => variables !== undefined && !variables.has(cited.text))
      .map((cited) => finding(cited, 'src/config.ts defines no such variable')),
  ];
});
for (const finding of findings) console.log(finding);
console.log(`doc references: ${documents.length} documents, ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;

/** Paths in backticks, and the scripts that a command runs. */
function citedPaths(text: string): Reference[] {
  const words = inlineCode(text).flatMap(({ at, text: code }) =>
    [...code.matchAll(/\S+/g)].map((word) => ({ at: at + word.index, text: word[0] })),
  );
  const commands = [...text.matchAll(/\bnode\s+((?:\.\/)?[\w./-]+\.(?:ts|mjs|js))\b/g)].map((found) => ({
    at: found.index,
    text: found[1] ?? '',
  }));
  return [...words, ...commands]
    .map(({ at, text: word }) => ({ at, text: word.replace(/^\.\//, '').replace(/[,;:.)]+$|[:#]L?\d+$/g, '') }))
    .filter(({ text: word }) => isPath(word) && !madeAtRunTime.test(word));
}

/** A path begins with an entry of the root; a word without a slash is one only if it names a source or settings file. */
function isPath(word: string): boolean {
  if (!/^[\w.@*<>{},/-]+$/.test(word) || word.startsWith('/')) return false;
  const first = word.split('/')[0] ?? '';
  return word.includes('/')
    ? rootEntries.has(first)
    : /^[\w.-]+\.(?:json|mjs)$/.test(word) || /^[A-Z]+\.md$/.test(word);
}

/** `src/features/<noun>/{store,routes}.ts` and `src/features/*` hold when something fits; NNNN stands for any number. */
function pathExists(cited: string): boolean {
  const pattern = cited
    .replaceAll(/<[^>]*>/g, '*')
    .replaceAll(/\bNNNN\b/g, '*')
    .replaceAll(/NNNN_[\w-]+/g, '*');
  if (!/[*{]/.test(pattern)) return existsSync(join(root, pattern));
  return expandBraces(pattern).every((one) => globSync(one, { cwd: root }).length > 0);
}

function expandBraces(pattern: string): string[] {
  const found = /^(.*?)\{([^{}]*)\}(.*)$/.exec(pattern);
  if (!found) return [pattern];
  const [, before = '', choices = '', after = ''] = found;
  return choices.split(',').flatMap((choice) => expandBraces(`${before}${choice}${after}`));
}

/** Targets of links and pictures that lead to a file here, without their `#heading`. */
function citedLinks(text: string): Reference[] {
  return [...withoutFences(text).matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)]
    .map((found) => ({ at: found.index, text: (found[1] ?? '').replace(/#.*$/, '') }))
    .filter(({ text: target }) => target !== '' && !/^[a-z][a-z0-9+.-]*:|^\/\//.test(target))
    .map(({ at, text: target }) => ({ at, text: normalize(target) }));
}

/** Scripts that a command or a sentence asks npm to run. */
function citedScripts(text: string): Reference[] {
  const commands = inlineCode(text).concat(fences(text));
  return commands.flatMap(({ at, text: code }) =>
    [...code.matchAll(/\bnpm\s+(?:run(?:-script)?\s+([\w:.-]+)|(start|test)\b)/g)].map((found) => ({
      at: at + found.index,
      text: found[1] ?? found[2] ?? '',
    })),
  );
}

/** UPPER_CASE words in code: `NAME`, `NAME=value`, `NAME=value command`. One with no underscore is not taken for a variable. */
function citedVariables(text: string): Reference[] {
  const commands = inlineCode(text).concat(fences(text));
  return commands.flatMap(({ at, text: code }) =>
    [...code.matchAll(/(?<![\w$.{/-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w/.-])/g)].map((found) => ({
      at: at + found.index,
      text: found[0],
    })),
  );
}

/** What src/config.ts defines, what scripts and tests read for themselves, and a few that belong to Node; none while there is no config. */
function knownVariables(): Set<string> | undefined {
  const config = join(root, 'src/config.ts');
  if (!existsSync(config)) return;
  const own = ['scripts/**/*.{ts,mjs}', 'test/**/*.ts', 'bench/**/*.ts'].flatMap((pattern) =>
    globSync(pattern, { cwd: root }).flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/\benv(?:\.|\[')([A-Z][A-Z0-9_]*)/g)].map(
        (found) => found[1] ?? '',
      ),
    ),
  );
  const defined = [...readFileSync(config, 'utf8').matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(
    (found) => found[0],
  );
  return new Set([...defined, ...own, 'NODE_OPTIONS', 'NODE_ENV', 'NODE_EXTRA_CA_CERTS']);
}

function inlineCode(text: string): Reference[] {
  return [...withoutFences(text).matchAll(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g)].map((found) => ({
    at: found.index + (found[1]?.length ?? 0),
    text: found[2] ?? '',
  }));
}

function fences(text: string): Reference[] {
  return [...text.matchAll(fence)].map((found) => ({ at: found.index, text: found[0] }));
}

/** The text with fenced blocks blanked, every offset kept. */
function withoutFences(text: string): string {
  return text.replaceAll(fence, (block) => block.replaceAll(/[^\n]/g, ' '));
}
