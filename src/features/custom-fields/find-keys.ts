import type { Ctx } from '../../context.ts';
import { guessCustomType } from '../../core/custom-field.ts';
import type { FoundField } from './schema.ts';
import { countNewest, findKeys, type RecordKind } from './store.ts';

/** So many records are looked at, the newest, and so many different texts can be a choice. */
const records = 5_000;
const mostOptions = 12;

/** Keys that came with messages and imports, with what they most likely hold. */
export async function findFields(ctx: Ctx, object: RecordKind): Promise<{ data: FoundField[]; examined: number }> {
  const rows = await findKeys(ctx, object, { records, texts: mostOptions + 1 });
  const data = rows.map(({ key, texts, examples, ...tally }) => {
    const type = guessCustomType({ ...tally, texts: texts.length > mostOptions ? null : texts });
    return {
      ...{ key, count: tally.count, type, examples },
      options: type === 'choice' ? texts : [],
      mayAdopt: /^[A-Za-z0-9_-]{1,64}$/.test(key),
    };
  });
  return { data, examined: await countNewest(ctx, object, records) };
}
