import { classifyEmail, readEmail } from '../identity/email.ts';
import { registrableDomain } from '../identity/host.ts';
import { phoneKey } from '../identity/phone.ts';
import type { ContactTraits } from './read-traits.ts';

export type ContactKey = { readonly kind: 'email' | 'phone'; readonly key: string; readonly value: string };

/**
 * The keys by which a person with these traits can be found.
 *
 * @example
 * listContactKeys({ email: 'Ana@Plant.example' }) // [{ kind: 'email', key: 'ana@plant.example', value: 'Ana@Plant.example' }]
 */
export function listContactKeys(traits: ContactTraits): ContactKey[] {
  const keys: ContactKey[] = [];
  const email = traits.email === undefined ? null : readEmail(traits.email);
  if (email !== null) keys.push({ kind: 'email', key: email.key, value: email.display });
  const phone = traits.phone === undefined ? null : phoneKey(traits.phone, traits.country ?? null);
  if (phone !== null && traits.phone !== undefined) keys.push({ kind: 'phone', key: phone, value: traits.phone });
  return keys;
}

/**
 * The registrable domain of a person's employer as an e-mail address tells it; null for free and throw-away ones.
 *
 * @example
 * employerOf('ana@mail.plant.example') // 'plant.example'
 * employerOf('ana@gmail.com') // null
 */
export function employerOf(email: string): string | null {
  const read = readEmail(email);
  if (read === null || classifyEmail(email) !== 'business') return null;
  return registrableDomain(read.domain);
}
