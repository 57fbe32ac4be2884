/** Reads docstrings and the worked examples in them, for the check that they are there and the test that repeats them. */
import { lineAt, readSource, type SourceText } from './source-text.ts';

/** An exported function with the text after `@example` in its docstring; null where there is none. */
export type Documented = { name: string; line: number; hasDocstring: boolean; example: string | null };

/** One line of an example: what runs before, the expression, and what it is said to be. */
export type Claim = { setup: string; expression: string; expected: string };

/** Every exported function of a module: declarations, and constants that hold an arrow function. */
export function listExportedFunctions(source: string): Documented[] {
  const text = readSource(source);
  const declared = [...text.bare.matchAll(/^export (?:async )?function\*? (\w+)/gm)];
  const arrows = [...text.bare.matchAll(/^export const (\w+)(?:: .*?)? = (?:async )?(?:<.*?>)?\(/gm)].filter((found) =>
    /^\s*(?::[^;=]*)?=>/.test(text.bare.slice(endOfGroup(text.bare, found.index + found[0].length))),
  );
  return [...declared, ...arrows].map((found) => {
    const docstring = findDocstring(text, found.index);
    const example = /^ *\* @example\n([\s\S]*?)(?:\n *\* @|\n *\*\/)/m.exec(docstring ?? '')?.[1];
    return {
      name: found[1] ?? '',
      line: lineAt(source, found.index),
      hasDocstring: docstring !== null,
      example: example?.replaceAll(/^ *\* ?/gm, '') ?? null,
    };
  });
}

/**
 * The claims of an example, in order. A claim is an expression with its value behind `//`, on its own line, or on the
 * lines below: `add(1, 2) // 3`. What stands before it without a value prepares it. A reason may follow: `// 3: the sum`.
 */
export function readClaims(example: string): Claim[] {
  const { code, bare, comments } = readSource(example);
  const claims: Claim[] = [];
  let from = 0;
  for (const [at, comment] of comments.entries()) {
    const own = comment.text.replace(/^\/\/ ?/, '');
    const last = claims.at(-1);
    if (last && at > 0 && code.slice(from, comment.at).trim() === '') last.expected += `\n${own}`;
    else {
      const cut = lastStatement(bare, from, comment.at);
      const expression = code.slice(cut, comment.at).trim().replace(/;$/, '');
      claims.push({ setup: code.slice(from, cut), expression, expected: own });
    }
    from = comment.at + comment.text.length;
  }
  return claims;
}

function findDocstring(text: SourceText, at: number): string | null {
  const last = text.comments.findLast((comment) => comment.at < at);
  if (!last?.text.startsWith('/**')) return null;
  return text.code.slice(last.at + last.text.length, at).trim() === '' ? last.text : null;
}

/** Where the last statement between two offsets begins: behind the last semicolon outside of brackets that ends another. */
function lastStatement(bare: string, from: number, to: number): number {
  const end = from + bare.slice(from, to).trimEnd().replace(/;$/, '').length;
  let depth = 0;
  let start = from;
  for (let at = from; at < end; at += 1) {
    if ('([{'.includes(bare.charAt(at))) depth += 1;
    if (')]}'.includes(bare.charAt(at))) depth -= 1;
    if (bare.charAt(at) === ';' && depth === 0) start = at + 1;
  }
  return start;
}

/** Just past the bracket that closes the one before `at`. */
function endOfGroup(bare: string, from: number): number {
  let depth = 1;
  let at = from;
  for (; at < bare.length && depth > 0; at += 1) {
    if ('([{'.includes(bare.charAt(at))) depth += 1;
    if (')]}'.includes(bare.charAt(at))) depth -= 1;
  }
  return at;
}
