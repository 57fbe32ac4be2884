/** Agrees with a rejection: what Marketing learns from it, and what it changes. */
import { ActionIcon, Button, Select, Textarea, TextInput } from '@mantine/core';
import { answerRejection, type Rejection } from '../../../src/features/feedback/schema.ts';
import { useAction } from '../../queries.ts';
import { FormProblem, type ServerForm, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { refreshAnswers } from '../inbox/refresh.ts';
import { say } from '../settings/say.tsx';
import { type Change, changeWords } from './answer-words.ts';
import styles from './answers.module.css';
import { useClauseChoices, useFormChoices } from './use-choices.ts';

type Values = { text: string; changes: (Omit<Change, 'ref'> & { ref: string })[] };
const mostChanges = 20;
const kinds = ['campaign', 'form', 'scoring-clause', 'text'] as const;

export function AnswerSheet({ rejection, onClose }: { rejection: Rejection; onClose: () => void }) {
  const answer = useAction(answerRejection, { refresh: refreshAnswers });
  const form = useServerForm<Values>({
    initial: { text: '', changes: [] },
    check: ({ text, changes }) => ({
      ...(text.trim() ? {} : { text: 'Write at least a sentence.' }),
      ...Object.fromEntries(
        changes.flatMap(({ kind, ref, text }, place) => [
          ...(text.trim() ? [] : [[`changes.${place}.text`, 'Say what changes.']]),
          ...(kind === 'text' || ref.trim() ? [] : [[`changes.${place}.ref`, 'Say which one.']]),
        ]),
      ),
    }),
    send: async ({ text, changes }) => {
      const body = {
        text,
        changes: changes.map((change) => ({ ...change, ref: change.kind === 'text' ? null : change.ref.trim() })),
      };
      await answer.mutateAsync({ params: { rejectionId: rejection.id }, body });
      say(`Answered: ${rejection.member.name} reads it.`);
      onClose();
    },
  });
  const { changes } = form.fields.getValues();
  const add = () =>
    form.fields.insertListItem('changes', { kind: 'campaign', ref: rejection.campaign ?? '', text: '' });
  return (
    <Sheet title={`Agree: ${rejection.contact.name}`} onClose={onClose}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <p className="sub">
          {rejection.member.name} said “{rejection.reason.name}”{rejection.note && <>: “{rejection.note}”</>}
        </p>
        <Textarea
          label="What Marketing learns from it"
          required
          autosize
          minRows={2}
          maxRows={10}
          maxLength={10_000}
          data-autofocus
          {...form.fields.getInputProps('text')}
        />
        {changes.length > 0 && (
          <ul className={styles.changes} aria-label="What changes">
            {changes.map((change, place) => (
              // Rows have no id of their own, and are only added at the end.
              // biome-ignore lint/suspicious/noArrayIndexKey: as said
              <ChangeRow key={place} form={form} place={place} change={change} />
            ))}
          </ul>
        )}
        <FormActions
          busy={form.busy}
          others={
            <>
              {changes.length < mostChanges && (
                <Button onClick={add} leftSection={<Icon name="plus" />}>
                  Link a change
                </Button>
              )}
              <Button onClick={onClose}>Cancel</Button>
            </>
          }
        >
          Agree
        </FormActions>
      </form>
    </Sheet>
  );
}

function ChangeRow(props: { form: ServerForm<Values>; place: number; change: Values['changes'][number] }) {
  const { fields } = props.form;
  const { place, change } = props;
  const at = `changes.${place}` as const;
  const number = place + 1;
  return (
    <li className={styles.change}>
      <div className="row">
        <Select
          aria-label={`Kind of change ${number}`}
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: changeWords[value].name }))}
          value={change.kind}
          onChange={(value) => {
            fields.setFieldValue(`${at}.kind`, kinds.find((one) => one === value) ?? 'text');
            fields.setFieldValue(`${at}.ref`, '');
          }}
        />
        <ActionIcon
          aria-label={`Remove change ${number}`}
          onClick={() => fields.removeListItem('changes', place)}
          ml="auto"
        >
          <Icon name="close" />
        </ActionIcon>
      </div>
      {change.kind === 'campaign' && (
        <TextInput label="Which campaign" required {...fields.getInputProps(`${at}.ref`)} />
      )}
      {change.kind === 'form' && <FormChoice {...fields.getInputProps(`${at}.ref`)} />}
      {change.kind === 'scoring-clause' && <ClauseChoice {...fields.getInputProps(`${at}.ref`)} />}
      <Textarea
        label="What changes"
        required
        autosize
        minRows={1}
        maxRows={6}
        maxLength={10_000}
        {...fields.getInputProps(`${at}.text`)}
      />
    </li>
  );
}

type ChoiceProps = { value?: string; onChange?: (value: string | null) => void; error?: React.ReactNode };

function FormChoice(props: ChoiceProps) {
  const choices = useFormChoices();
  return <Select label="Which form" required searchable data={choices} {...props} value={props.value || null} />;
}

function ClauseChoice(props: ChoiceProps) {
  const choices = useClauseChoices();
  return <Select label="Which clause" required searchable data={choices} {...props} value={props.value || null} />;
}
