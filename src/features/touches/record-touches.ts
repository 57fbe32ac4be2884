import type { Ctx } from '../../context.ts';
import { storeTexts } from '../../core/agreement/stored-text.ts';
import { wordForm } from '../../core/agreement/words.ts';
import { foldText } from '../../core/text.ts';
import { newId } from '../../db/ids.ts';
import { type WordKind, wordKinds } from '../../db/people-tables.ts';
import { recordTouchDeltas } from '../rollups/record-touch-deltas.ts';
import { insertTouches, insertWords, selectCodes, type Word } from './store.ts';

/** A touch to be stored. Its words are texts; instants are epoch milliseconds. */
export type NewTouch = {
  /** A new one unless it is given. */
  id?: string;
  identityId: number;
  at: number;
  knownAt: number;
  kind: string;
  department: 'marketing' | 'sales';
  memberId: string | null;
  live: boolean;
  props: Readonly<Record<string, unknown>>;
  messageHash: Buffer | null;
} & { [Kind in Exclude<WordKind, 'kind'>]?: string | null };

/** Stores touches and counts them, with what is new of their words in the dictionary. The months that they are in must be there. */
export async function recordTouches(ctx: Ctx, touches: readonly NewTouch[]): Promise<void> {
  if (touches.length === 0) return;
  const codes = await codeWords(ctx, touches);
  const rows = touches.map((touch) => {
    const { identityId, at, knownAt, department, memberId, live, props, messageHash } = touch;
    const code = (kind: WordKind) => {
      const value = touch[kind];
      return value === null || value === undefined ? null : (codes.get(keyOf(kind, value)) ?? null);
    };
    return {
      id: touch.id ?? newId(ctx.now),
      at: new Date(at),
      knownAt: new Date(knownAt),
      identityId,
      kind: requireCode(code('kind'), touch.kind),
      name: code('name'),
      path: code('path'),
      host: code('host'),
      form: code('form'),
      campaign: code('campaign'),
      channel: code('channel'),
      source: code('source'),
      medium: code('medium'),
      content: code('content'),
      department,
      memberId,
      live,
      props: JSON.stringify(props),
      texts: JSON.stringify(storeProps(props)),
      messageHash,
    };
  });
  await insertTouches(ctx, rows);
  await recordTouchDeltas(ctx, rows, 1);
}

/** Under the names that conditions give them: `prop.plan`. */
function storeProps(props: Readonly<Record<string, unknown>>) {
  return storeTexts(Object.fromEntries(Object.entries(props).map(([key, value]) => [`prop.${key}`, value])));
}

const keyOf = (kind: WordKind, value: string): string => `${kind}\n${value}`;

async function codeWords(ctx: Ctx, touches: readonly NewTouch[]): Promise<Map<string, number>> {
  const words = new Map<string, Word>();
  for (const touch of touches) {
    for (const kind of wordKinds) {
      const value = touch[kind];
      if (value === null || value === undefined || words.has(keyOf(kind, value))) continue;
      words.set(keyOf(kind, value), { kind, value, folded: foldText(value), words: wordForm(value) });
    }
  }
  const read = async () =>
    new Map((await selectCodes(ctx, [...words.values()])).map(({ kind, value, code }) => [keyOf(kind, value), code]));
  const known = await read();
  const missing = [...words].filter(([key]) => !known.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  if (missing.length === 0) return known;
  await insertWords(
    ctx,
    missing.map(([, word]) => word),
  );
  return read();
}

function requireCode(code: number | null, kind: string): number {
  if (code === null) throw new Error(`The kind of touch ${kind} has no code`);
  return code;
}
