/** Why this grade: fit and engagement, each with the clauses that gave its points, as they stood when the lead was handed over. */
import type { RefObject } from 'react';
import type { Brief } from '../../../src/features/handoffs/schema.ts';
import { Score } from '../../ui/score.tsx';

type Open = { fit: boolean; engagement: boolean };

export function Reasons({
  brief,
  open,
  onOpen,
  heading,
}: {
  brief: Brief;
  open: Open;
  onOpen: (open: Open) => void;
  /** Takes the focus when somebody asks why beside the grade. */
  heading: RefObject<HTMLHeadingElement | null>;
}) {
  const { scores, agreement } = brief;
  if (scores === null) {
    return (
      <section>
        <h3 ref={heading} tabIndex={-1}>
          No grade
        </h3>
        <p className="cap">
          {agreement.name}, version {agreement.number}, does not score leads.
        </p>
      </section>
    );
  }
  const { fit, engagement, grade } = scores;
  return (
    <section>
      <h3 ref={heading} tabIndex={-1}>
        Why {grade}
      </h3>
      <Score
        name={`Fit ${fit.letter}`}
        score={fit.score}
        reasons={fit.reasons}
        open={open.fit}
        onOpen={(isOpen) => onOpen({ ...open, fit: isOpen })}
      />
      <Score
        name={`Engagement ${engagement.level}`}
        score={engagement.score}
        reasons={engagement.reasons}
        open={open.engagement}
        onOpen={(isOpen) => onOpen({ ...open, engagement: isOpen })}
      />
      <p className="cap">
        As it stood when it was handed over, by {agreement.name}, version {agreement.number}
      </p>
    </section>
  );
}
