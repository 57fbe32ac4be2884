/** The words of the agreement in force: what its stages, steps, personas and segments are called, and whose they are. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { z } from 'zod';
import { MemberDepartment } from '../src/core/access.ts';
import { getInForce } from '../src/features/agreements/schema.ts';
import { queryOf } from './queries.ts';

type Word = { key: string; name: string; department: MemberDepartment };
export type Vocabulary = Record<'stages' | 'journey' | 'personas' | 'segments', readonly Word[]>;

const Named = z.object({ key: z.string(), name: z.string() });
const Words = z.object({
  stages: z.array(Named.extend({ by: MemberDepartment.optional() })).default([]),
  journey: z.array(Named.extend({ accountable: MemberDepartment.optional() })).default([]),
  personas: z.array(Named).default([]),
  segments: z.array(Named).default([]),
});

const nothing: Vocabulary = { stages: [], journey: [], personas: [], segments: [] };
/** A new agreement comes into force a few times a year. */
const freshMs = 5 * 60_000;

/**
 * Reads the words from the canonical text of an agreement; none where there is no agreement.
 *
 * @example
 * readVocabulary('{"stages":[{"by":"sales","key":"accepted","name":"Accepted"}]}').stages[0]?.department // 'sales'
 */
export function readVocabulary(canonical: string | null | undefined): Vocabulary {
  if (!canonical) return nothing;
  const { stages, journey, personas, segments } = Words.parse(JSON.parse(canonical));
  const shared = ({ key, name }: { key: string; name: string }): Word => ({ key, name, department: 'both' });
  return {
    // What nobody is named for follows from touches by itself: that is Marketing's part of the way.
    stages: stages.map(({ key, name, by }) => ({ key, name, department: by ?? 'marketing' })),
    journey: journey.map(({ key, name, accountable }) => ({ key, name, department: accountable ?? 'both' })),
    personas: personas.map(shared),
    segments: segments.map(shared),
  };
}

/** Null while it is not known yet, so that nobody sees keys turn into words. */
export function useVocabulary(): Vocabulary | null {
  const { data, error } = useQuery({ ...queryOf(getInForce, { query: {} }), staleTime: freshMs });
  const canonical = data?.data?.canonical;
  return useMemo(() => (data || error ? readVocabulary(canonical) : null), [data, error, canonical]);
}

/**
 * What a key is called; a key that the agreement no longer has stands for itself.
 *
 * @example
 * nameOf([{ key: 'lead', name: 'Lead', department: 'marketing' }], 'recycled') // 'Recycled'
 */
export function nameOf(words: readonly Word[], key: string): string {
  const plain = key.replaceAll('-', ' ');
  return words.find((word) => word.key === key)?.name ?? plain.charAt(0).toLocaleUpperCase() + plain.slice(1);
}
