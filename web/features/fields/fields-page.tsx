/** Own fields of people and companies: what they hold, in which order they are shown, and keys that came with data. */
import '@mantine/core/styles/SegmentedControl.layer.css';
import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type CustomField,
  createCustomField,
  editCustomField,
  type FoundField,
  findCustomFields,
  listCustomFields,
  orderCustomFields,
} from '../../../src/features/custom-fields/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf, useAction, useList } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { RowActions } from '../settings/row-actions.tsx';
import { say, sayProblem } from '../settings/say.tsx';
import styles from '../settings/settings.module.css';
import { useFilters } from '../settings/use-filters.ts';
import { useSlices } from '../settings/use-slices.ts';
import { FieldDialog, fieldReads } from './field-dialog.tsx';
import { labelOf, typeName } from './field-words.ts';

type Open = { field: CustomField | null; found: FoundField | null };

export function FieldsPage() {
  const [{ of }, setFilters] = useFilters(['of']);
  const object = of === 'account' ? 'account' : 'contact';
  const { member } = useSession();
  const mayEdit = may(member.role, createCustomField);
  const fields = useList(listCustomFields, { query: { object } });
  const list = useSlices(fields);
  const [open, setOpen] = useState<Open | null>(null);
  const actions = useFieldActions(object, fields.rows ?? [], setOpen);
  const addButton = mayEdit && (
    <Button variant="filled" onClick={() => setOpen({ field: null, found: null })}>
      Add a field
    </Button>
  );
  return (
    <>
      <PageHead
        title="What you know beside our fields"
        lead="Own fields of people and companies. Their types decide what can be entered, and what conditions can ask."
        actions={addButton}
      />
      <div className="stack">
        <SegmentedControl
          className={styles.choice}
          aria-label="Fields of"
          value={object}
          onChange={(next) => setFilters({ of: next === 'account' ? next : null })}
          data={[
            { value: 'contact', label: 'People' },
            { value: 'account', label: 'Companies' },
          ]}
        />
        <Card flush>
          <DataTable
            label="Own fields"
            list={list}
            columns={columnsFor(mayEdit ? actions : null)}
            rowKey={({ id }) => id}
            empty={
              <EmptyState title="No own fields yet" action={addButton}>
                Add what your business knows of {object === 'contact' ? 'people' : 'companies'} and nobody else does.
              </EmptyState>
            }
          />
        </Card>
        {mayEdit && <Found object={object} onDefine={(found) => setOpen({ field: null, found })} />}
      </div>
      {open && <FieldDialog object={object} {...open} onClose={() => setOpen(null)} />}
    </>
  );
}

type Actions = (field: CustomField) => { label: string; onClick: () => void }[];

function useFieldActions(
  object: 'contact' | 'account',
  rows: readonly CustomField[],
  setOpen: (open: Open) => void,
): Actions {
  const edit = useAction(editCustomField, { refresh: fieldReads });
  const order = useAction(orderCustomFields, { refresh: fieldReads });
  const move = (field: CustomField, by: number) => {
    const ids = rows.map(({ id }) => id);
    const at = ids.indexOf(field.id);
    ids.splice(at, 1);
    ids.splice(at + by, 0, field.id);
    order.mutateAsync({ body: { object, fieldIds: ids } }).catch(sayProblem);
  };
  const archive = ({ id, version, label, archivedAt }: CustomField) => {
    const archived = archivedAt === null;
    const done = archived ? 'is archived. Its values stay.' : 'is restored.';
    edit
      .mutateAsync({ params: { fieldId: id }, version, body: { archived } })
      .then(() => say(`The field ${label} ${done}`))
      .catch(sayProblem);
  };
  return (field) => [
    { label: 'Change', onClick: () => setOpen({ field, found: null }) },
    ...(rows[0]?.id === field.id ? [] : [{ label: 'Move up', onClick: () => move(field, -1) }]),
    ...(rows.at(-1)?.id === field.id ? [] : [{ label: 'Move down', onClick: () => move(field, 1) }]),
    { label: field.archivedAt === null ? 'Archive' : 'Restore', onClick: () => archive(field) },
  ];
}

const columnsFor = (actions: Actions | null): Column<CustomField>[] => [
  {
    key: 'label',
    header: 'Field',
    main: true,
    cell: ({ label, key, description }) => (
      <span className={styles.named}>
        <bdi>{label}</bdi>
        <small>
          <code>{key}</code>
          {description && <> · {description}</>}
        </small>
      </span>
    ),
  },
  {
    key: 'type',
    header: 'Type',
    cell: ({ type, options }) => (
      <span className={styles.named}>
        <span>{typeName[type]}</span>
        {options.length > 0 && <small>{sayOptions(options)}</small>}
      </span>
    ),
  },
  {
    key: 'state',
    header: 'State',
    cell: ({ archivedAt }) =>
      archivedAt ? <Verdict is="unknown">Archived</Verdict> : <Verdict is="good">Asked for</Verdict>,
  },
  ...(actions
    ? [
        {
          key: 'actions',
          header: 'Actions',
          actions: true,
          cell: (field: CustomField) => <RowActions of={field.label} actions={actions(field)} />,
        },
      ]
    : []),
];

const mostSaid = 4;
const sayOptions = (options: readonly string[]) =>
  options.slice(0, mostSaid).join(', ') + (options.length > mostSaid ? ` and ${options.length - mostSaid} more` : '');

/** Nothing is shown where every key is defined. */
function Found({ object, onDefine }: { object: 'contact' | 'account'; onDefine: (found: FoundField) => void }) {
  const format = useFormat();
  const found = useQuery(queryOf(findCustomFields, { query: { object } }));
  const create = useAction(createCustomField, { refresh: fieldReads });
  const rows = found.data?.data;
  const list = useSlices({ rows, error: found.error, reload: () => void found.refetch(), more: null });
  if (!found.error && !rows?.length) return null;
  const whose = object === 'contact' ? 'people' : 'companies';
  const adopt = ({ key, type, options }: FoundField) => {
    create
      .mutateAsync({ body: { object, key, label: labelOf(key), type, options } })
      .then(() => say(`The field ${labelOf(key)} is defined.`))
      .catch(sayProblem);
  };
  const columns: Column<FoundField>[] = [
    {
      key: 'key',
      header: 'Key',
      main: true,
      cell: ({ key, examples }) => (
        <span className={styles.named}>
          <bdi>{key}</bdi>
          <small>{examples.join(', ')}</small>
        </span>
      ),
    },
    { key: 'count', header: 'Values', align: 'end', cell: ({ count }) => format.number(count) },
    { key: 'type', header: 'Looks like', cell: ({ type }) => typeName[type] },
    {
      key: 'actions',
      header: 'Actions',
      actions: true,
      cell: (row) =>
        row.mayAdopt ? (
          <RowActions
            of={row.key}
            actions={[
              { label: `Adopt as ${typeName[row.type].toLowerCase()}`, onClick: () => adopt(row) },
              { label: 'Choose the type', onClick: () => onDefine(row) },
            ]}
          />
        ) : (
          <span className="cap">Its key has other signs than letters, digits, _ and -</span>
        ),
    },
  ];
  return (
    <Card
      title="Found in data, not defined"
      lead={`Keys that messages and imports brought, of the newest ${format.number(found.data?.examined ?? 0)} ${whose}.`}
      flush
    >
      <DataTable
        label="Keys that are not defined"
        list={list}
        columns={columns}
        rowKey={({ key }) => key}
        empty={null}
      />
    </Card>
  );
}
