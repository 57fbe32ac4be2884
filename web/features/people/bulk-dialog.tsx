/** A change of all that is chosen: how many it is about, how far it has come, what failed and why, and the way back. */
import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { buyingRoles } from '../../../src/core/buying-role.ts';
import { listAccounts, queryAccounts } from '../../../src/features/accounts/schema.ts';
import {
  type BulkEdit,
  cancelBulkEdit,
  editAccounts,
  editContacts,
  listBulkRecords,
  previewAccounts,
  previewContacts,
  readBulkEdit,
  undoBulkEdit,
} from '../../../src/features/bulk-edits/schema.ts';
import { listContacts, queryContacts } from '../../../src/features/contacts/schema.ts';
import { call } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { queryOf, usePages } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { nameOf, useVocabulary } from '../../vocabulary.ts';
import { Meter } from '../imports/meter.tsx';
import { MemberSelect } from '../settings/member-select.tsx';
import { sayProblem } from '../settings/say.tsx';
import { type BulkValues, bulkFields, readBulkAction } from './bulk-change.ts';
import { type RecordQuery, toBody } from './record-queries.ts';
import type { Selected } from './use-selection.ts';

type Props = {
  object: 'contact' | 'account';
  selected: Selected<RecordQuery>;
  what: 'change' | 'remove';
  /** It has begun: nothing needs to be chosen any more. */
  onDone: () => void;
  onClose: () => void;
};

const nouns = { contact: ['person', 'people'], account: ['company', 'companies'] } as const;

export function BulkDialog({ object, selected, what, onDone, onClose }: Props) {
  const [begun, setBegun] = useState<BulkEdit | null>(null);
  // As it was when the dialog opened: the selection ends when the change begins.
  const [selection] = useState(() =>
    'ids' in selected ? selected : { query: toBody(selected.query), except: selected.except },
  );
  const preview = useQuery(queryOf(object === 'contact' ? previewContacts : previewAccounts, { body: { selection } }));
  const format = useFormat();
  const count = preview.data?.count;
  const [one, many] = nouns[object];
  const whom = count === undefined ? many : count === 1 ? `one ${one}` : `${format.number(count)} ${many}`;
  const close = () => {
    if (begun) onDone();
    onClose();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={`${what === 'remove' ? 'Remove' : 'Change'} ${whom}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {begun ? (
        <BulkProgress id={begun.id} many={many} onClose={close} />
      ) : (
        <BulkForm
          {...{ object, what, selection, count: count ?? null, onBegun: setBegun, onClose }}
          locked={preview.data ? preview.data.count - preview.data.editable : 0}
        />
      )}
    </Modal>
  );
}

type Body = Parameters<typeof call<typeof editContacts>>[1]['body'];
type FormProps = Pick<Props, 'object' | 'what' | 'onClose'> & {
  selection: Body['selection'];
  count: number | null;
  /** How many of them are not the member's to change. */
  locked: number;
  onBegun: (bulkEdit: BulkEdit) => void;
};

function BulkForm({ object, what, selection, count, locked, onBegun, onClose }: FormProps) {
  const format = useFormat();
  const form = useServerForm<BulkValues>({
    initial: { field: bulkFields[object][0].value, clear: false, value: '', key: '' },
    check: (values) => {
      if (what === 'remove') return {};
      const read = readBulkAction(values);
      return 'faults' in read ? { ...read.faults } : {};
    },
    send: async (values) => {
      const read = what === 'remove' ? { action: { kind: 'remove' as const } } : readBulkAction(values);
      if ('faults' in read || count === null) return;
      const body = { selection, count, action: read.action };
      onBegun(await call(object === 'contact' ? editContacts : editAccounts, { body: asAccepted(body) }));
    },
  });
  const rest = object === 'contact' ? 'They can be restored.' : 'They can be restored, and their people stay.';
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <FormProblem problem={form.problem} kept="Nothing was changed." />
      {what === 'remove' ? (
        <p className="sub">They leave every list. {rest}</p>
      ) : (
        <BulkInputs object={object} values={form.fields.getValues()} fields={form.fields} />
      )}
      {locked > 0 && (
        <p className="sub">
          {format.number(locked)} of them are not yours to change: they stay as they are and are listed at the end.
        </p>
      )}
      <FormActions busy={form.busy || count === null} others={<Button onClick={onClose}>Cancel</Button>}>
        {what === 'remove' ? 'Remove' : 'Change'}
      </FormActions>
    </form>
  );
}

/** Each contract takes the fields of its kind of record: `bulkFields` offers no other. */
const asAccepted = (body: object): never => body as never;

function BulkInputs({
  object,
  values,
  fields,
}: {
  object: 'contact' | 'account';
  values: BulkValues;
  fields: ReturnType<typeof useServerForm<BulkValues>>['fields'];
}) {
  const vocabulary = useVocabulary();
  const { field, clear } = values;
  const input = fields.getInputProps('value');
  const choices =
    field === 'stage'
      ? (vocabulary?.stages ?? []).map(({ key, name }) => ({ value: key, label: name }))
      : buyingRoles.map((role) => ({ value: role, label: nameOf([], role) }));
  return (
    <>
      <Select label="What" allowDeselect={false} data={[...bulkFields[object]]} {...fields.getInputProps('field')} />
      {field === 'own' && <TextInput label="Name of the field" maxLength={100} {...fields.getInputProps('key')} />}
      {!clear && field === 'ownerId' && (
        <MemberSelect
          label="New owner"
          value={values.value || null}
          onChange={(id) => fields.setFieldValue('value', id ?? '')}
          error={fields.errors.value}
        />
      )}
      {!clear && (field === 'stage' || field === 'buyingRole') && (
        <Select label="New value" data={choices} {...input} />
      )}
      {!clear && !['ownerId', 'stage', 'buyingRole', 'isTarget'].includes(field) && (
        <TextInput label="New value" maxLength={200} {...input} />
      )}
      {field !== 'stage' && (
        <Checkbox
          label={field === 'isTarget' ? 'No longer a target' : 'Clear it instead'}
          {...fields.getInputProps('clear', { type: 'checkbox' })}
        />
      )}
    </>
  );
}

const lists = [listContacts, queryContacts, listAccounts, queryAccounts];

function BulkProgress({ id, many, onClose }: { id: string; many: string; onClose: () => void }) {
  const format = useFormat();
  const client = useQueryClient();
  const params = { bulkEditId: id };
  const { data } = useQuery({
    ...queryOf(readBulkEdit, { params }),
    refetchInterval: ({ state }) => (isBusy(state.data) ? 700 : false),
  });
  const isOver = data !== undefined && !isBusy(data);
  useEffect(() => {
    if (!isOver) return;
    for (const { id } of lists) void client.invalidateQueries({ queryKey: [id] });
  }, [isOver, client]);
  if (!data) return <p className="sub">It begins …</p>;
  const { counts, total, status, undoUntil, problem } = data;
  const done = counts.changed + counts.unchanged + counts.failed;
  const act = async (contract: typeof undoBulkEdit | typeof cancelBulkEdit) => {
    try {
      client.setQueryData(queryOf(readBulkEdit, { params }).queryKey, await call(contract, { params }));
      await client.invalidateQueries({ queryKey: [readBulkEdit.id] });
    } catch (error) {
      sayProblem(error);
    }
  };
  return (
    <div className="stack">
      <p>{data.summary}</p>
      <Meter
        label="How far it has come"
        share={total === 0 ? 1 : done / total}
        words={sayStatus(data, many, format.number)}
      />
      {problem && <p className="sub">{problem}</p>}
      {counts.failed > 0 && !isBusy(data) && <Told id={id} status="failed" title="Not changed" />}
      {counts.kept > 0 && !isBusy(data) && <Told id={id} status="kept" title="Left as it is" />}
      <div className="row">
        <Button variant="filled" onClick={onClose}>
          {isBusy(data) ? 'Let it go on' : 'Close'}
        </Button>
        {status === 'running' && <Button onClick={() => void act(cancelBulkEdit)}>Stop</Button>}
        {undoUntil && <Button onClick={() => void act(undoBulkEdit)}>Undo</Button>}
      </div>
    </div>
  );
}

const isBusy = (data: BulkEdit | undefined) => data?.status === 'running' || data?.status === 'undoing';

function sayStatus({ status, counts, total }: BulkEdit, many: string, say: (n: number) => string): string {
  const { changed, unchanged, failed, undone, kept } = counts;
  if (status === 'running') return `${say(changed + unchanged + failed)} of ${say(total)} ${many} …`;
  if (status === 'undoing') return `${say(undone + kept)} of ${say(changed)} taken back …`;
  if (status === 'undone') return `${say(undone)} taken back${kept ? `, ${say(kept)} left as they are` : ''}.`;
  const parts = [
    `${say(changed)} changed`,
    ...(unchanged ? [`${say(unchanged)} were so already`] : []),
    ...(failed ? [`${say(failed)} not changed`] : []),
  ];
  return `${status === 'cancelled' ? 'Stopped: ' : ''}${parts.join(', ')}. It can be undone for 30 days.`;
}

function Told({ id, status, title }: { id: string; status: 'failed' | 'kept'; title: string }) {
  const { rows } = usePages(listBulkRecords, { params: { bulkEditId: id }, query: { status, limit: 20 } });
  return (
    <section aria-label={title}>
      <b>{title}</b>
      <ul>
        {(rows ?? []).map(({ recordId, label, problem }) => (
          <li key={recordId}>
            <bdi>{label ?? 'A record out of your reach'}</bdi>: {problem}
          </li>
        ))}
      </ul>
    </section>
  );
}
