import { classifyDomain } from '../identity/domain.ts';

/**
 * The registrable domain of a company's site; null for what is none, and for providers at which everybody can have one.
 *
 * @example
 * readDomainOfSite('https://www.plant.example/about') // 'plant.example'
 * readDomainOfSite('gmail.com') // null
 */
export function readDomainOfSite(site: string): string | null {
  return classifyDomain(site)?.accountKey ?? null;
}
