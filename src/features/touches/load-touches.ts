import type { Ctx } from '../../context.ts';
import type { FactValue } from '../../core/agreement/facts.ts';
import type { PersonTouch } from '../../core/relay/person.ts';
import { type WordKind, wordKinds } from '../../db/people-tables.ts';
import { selectTouches, selectWords } from './store.ts';

/** Where each word stands among the codes of a touch. */
const places = toPlaces();

function toPlaces(): Record<WordKind, number> {
  const at = (kind: WordKind) => wordKinds.indexOf(kind);
  return {
    kind: at('kind'),
    name: at('name'),
    path: at('path'),
    host: at('host'),
    form: at('form'),
    campaign: at('campaign'),
    channel: at('channel'),
    source: at('source'),
    medium: at('medium'),
    content: at('content'),
  };
}

/** The touches of some contacts, by contact, as conditions and scoring see them. */
export async function loadTouches(ctx: Ctx, contactIds: readonly string[]): Promise<Map<string, PersonTouch[]>> {
  const rows = await selectTouches(ctx, contactIds);
  const codes = new Set<number>();
  for (const { touches } of rows) {
    for (const [, , , , , words] of touches) for (const code of words) if (code !== null) codes.add(code);
  }
  const values = new Map((await selectWords(ctx, [...codes])).map(({ code, value }) => [code, value]));
  const touches = new Map<string, PersonTouch[]>();
  for (const row of rows) {
    touches.set(
      row.contactId,
      row.touches.map(([id, at, knownAt, department, live, words, props]): PersonTouch => {
        const word = (kind: WordKind) => {
          const code = words[places[kind]];
          return code === null || code === undefined ? null : (values.get(code) ?? null);
        };
        return {
          id,
          at: Math.round(at),
          knownAt: Math.round(knownAt),
          live,
          department,
          kind: word('kind') ?? '',
          name: word('name'),
          path: word('path'),
          host: word('host'),
          form: word('form'),
          campaign: word('campaign'),
          channel: word('channel'),
          source: word('source'),
          medium: word('medium'),
          content: word('content'),
          prop: toFacts(props),
        };
      }),
    );
  }
  return touches;
}

/** Properties are what a program sent: conditions can ask for plain values and lists of texts; anything else is not seen. */
function toFacts(props: Record<string, unknown>): Record<string, FactValue> {
  return props as Record<string, FactValue>;
}
