/** The columns of the people of a company, and the cells that they share with those of People. */
import { Link } from '@tanstack/react-router';
import type { ContactSummary } from '../../../src/features/contacts/schema.ts';
import type { Column } from '../../ui/data-table.tsx';
import { departmentClass } from '../../ui/department.ts';
import { Grade } from '../../ui/grade.tsx';
import { Half } from '../../ui/half.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { nameOf, type Vocabulary } from '../../vocabulary.ts';
import styles from './people.module.css';

type Person = Pick<
  ContactSummary,
  'id' | 'label' | 'name' | 'email' | 'title' | 'account' | 'owner' | 'grade' | 'stage' | 'lastTouchAt' | 'buyingRole'
>;

/** What is not known is a dash: nothing is claimed. */
export const unknown = <span className="cap">–</span>;

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

export const nameColumn: Column<Person> = {
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

export const gradeColumn: Column<Person> = {
  key: 'grade',
  header: 'Grade',
  cell: ({ grade }) => (grade ? <Grade grade={grade} /> : unknown),
};

export const lastTouchColumn: Column<Person> = {
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

export const stageColumn = (vocabulary: Vocabulary | null): Column<Person> => ({
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
