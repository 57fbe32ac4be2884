import type { Ctx } from '../../context.ts';
import type { FactValue } from '../../core/agreement/facts.ts';
import type { PersonTouch } from '../../core/relay/person.ts';
import { selectTouches, selectWords } from './store.ts';

/** The touches of some contacts, by contact, as conditions and scoring see them. */
export async function loadTouches(ctx: Ctx, contactIds: readonly string[]): Promise<Map<string, PersonTouch[]>> {
  const rows = await selectTouches(ctx, contactIds);
  const codes = new Set<number>();
  for (const row of rows) {
    for (const code of [
      row.kind,
      row.name,
      row.path,
      row.host,
      row.form,
      row.campaign,
      row.channel,
      row.source,
      row.medium,
      row.content,
    ]) {
      if (code !== null) codes.add(code);
    }
  }
  const values = new Map((await selectWords(ctx, [...codes])).map(({ code, value }) => [code, value]));
  const word = (code: number | null) => (code === null ? null : (values.get(code) ?? null));
  const touches = new Map<string, PersonTouch[]>();
  for (const row of rows) {
    const { contactId } = row;
    if (contactId === null) continue;
    const list = touches.get(contactId) ?? [];
    list.push({
      id: row.id,
      at: row.at.getTime(),
      knownAt: row.knownAt.getTime(),
      live: row.live,
      department: row.department,
      kind: word(row.kind) ?? '',
      name: word(row.name),
      path: word(row.path),
      host: word(row.host),
      form: word(row.form),
      campaign: word(row.campaign),
      channel: word(row.channel),
      source: word(row.source),
      medium: word(row.medium),
      content: word(row.content),
      prop: toFacts(row.props),
    });
    touches.set(contactId, list);
  }
  return touches;
}

/** Properties are what a program sent: conditions can ask for plain values and lists of texts; anything else is not seen. */
function toFacts(props: Record<string, unknown>): Record<string, FactValue> {
  return props as Record<string, FactValue>;
}
