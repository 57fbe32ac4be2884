/** Makes a list, by hand or by a condition, or renames one. */
import { Button, Modal, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { createList, editList, type List, listLists } from '../../../src/features/lists/schema.ts';
import { useAction } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { ConditionDialog } from '../conditions/condition-dialog.tsx';
import { say, sayProblem } from '../settings/say.tsx';

type Values = { name: string; kind: 'hand' | 'condition' };
type Props = { object: 'contact' | 'account'; list: List | null; onClose: () => void };

export function ListDialog({ object, list, onClose }: Props) {
  const create = useAction(createList, { refresh: [listLists] });
  const edit = useAction(editList, { refresh: [listLists] });
  /** The name of a list whose condition is being made. */
  const [naming, setNaming] = useState<string | null>(null);
  const form = useServerForm<Values>({
    initial: { name: list?.name ?? '', kind: 'hand' },
    check: ({ name }) => (name.trim() ? {} : { name: 'Give the list a name.' }),
    send: async ({ name, kind }) => {
      if (list) await edit.mutateAsync({ params: { listId: list.id }, body: { name }, version: list.version });
      else if (kind === 'hand') await create.mutateAsync({ body: { object, name } });
      else return setNaming(name);
      say(list ? 'The list is saved.' : `The list ${name.trim()} is made.`);
      onClose();
    },
  });
  const { getInputProps } = form.fields;
  if (naming !== null) {
    return (
      <ConditionDialog
        asked={object}
        title={`Who is on ${naming}`}
        initial={null}
        apply="Make the list"
        isNeeded
        onApply={async (condition) => {
          if (condition === null) return;
          try {
            await create.mutateAsync({ body: { object, name: naming, condition } });
            say(`The list ${naming.trim()} is made.`);
            onClose();
          } catch (error) {
            sayProblem(error);
          }
        }}
        onClose={onClose}
      />
    );
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={list ? 'Rename the list' : object === 'contact' ? 'A list of people' : 'A list of companies'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <TextInput label="Name" required data-autofocus {...getInputProps('name')} />
        {!list && (
          <Radio.Group label="Who is on it" {...getInputProps('kind')}>
            <div className="stack">
              <Radio value="hand" label="Whom we put on it" description="From the tables, or by an import." />
              <Radio value="condition" label="Whoever meets a condition" description="It is always up to date." />
            </div>
          </Radio.Group>
        )}
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          {list ? 'Save' : 'Go on'}
        </FormActions>
      </form>
    </Modal>
  );
}
