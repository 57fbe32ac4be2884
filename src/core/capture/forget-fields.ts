import type { ContactTraits } from './read-traits.ts';
import { contactTraits, type Told, type ToldContact } from './tell-fields.ts';

/**
 * A contact without what one message told of them, as far as nobody has told it anew: for a message that turns out to be somebody
 * else's. A name that followed from first and last name goes with them.
 *
 * @param at when the message told it, epoch milliseconds
 * @example
 * const ana = { email: null, name: null, firstName: null, lastName: null, title: 'CEO', phone: null, country: 'DE', language: null, zone: null, fields: {} };
 * forgetContact({ values: ana, toldAt: { title: 20, country: 30 } }, { title: 'CEO', country: 'FR' }, 20)
 * // { values: { ...ana, title: null }, toldAt: { country: 30 } }
 */
export function forgetContact<Values extends ToldContact>(
  { values, toldAt }: Told<Values>,
  { custom, ...traits }: ContactTraits,
  at: number,
): Told<Values> {
  const left = new Map(Object.entries(toldAt));
  const blank: Record<string, null> = {};
  for (const [key, field] of Object.entries(contactTraits)) {
    if (!(key in traits) || left.get(field) !== at) continue;
    left.delete(field);
    blank[key] = null;
  }
  if ((blank.firstName === null || blank.lastName === null) && !left.has('name')) blank.name = null;
  const fields = new Map(Object.entries(values.fields));
  for (const key of Object.keys(custom ?? {})) {
    if (left.get(`custom.${key}`) !== at) continue;
    left.delete(`custom.${key}`);
    fields.delete(key);
  }
  return { values: { ...values, ...blank, fields: Object.fromEntries(fields) }, toldAt: Object.fromEntries(left) };
}

/**
 * A contact with what is told of another one who proved to be the same person: of each field what was told last.
 *
 * @example
 * const ana = { email: null, name: 'Ana', firstName: null, lastName: null, title: null, phone: null, country: null, language: null, zone: null, fields: {} };
 * joinContacts({ values: ana, toldAt: { name: 5 } }, { values: { ...ana, name: 'Anna', title: 'CEO' }, toldAt: { name: 4, title: 4 } })
 * // { values: { ...ana, title: 'CEO' }, toldAt: { name: 5, title: 4 } }
 */
export function joinContacts<Values extends ToldContact>(keep: Told<Values>, drop: Told<Values>): Told<Values> {
  const toldAt = new Map(Object.entries(keep.toldAt));
  const isLater = (field: string) => {
    const [ours, theirs] = [toldAt.get(field), drop.toldAt[field]];
    return theirs !== undefined && (ours === undefined || theirs > ours);
  };
  const values: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(contactTraits)) {
    const [ours, theirs] = [keep.values[key as keyof ToldContact], drop.values[key as keyof ToldContact]];
    if (isLater(field)) toldAt.set(field, drop.toldAt[field] ?? 0);
    else if (ours !== null || theirs === null || toldAt.has(field)) continue;
    values[key] = theirs;
  }
  const fields = new Map(Object.entries(keep.values.fields));
  for (const [key, value] of Object.entries(drop.values.fields)) {
    const field = `custom.${key}`;
    if (isLater(field)) toldAt.set(field, drop.toldAt[field] ?? 0);
    else if (fields.has(key)) continue;
    fields.set(key, value);
  }
  return {
    values: { ...keep.values, ...values, fields: Object.fromEntries(fields) },
    toldAt: Object.fromEntries(toldAt),
  };
}
