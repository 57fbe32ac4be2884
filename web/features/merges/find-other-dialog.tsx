/** Finds the record that another one is to be merged with, then compares the two. */
import { Modal, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listAccounts } from '../../../src/features/accounts/schema.ts';
import { listContacts } from '../../../src/features/contacts/schema.ts';
import type { Merge } from '../../../src/features/merges/schema.ts';
import { call } from '../../api.ts';
import { MergeDialog } from './merge-dialog.tsx';
import type { MergeObject } from './merge-words.ts';

const pause = 250;
const mostFound = 20;

export function FindOtherDialog(props: {
  object: MergeObject;
  id: string;
  onClose: () => void;
  onMerged: (merge: Merge) => void;
}) {
  const { object, id, onClose, onMerged } = props;
  const [otherId, setOtherId] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim().slice(0, 100), pause);
  const found = useQuery({
    queryKey: ['merge-search', object, search],
    enabled: search !== '',
    queryFn: async ({ signal }) => {
      const query = { search, limit: mostFound };
      if (object === 'contact') {
        const { data } = await call(listContacts, { query }, { signal });
        return data.map((row) => ({
          id: row.id,
          label: [row.label, row.name && row.email].filter(Boolean).join(', '),
        }));
      }
      const { data } = await call(listAccounts, { query }, { signal });
      return data.map((row) => ({ id: row.id, label: [row.label, row.name && row.domain].filter(Boolean).join(', ') }));
    },
  });
  if (otherId !== null) {
    return <MergeDialog object={object} ids={[id, otherId]} onClose={onClose} onMerged={onMerged} />;
  }
  const choices = (found.data ?? []).filter((row) => row.id !== id);
  return (
    <Modal
      opened
      onClose={onClose}
      title={object === 'contact' ? 'Merge with which person?' : 'Merge with which company?'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Select
        label={object === 'contact' ? 'Name or address' : 'Name or domain'}
        description="You will see both side by side before anything happens."
        data-autofocus
        searchable
        searchValue={typed}
        onSearchChange={setTyped}
        // The server has searched already, and forgives typing errors.
        filter={({ options }) => options}
        data={choices.map(({ id: value, label }) => ({ value, label }))}
        nothingFoundMessage={search === '' ? 'Type to search' : found.isFetching ? 'Searching' : 'Nobody like that'}
        value={null}
        onChange={setOtherId}
      />
    </Modal>
  );
}
