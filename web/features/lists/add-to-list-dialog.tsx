/** Puts what is chosen in a table on a list that is kept by hand, or on a new one. */
import { Button, Modal, Radio, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { listAccounts } from '../../../src/features/accounts/schema.ts';
import { getContact, listContacts } from '../../../src/features/contacts/schema.ts';
import { changeEntries, createList, listLists } from '../../../src/features/lists/schema.ts';
import { call } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { useAction, usePages } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { loadIds } from '../people/load-ids.ts';
import type { RecordQuery } from '../people/record-queries.ts';
import type { Selected } from '../people/use-selection.ts';
import { say } from '../settings/say.tsx';

type Props = {
  object: 'contact' | 'account';
  selected: Selected<RecordQuery>;
  count: number | null;
  onClose: () => void;
};
type Values = { where: 'old' | 'new'; listId: string | null; name: string };

/** What the API takes at once. */
const atOnce = 1_000;

export function AddToListDialog({ object, selected, count, onClose }: Props) {
  const format = useFormat();
  const lists = usePages(listLists, { query: { object, limit: 200 } });
  const byHand = (lists.rows ?? []).filter(({ condition }) => condition === null);
  const create = useAction(createList, { refresh: [listLists] });
  const fill = useAction(changeEntries, { refresh: [listLists, listContacts, listAccounts, getContact] });
  const [done, setDone] = useState(0);
  const form = useServerForm<Values>({
    initial: { where: 'old', listId: null, name: '' },
    check: ({ where, listId, name }) => {
      if (where === 'new') return name.trim() ? {} : { name: 'Give the list a name.' };
      return listId ? {} : { listId: 'Choose a list.' };
    },
    send: async ({ where, listId, name }) => {
      const { ids, isMore } = await loadIds(object, selected);
      const list =
        where === 'new'
          ? await create.mutateAsync({ body: { object, name: name.trim() } })
          : byHand.find(({ id }) => id === listId);
      if (!list) return;
      let added = 0;
      for (let from = 0; from < ids.length; from += atOnce) {
        const answer = await call(changeEntries, {
          params: { listId: list.id },
          body: { add: ids.slice(from, from + atOnce) },
        });
        added += answer.added;
        setDone(from + atOnce);
      }
      // Once, for all parts: the reads that show lists are stale now.
      await fill.mutateAsync({ params: { listId: list.id }, body: {} });
      say(`${format.number(added)} added to ${list.name}.${isMore ? ' The rest is beyond 10,000 at once.' : ''}`);
      onClose();
    },
  });
  const { getInputProps, getValues } = form.fields;
  const [one, many] = object === 'contact' ? ['person', 'people'] : ['company', 'companies'];
  const whom = count === null ? `all ${many} that match` : `${format.number(count)} ${count === 1 ? one : many}`;
  return (
    <Modal opened onClose={onClose} title={`Add ${whom} to a list`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <Radio.Group label="Which list" {...getInputProps('where')}>
          <div className="stack">
            <Radio value="old" label="One that is there" />
            <Radio value="new" label="A new one" />
          </div>
        </Radio.Group>
        {getValues().where === 'old' ? (
          <Select
            label="List"
            placeholder={lists.rows && byHand.length === 0 ? 'No list is kept by hand yet' : 'Choose a list'}
            searchable
            data={byHand.map(({ id, name }) => ({ value: id, label: name }))}
            {...getInputProps('listId')}
          />
        ) : (
          <TextInput label="Name" maxLength={200} {...getInputProps('name')} />
        )}
        {form.busy && done > 0 && (
          <p className="sub" role="status">
            {format.number(done)} are done …
          </p>
        )}
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          Add
        </FormActions>
      </form>
    </Modal>
  );
}
