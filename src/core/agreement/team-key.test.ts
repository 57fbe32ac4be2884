import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeTeamKey, TeamKey } from './team-key.ts';

describe('the key of a team', () => {
  it.each<[string, string[], string]>([
    ['Mid-market', [], 'mid-market'],
    ['  Inbound   EMEA & UK ', [], 'inbound-emea-uk'],
    ['Équipe Ça', [], 'equipe-ca'],
    ['Großkunden Süd', [], 'grosskunden-sud'],
    ['Łódź', [], 'lodz'],
    ['Ｆｕｌｌ ｗｉｄｔｈ', [], 'full-width'],
    ['東京', [], 'team'],
    ['!!!', ['team'], 'team-2'],
    ['Inbound', ['inbound', 'inbound-2'], 'inbound-3'],
    ['a'.repeat(60), [], 'a'.repeat(48)],
    ['a'.repeat(60), ['a'.repeat(48)], `${'a'.repeat(46)}-2`],
    [`${'a'.repeat(45)} ${'b'.repeat(10)}`, [`${'a'.repeat(45)}-bb`], `${'a'.repeat(45)}-2`],
  ])('of %j beside %j is %s', (name, taken, key) => {
    expect(makeTeamKey(name, new Set(taken))).toBe(key);
  });

  it('is always a key, and never one that is taken', () => {
    const names = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), { maxLength: 20 });
    fc.assert(
      fc.property(names, (all) => {
        const taken = new Set<string>();
        for (const name of all) {
          const key = makeTeamKey(name, taken);
          expect(TeamKey.safeParse(key).success).toBe(true);
          expect(taken.has(key)).toBe(false);
          taken.add(key);
        }
      }),
      { numRuns: 200 },
    );
  });
});
