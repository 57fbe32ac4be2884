/** Why a change of the mapping was refused, or that somebody else was faster. */
import { Button } from '@mantine/core';
import { FormProblem } from '../../ui/form.tsx';
import styles from '../settings/settings.module.css';
import { faultPlace } from './open-questions.ts';
import type { MappingForm } from './use-mapping.ts';

export function MappingProblem({ mapping }: { mapping: MappingForm }) {
  const { problem } = mapping;
  if (mapping.isStale) {
    return (
      <div className={styles.stale} role="alert">
        <p>
          <strong>Somebody changed this import meanwhile.</strong> Load what they saved, then change it further.
        </p>
        <Button data-size="small" onClick={() => void mapping.reload()}>
          Load the newest version
        </Button>
      </div>
    );
  }
  // What stands beside a field is not said twice.
  if (!problem || faultPlace(problem.code)) return null;
  return <FormProblem problem={problem} kept="Nothing was brought in." />;
}
