/** What conditions can be made of in this workspace, with the names of everything: the catalogue for the builder and its sentences. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { buildCatalogue, type Catalogue, type CustomFields } from '../../../src/core/agreement/catalogue.ts';
import type { Speech } from '../../../src/core/agreement/sentence-condition.ts';
import type { CustomField } from '../../../src/features/custom-fields/schema.ts';
import { listLists } from '../../../src/features/lists/schema.ts';
import { getMember } from '../../../src/features/members/schema.ts';
import { useCustomFields } from '../../custom-fields.ts';
import { queryOf } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { useVocabulary, type Vocabulary } from '../../vocabulary.ts';
import { type BuilderGroup, isGroup } from './builder-model.ts';

export type ConditionWords = {
  catalogue: Catalogue;
  speech: Speech;
  /** Names of lists that are kept by hand: conditions name no others. */
  lists: Record<'contact' | 'account', readonly string[]>;
  /** How own fields that are defined are called, by their names in a condition. */
  labels: ReadonlyMap<string, string>;
};

/** Null while it is not known yet. The agreement's editor makes its own from the draft: `wordsOf`. */
export function useConditionWords(): ConditionWords | null {
  const vocabulary = useVocabulary();
  const { workspace } = useSession();
  const own = useCustomFields();
  const { data: lists } = useQuery({ ...queryOf(listLists, { query: { limit: 200 } }), staleTime: 60_000 });
  return useMemo(() => {
    if (!vocabulary || !own) return null;
    const byHand = (lists?.data ?? []).filter(({ condition }) => condition === null);
    const namesOf = (object: 'contact' | 'account') =>
      byHand.filter((list) => list.object === object).map(({ name }) => name);
    return {
      ...wordsOf(vocabulary, { currency: workspace.currency, zone: workspace.zone }, typesOf(own)),
      labels: new Map(own.map(({ object, key, label }) => [`${object}.custom.${key}`, label])),
      lists: { contact: namesOf('contact'), account: namesOf('account') },
    };
  }, [vocabulary, workspace, lists, own]);
}

const typesOf = (own: readonly CustomField[]): CustomFields =>
  Object.fromEntries(
    own.map(({ object, key, type, options }) => [
      `${object}.custom.${key}`,
      type === 'choice' ? { type, choices: options } : type,
    ]),
  );

const kinds = { personas: 'persona', segments: 'segment', stages: 'stage', journey: 'journey' } as const;

/**
 * Catalogue and names of an agreement's words.
 *
 * @example
 * wordsOf(vocabulary, { currency: 'EUR', zone: 'UTC' }).speech.names.get('stage:lead') // 'Lead'
 */
export function wordsOf(
  vocabulary: Vocabulary,
  { currency, zone }: { currency: string; zone: string },
  own?: CustomFields,
) {
  const catalogue = buildCatalogue(
    {
      currency,
      calendar: { timezone: zone },
      personas: [...vocabulary.personas],
      segments: [...vocabulary.segments],
      stages: [...vocabulary.stages],
      journey: [...vocabulary.journey],
    },
    own,
  );
  const names = new Map(
    Object.entries(kinds).flatMap(([list, kind]) =>
      vocabulary[list as keyof typeof kinds].map(({ key, name }) => [`${kind}:${key}`, name] as const),
    ),
  );
  return { catalogue, speech: { catalogue, names, currency } };
}

/** The words with the names of the members that a condition speaks of, for its sentence. */
export function useMemberNames(words: ConditionWords, group: BuilderGroup): ConditionWords {
  const ids = [...new Set(memberIds(group))];
  const found = useQueries({
    queries: ids.map((memberId) => ({ ...queryOf(getMember, { params: { memberId } }), staleTime: 60_000 })),
  });
  const known = found.flatMap(({ data }) => (data ? [[`member:${data.id}`, data.name] as const] : []));
  const names = new Map([...words.speech.names, ...known]);
  return { ...words, speech: { ...words.speech, names } };
}

function memberIds({ rules }: BuilderGroup): string[] {
  return rules.flatMap((part) => {
    if (isGroup(part)) return memberIds(part);
    return part.field.endsWith('.owner') && typeof part.value === 'string' && part.value ? [part.value] : [];
  });
}
