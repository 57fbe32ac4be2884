/** Every column that the table of people can have. */
import type { ReactNode } from 'react';
import { buyingRoles } from '../../../src/core/buying-role.ts';
import type { ContactChange, ContactSummary } from '../../../src/features/contacts/schema.ts';
import type { Format } from '../../format.ts';
import { TimeText } from '../../ui/time-text.tsx';
import type { WideColumn } from '../../ui/virtual-table.tsx';
import { nameOf, type Vocabulary } from '../../vocabulary.ts';
import { ChoiceCell, MemberCell, ownFieldCell, TextCell } from './cell-editors.tsx';
import styles from './people.module.css';
import type { PeopleQuery, PeopleSort } from './people-query.ts';
import { CompanyLink, gradeColumn, lastTouchColumn, nameColumn, stageColumn, unknown } from './person-columns.tsx';
import { countryName } from './person-facts.tsx';
import type { CellSave } from './use-cell-edit.tsx';

type Column = WideColumn<ContactSummary>;
type Save = CellSave<ContactSummary, ContactChange>;

export const firstColumns = ['name', 'title', 'company', 'grade', 'stage', 'touch', 'owner'];

type Options = {
  vocabulary: Vocabulary | null;
  format: Format;
  order: Pick<PeopleQuery, 'sort' | 'direction'> & { onSort: (sort: PeopleSort) => void };
  /** Given to who may change people. */
  save: Save | null;
  /** Names of the own fields that are to be found on the people who are shown. */
  ownFields: readonly string[];
};

const text = (value: string | null): ReactNode => (value ? <bdi className={styles.cut}>{value}</bdi> : unknown);

export function peopleColumns({ vocabulary, format, order, save, ownFields }: Options): Column[] {
  const sortBy = (key: PeopleSort) => ({
    is: order.sort === key ? (order.direction ?? null) : null,
    toggle: () => order.onSort(key),
  });
  const editText = (label: string, key: 'title' | 'country'): Pick<Column, 'edit'> =>
    save === null
      ? {}
      : {
          edit: (row, close) => (
            <TextCell
              label={label}
              value={row[key] ?? ''}
              onSave={(value) => save(row, { [key]: value || null }, { [key]: row[key] }, label)}
              onClose={close}
            />
          ),
        };
  const words = (list: keyof Vocabulary, key: string | null) =>
    key && vocabulary ? text(nameOf(vocabulary[list], key)) : unknown;
  return [
    { ...nameColumn, width: 240, sort: sortBy('name') },
    { key: 'title', header: 'Title', width: 190, cell: ({ title }) => text(title), ...editText('Title', 'title') },
    { key: 'company', header: 'Company', width: 170, cell: ({ account }) => <CompanyLink account={account} /> },
    { ...gradeColumn, width: 80, sort: sortBy('grade') },
    { ...stageColumn(vocabulary), width: 150 },
    { ...lastTouchColumn, width: 120, sort: sortBy('last-touch') },
    {
      key: 'owner',
      header: 'Owner',
      width: 150,
      cell: ({ owner }) => text(owner?.name ?? null),
      ...(save && {
        edit: (row, close) => (
          <MemberCell
            value={row.owner?.id ?? null}
            onSave={(ownerId) => save(row, { ownerId }, { ownerId: row.owner?.id ?? null }, 'Owner')}
            onClose={close}
          />
        ),
      }),
    },
    { key: 'email', header: 'E-mail', width: 230, cell: ({ email }) => text(email) },
    { key: 'phone', header: 'Phone', width: 150, cell: ({ phone }) => text(phone) },
    {
      key: 'country',
      header: 'Country',
      width: 130,
      cell: ({ country }) => text(country && countryName(country, format)),
      ...editText('Country', 'country'),
    },
    {
      key: 'role',
      header: 'Role in a purchase',
      width: 160,
      cell: ({ buyingRole }) => text(buyingRole && nameOf([], buyingRole)),
      ...(save && {
        edit: (row, close) => (
          <ChoiceCell
            label="Role in a purchase"
            value={row.buyingRole}
            choices={buyingRoles.map((value) => ({ value, label: nameOf([], value) }))}
            onSave={(buyingRole) => save(row, { buyingRole }, { buyingRole: row.buyingRole }, 'Role in a purchase')}
            onClose={close}
          />
        ),
      }),
    },
    { key: 'persona', header: 'Persona', width: 150, cell: ({ persona }) => words('personas', persona) },
    { key: 'segment', header: 'Segment', width: 150, cell: ({ segment }) => words('segments', segment) },
    { key: 'journey', header: 'Journey step', width: 150, cell: ({ journeyStep }) => words('journey', journeyStep) },
    { key: 'fit', header: 'Fit', width: 80, align: 'end', cell: ({ fit }) => score(fit, format) },
    { key: 'engagement', header: 'Engagement', width: 110, align: 'end', cell: (row) => score(row.engagement, format) },
    {
      key: 'touches',
      header: 'Touches',
      width: 90,
      align: 'end',
      cell: ({ touchCount }) => format.number(touchCount),
    },
    {
      key: 'created',
      header: 'Known since',
      width: 130,
      sort: sortBy('created'),
      cell: ({ createdAt }) => <TimeText at={createdAt} as="date" />,
    },
    { key: 'reachable', header: 'Reachable', width: 100, cell: ({ reachable }) => (reachable ? 'Yes' : 'No') },
    ...ownFields.map((field) => ownFieldCell<ContactSummary>(field, save)),
  ];
}

const score = (value: number | null, format: Format) => (value === null ? unknown : format.number(Math.round(value)));
