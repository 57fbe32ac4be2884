/** What stands above the fields of a form over a record: why it was refused, or that somebody else was faster. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from '../../api.ts';
import { FormProblem } from '../../ui/form.tsx';
import styles from './settings.module.css';
import type { RecordForm } from './use-record-form.ts';

export function RecordProblem<Values extends Record<string, unknown>>({
  form,
  labels,
}: {
  form: RecordForm<Values>;
  /** What the fields are called on the screen. */
  labels: Partial<Record<keyof Values & string, string>>;
}) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const catchUp = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await form.catchUp();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  if (form.stale) {
    return (
      <div className={styles.stale} role="alert">
        <p>
          <strong>Somebody changed this meanwhile.</strong> Nothing was saved yet. Load their version: what you typed
          stays, then save again.
        </p>
        <FormProblem problem={failure} />
        <Button data-size="small" loading={busy} onClick={() => void catchUp()}>
          Load the newest version
        </Button>
      </div>
    );
  }
  if (form.caughtUp && !form.problem) {
    const named: Record<string, string | undefined> = labels;
    const fields = form.caughtUp.map((field) => named[field] ?? field);
    return (
      <p className={styles.caughtUp} role="status">
        {fields.length > 0 ? `They changed: ${fields.join(', ')}.` : 'Nothing in this form differs.'} What you typed is
        still here. Save to keep it.
      </p>
    );
  }
  return <FormProblem problem={form.problem} />;
}
