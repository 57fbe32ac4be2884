/** What helped in a brief and what did not: the next ones are made by that. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BriefField } from '../../../src/core/handoff/brief-fields.ts';
import { rateBrief } from '../../../src/features/briefs/schema.ts';
import { getHandoff, type Handoff } from '../../../src/features/handoffs/schema.ts';
import { useAction } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { sayProblem } from '../settings/say.tsx';
import brief from './brief.module.css';
import styles from './useful.module.css';

/** The parts of a brief as it calls them, in its order. */
const names: Record<BriefField, string> = {
  because: 'Why they were handed over',
  'why-now': 'What they did',
  scores: 'Grade and its reasons',
  company: 'Company',
  persona: 'Persona',
  approach: 'How to approach them',
  segment: 'Segment',
  colleagues: 'Others at the company',
  route: 'How it came to you',
};

/** What is not there cannot be judged. */
function fieldsOf({ brief: { because, whyNow, scores, persona, segment }, account }: Handoff): BriefField[] {
  const has: Record<BriefField, boolean> = {
    because: because.length > 0,
    'why-now': whyNow.length > 0,
    scores: scores !== null,
    company: account !== null,
    persona: persona !== null,
    approach: Boolean(persona?.salesApproach),
    segment: segment !== null,
    colleagues: account !== null,
    route: true,
  };
  const order: BriefField[] = [
    ...(['because', 'why-now', 'scores', 'company', 'persona', 'approach', 'segment', 'colleagues', 'route'] as const),
  ];
  return order.filter((field) => has[field]);
}

export function Useful({ handoff }: { handoff: Handoff }) {
  const { member } = useSession();
  const client = useQueryClient();
  const rate = useAction(rateBrief);
  const [open, setOpen] = useState(false);
  if (!may(member.role, rateBrief)) return null;
  const ratings = new Map(handoff.ratings.map(({ field, useful }) => [field, useful]));
  const say = (field: BriefField, useful: boolean) => {
    const next = ratings.get(field) === useful ? null : useful;
    const { queryKey } = { queryKey: [getHandoff.id, { params: { handoffId: handoff.id } }] };
    rate.mutate(
      { params: { handoffId: handoff.id }, body: { field, useful: next } },
      {
        onSuccess: (answer) =>
          client.setQueryData<Handoff>(queryKey, (before) => before && { ...before, ratings: answer.ratings }),
        onError: sayProblem,
      },
    );
  };
  return (
    <section className={brief.wide}>
      <details className={styles.useful} open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          Was this brief useful?
          {ratings.size > 0 && <span className="cap"> {ratings.size} said</span>}
        </summary>
        <ul>
          {fieldsOf(handoff).map((field) => (
            <li key={field}>
              <span>{names[field]}</span>
              <span className={styles.choice}>
                {[true, false].map((useful) => (
                  <button
                    key={String(useful)}
                    type="button"
                    aria-pressed={ratings.get(field) === useful}
                    aria-label={`${names[field]}: ${useful ? 'useful' : 'useless'}`}
                    onClick={() => say(field, useful)}
                  >
                    {useful ? 'Useful' : 'Useless'}
                  </button>
                ))}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
