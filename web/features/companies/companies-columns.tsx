/** Every column that the table of companies can have. */
import { Link } from '@tanstack/react-router';
import type { AccountChange, AccountSummary } from '../../../src/features/accounts/schema.ts';
import type { Format } from '../../format.ts';
import { notify } from '../../ui/notify.ts';
import { Tag } from '../../ui/tag.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import type { WideColumn } from '../../ui/virtual-table.tsx';
import { MemberCell, ownFieldCell, TextCell } from '../people/cell-editors.tsx';
import styles from '../people/people.module.css';
import { unknown } from '../people/person-columns.tsx';
import { countryName } from '../people/person-facts.tsx';
import type { CellSave } from '../people/use-cell-edit.tsx';

type Column = WideColumn<AccountSummary>;
type CompanySort = 'name' | 'created';

export const firstColumns = ['name', 'industry', 'employees', 'country', 'tier', 'people', 'owner'];

type Options = {
  format: Format;
  order: { sort: CompanySort; direction: 'asc' | 'desc'; onSort: (sort: CompanySort) => void };
  /** Given to who may change companies. */
  save: CellSave<AccountSummary, AccountChange> | null;
  ownFields: readonly string[];
};

const text = (value: string | null) => (value ? <bdi className={styles.cut}>{value}</bdi> : unknown);

export function companyColumns({ format, order, save, ownFields }: Options): Column[] {
  const sortBy = (key: CompanySort) => ({
    is: order.sort === key ? order.direction : null,
    toggle: () => order.onSort(key),
  });
  const editText = (label: string, key: 'industry' | 'country'): Pick<Column, 'edit'> =>
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
  return [
    {
      key: 'name',
      header: 'Company',
      main: true,
      width: 270,
      sort: sortBy('name'),
      cell: ({ id, label, name, domain }) => (
        <span className={styles.named}>
          <Link to="/companies/$accountId" params={{ accountId: id }} className={styles.record}>
            <bdi>{label || 'No name'}</bdi>
          </Link>
          {name && domain && <small>{domain}</small>}
        </span>
      ),
    },
    {
      key: 'industry',
      header: 'Industry',
      width: 180,
      cell: ({ industry }) => text(industry),
      ...editText('Industry', 'industry'),
    },
    {
      key: 'employees',
      header: 'Employees',
      align: 'end',
      width: 110,
      cell: ({ employees }) => (employees === null ? unknown : format.number(employees)),
      ...(save && {
        edit: (row, close) => (
          <TextCell
            label="Employees"
            value={row.employees === null ? '' : String(row.employees)}
            onSave={(value) => {
              const employees = value === '' ? null : Number(value.replace(/[\s.,’']/g, ''));
              if (Number.isNaN(employees)) void notify('Write the number of employees in digits. Nothing was changed.');
              else save(row, { employees }, { employees: row.employees }, 'Employees');
            }}
            onClose={close}
          />
        ),
      }),
    },
    {
      key: 'country',
      header: 'Country',
      width: 140,
      cell: ({ country }) => text(country && countryName(country, format)),
      ...editText('Country', 'country'),
    },
    { key: 'tier', header: 'Target', width: 110, cell: (company) => <Target {...company} /> },
    { key: 'people', header: 'People', align: 'end', width: 90, cell: ({ people }) => format.number(people) },
    {
      key: 'owner',
      header: 'Owner',
      width: 160,
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
    { key: 'domain', header: 'Domain', width: 190, cell: ({ domain }) => text(domain) },
    {
      key: 'revenue',
      header: 'Revenue',
      align: 'end',
      width: 150,
      cell: ({ revenue }) => (revenue === null ? unknown : format.money({ minor: revenue })),
    },
    {
      key: 'created',
      header: 'Known since',
      width: 130,
      sort: sortBy('created'),
      cell: ({ createdAt }) => <TimeText at={createdAt} as="date" />,
    },
    ...ownFields.map((field) => ownFieldCell<AccountSummary>(field, save)),
  ];
}

function Target({ tier, isTarget }: Pick<AccountSummary, 'tier' | 'isTarget'>) {
  if (tier !== null) return <Tag>Tier {tier}</Tag>;
  return isTarget ? <Tag>Target</Tag> : unknown;
}
