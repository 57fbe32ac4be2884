import { z } from 'zod';

// Apart from what reads YAML: the contracts name these, and no page of the browser loads a parser for a name.

/** The longest text that is read as an agreement, in characters. */
export const longestText = 1_000_000;

/** Names in camelCase or as in the YAML; a clause of a list by its place or by its key, term, domain or id. */
const Path = z
  .array(z.union([z.string().min(1).max(300), z.int().min(0).max(10_000)]))
  .min(1, 'Say where.')
  .max(20);
export type EditPath = z.infer<typeof Path>;

/** One change to one place of the text of an agreement; the rest stays as it was written. */
export const TextEdit = z.discriminatedUnion('op', [
  /** Puts a value where one is, or where none is yet: of a clause, or the whole clause. */
  z.strictObject({ op: z.literal('set'), path: Path, value: z.unknown() }),
  z.strictObject({ op: z.literal('remove'), path: Path }),
  /** Puts one more into the list at the path: at a place, or at the end. */
  z.strictObject({ op: z.literal('add'), path: Path, value: z.unknown(), at: z.int().min(0).max(10_000).optional() }),
  /** Moves what is at the path to another place of its list, counted when it has been taken out. */
  z.strictObject({ op: z.literal('move'), path: Path, to: z.int().min(0).max(10_000) }),
]);
export type TextEdit = z.infer<typeof TextEdit>;
