/** Gives open leads to another member of Sales, who owes a response of their own. */
import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../../api.ts';
import { FormProblem } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { MemberSelect } from '../settings/member-select.tsx';

export function GiveSheet(props: {
  title: string;
  /** Who has it now. */
  holderId: string | null;
  /** What follows for whoever gets it. */
  description?: string;
  send: (memberId: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const [memberId, setMemberId] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (memberId === null) return;
    setBusy(true);
    setProblem(null);
    try {
      await props.send(memberId);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <Sheet title={props.title} onClose={props.onClose}>
      <form onSubmit={(event) => void onSubmit(event)} noValidate className="stack">
        <FormProblem problem={problem} kept="Nothing was changed." />
        <MemberSelect
          label="To whom"
          description={
            props.description ??
            'They are told, and their time to respond begins now. What was late before stays with whoever had it.'
          }
          department="sales"
          suits={(id) => id !== props.holderId}
          required
          value={memberId}
          onChange={setMemberId}
        />
        <FormActions busy={busy} disabled={memberId === null} others={<Button onClick={props.onClose}>Cancel</Button>}>
          Give
        </FormActions>
      </form>
    </Sheet>
  );
}
