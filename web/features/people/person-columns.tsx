/** The columns of People, and of the people of a company. */
import { Link } from '@tanstack/react-router';
import type { ContactSummary } from '../../../src/features/contacts/schema.ts';
import type { Column } from '../../ui/data-table.tsx';
import { departmentClass } from '../../ui/department.ts';
import { Grade } from '../../ui/grade.tsx';
import { Half } from '../../ui/half.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { nameOf, type Vocabulary } from '../../vocabulary.ts';
import styles from './people.module.css';
import type { PeopleQuery, PeopleSort } from './people-query.ts';

type Person = Pick<
  ContactSummary,
  'id' | 'label' | 'name' | 'email' | 'title' | 'account' | 'owner' | 'grade' | 'stage' | 'lastTouchAt' | 'buyingRole'
>;

/** What is not known is a dash: nothing is claimed. */
const unknown = <span className="cap">–</span>;

export function peopleColumns(
  vocabulary: Vocabulary | null,
  order: Pick<PeopleQuery, 'sort' | 'direction'> & { onSort: (sort: PeopleSort) => void },
): Column<Person>[] {
  const sortBy = (key: PeopleSort) => ({
    is: order.sort === key ? (order.direction ?? null) : null,
    toggle: () => order.onSort(key),
  });
  return [
    { ...nameColumn, sort: sortBy('name') },
    {
      key: 'title',
      header: 'Title',
      cell: ({ title }) => (title ? <bdi className={styles.cut}>{title}</bdi> : unknown),
    },
    { key: 'company', header: 'Company', cell: ({ account }) => <CompanyLink account={account} /> },
    { ...gradeColumn, sort: sortBy('grade') },
    stageColumn(vocabulary),
    { ...lastTouchColumn, sort: sortBy('last-touch') },
    {
      key: 'owner',
      header: 'Owner',
      cell: ({ owner }) => (owner ? <bdi className={styles.cut}>{owner.name}</bdi> : unknown),
    },
  ];
}

/** Of one company, so without its name, but with what each is to a purchase. */
export function colleagueColumns(vocabulary: Vocabulary | null): Column<Person>[] {
  return [
    nameColumn,
    {
      key: 'title',
      header: 'Title',
      cell: ({ title }) => (title ? <bdi className={styles.cut}>{title}</bdi> : unknown),
    },
    {
      key: 'role',
      header: 'Role in a purchase',
      cell: ({ buyingRole }) => (buyingRole ? nameOf([], buyingRole) : unknown),
    },
    gradeColumn,
    stageColumn(vocabulary),
    lastTouchColumn,
  ];
}

const nameColumn: Column<Person> = {
  key: 'name',
  header: 'Name',
  main: true,
  cell: ({ id, label, name, email }) => (
    <span className={styles.named}>
      <Link to="/people/$contactId" params={{ contactId: id }} className={styles.record}>
        <bdi>{label || 'No name'}</bdi>
      </Link>
      {name && email && <small>{email}</small>}
    </span>
  ),
};

const gradeColumn: Column<Person> = {
  key: 'grade',
  header: 'Grade',
  cell: ({ grade }) => (grade ? <Grade grade={grade} /> : unknown),
};

const lastTouchColumn: Column<Person> = {
  key: 'touch',
  header: 'Last touch',
  cell: ({ lastTouchAt }) =>
    lastTouchAt ? (
      <span className={styles.nowrap}>
        <TimeText at={lastTouchAt} as="ago" />
      </span>
    ) : (
      unknown
    ),
};

const stageColumn = (vocabulary: Vocabulary | null): Column<Person> => ({
  key: 'stage',
  header: 'Stage',
  cell: ({ stage }) => {
    if (!stage || !vocabulary) return unknown;
    const department = vocabulary.stages.find(({ key }) => key === stage)?.department;
    return (
      <span className={`${styles.stage} ${department ? departmentClass[department] : ''}`}>
        {department && <Half department={department} />}
        {nameOf(vocabulary.stages, stage)}
      </span>
    );
  },
});

export function CompanyLink({ account }: { account: { id: string; name: string } | null }) {
  if (!account) return unknown;
  return (
    <Link to="/companies/$accountId" params={{ accountId: account.id }} className={styles.other}>
      <bdi>{account.name || 'No name'}</bdi>
    </Link>
  );
}
