/** Where somebody stands by the agreement in force, each answer with its reasons, and what is missing to qualify. */
import { useState } from 'react';
import type { Contact, Explanation } from '../../../src/features/contacts/schema.ts';
import { Card } from '../../ui/card.tsx';
import { Score, WhyButton } from '../../ui/score.tsx';
import { nameOf, type Vocabulary } from '../../vocabulary.ts';
import styles from './record.module.css';

export function Standing({ person, vocabulary }: { person: Contact; vocabulary: Vocabulary }) {
  const { explanation } = person;
  if (!explanation) {
    return (
      <Card title="Where they stand">
        <p className="sub">
          {person.deletedAt
            ? 'Nobody is judged who was removed.'
            : 'No agreement is in force yet: grade, persona and stage follow from it.'}
        </p>
      </Card>
    );
  }
  const { agreement } = explanation;
  return (
    <Card title="Where they stand">
      <Grading scores={explanation.scores} />
      <dl className={styles.pairs}>
        <Pair name="Persona" value={explanation.persona?.name ?? 'None fits'} />
        <Pair name="Segment" value={explanation.segment?.name ?? 'None fits'} />
        {person.journeyStep && <Pair name="Journey" value={nameOf(vocabulary.journey, person.journeyStep)} />}
        {person.stage && <Pair name="Stage" value={nameOf(vocabulary.stages, person.stage)} />}
      </dl>
      <Qualification of={explanation.qualification} />
      <p className={`cap ${styles.by}`}>
        By {agreement.name}, version {agreement.number}
      </p>
    </Card>
  );
}

function Grading({ scores }: { scores: Explanation['scores'] }) {
  const [open, setOpen] = useState({ fit: false, engagement: false });
  if (!scores) return <p className="sub">The agreement does not score leads.</p>;
  const { fit, engagement, grade } = scores;
  const isOpen = open.fit && open.engagement;
  return (
    <>
      <div className={styles.graded}>
        <b>{grade}</b>
        <WhyButton of={grade} open={isOpen} onClick={() => setOpen({ fit: !isOpen, engagement: !isOpen })} />
      </div>
      <Score
        name={`Fit ${fit.letter}`}
        score={fit.score}
        reasons={fit.reasons}
        open={open.fit}
        onOpen={(is) => setOpen({ ...open, fit: is })}
      />
      <Score
        name={`Engagement ${engagement.level}`}
        score={engagement.score}
        reasons={engagement.reasons}
        open={open.engagement}
        onOpen={(is) => setOpen({ ...open, engagement: is })}
      />
    </>
  );
}

function Pair({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Qualification({ of: found }: { of: Explanation['qualification'] }) {
  if (!found) return null;
  const missing = found.missing.length > 0 && (
    <>
      <p>What is not known yet:</p>
      <ul>
        {found.missing.map(({ field, label }) => (
          <li key={field}>{label}</li>
        ))}
      </ul>
    </>
  );
  return (
    <div className={styles.needs}>
      <h4>{outcomeWords[found.outcome]}</h4>
      {found.reason && <p>{found.reason}</p>}
      {found.ways.map((way, index) => (
        <div key={way.join(' ')}>
          {index > 0 && <p className={styles.or}>or else</p>}
          <ul>
            {way.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      ))}
      {missing}
    </div>
  );
}

const outcomeWords: Record<NonNullable<Explanation['qualification']>['outcome'], string> = {
  qualified: 'Qualifies for Sales',
  incomplete: 'Qualifies once this is known',
  'not-yet': 'Still needed to qualify for Sales',
  barred: 'Is not handed over now',
};
