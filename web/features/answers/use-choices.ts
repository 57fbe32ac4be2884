/** What a change can be linked to. */
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { getInForce } from '../../../src/features/agreements/schema.ts';
import { listForms } from '../../../src/features/forms/schema.ts';
import { queryOf } from '../../queries.ts';

type Choice = { value: string; label: string };

/** Forms by the key by which touches name them. */
export function useFormChoices(): Choice[] {
  const { data } = useQuery(queryOf(listForms, { query: { limit: 200 } }));
  return (data?.data ?? []).map(({ slug, name }) => ({ value: slug, label: name }));
}

const Clauses = z.array(z.object({ key: z.string(), points: z.number() })).default([]);
const Scoring = z.object({
  scoring: z.object({ fit: Clauses, engagement: z.object({ rules: Clauses }).optional() }).optional(),
});

/** The scoring clauses of the agreement in force. */
export function useClauseChoices(): Choice[] {
  const { data } = useQuery(queryOf(getInForce, { query: {} }));
  const canonical = data?.data?.canonical;
  if (!canonical) return [];
  const { scoring } = Scoring.parse(JSON.parse(canonical));
  return [...(scoring?.fit ?? []), ...(scoring?.engagement?.rules ?? [])].map(({ key, points }) => ({
    value: key,
    label: `${key}, ${points} points`,
  }));
}
