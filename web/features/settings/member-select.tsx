/** Finds a member by name or e-mail on the server while one types, so that it works with ten members and ten thousand. */
import { Loader, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { MemberDepartment } from '../../../src/core/access.ts';
import { getMember, listMembers } from '../../../src/features/members/schema.ts';
import { queryOf } from '../../queries.ts';
import { departmentName } from '../../ui/department.ts';
import { Face } from '../../ui/half.tsx';
import styles from './settings.module.css';

export type MemberSelectProps = {
  label: string;
  /** For screen readers alone, where the words around it say what it is. */
  isLabelHidden?: boolean;
  /** Begins open, with the keyboard in it. */
  isOpened?: boolean;
  value?: string | null;
  onChange: (memberId: string | null) => void;
  description?: ReactNode;
  placeholder?: string;
  error?: ReactNode;
  /** Only who works there; who works in both is found under each. */
  department?: MemberDepartment | undefined;
  /** Leaves out members that make no sense here. */
  suits?: (memberId: string) => boolean;
  clearable?: boolean;
  required?: boolean;
  /** Deactivated members too, as in the audit log. */
  everybody?: boolean;
};

const shown = 30;

export function MemberSelect(props: MemberSelectProps) {
  const { value = null, onChange, department, suits = () => true, clearable = false, everybody = false } = props;
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const { data: chosen } = useQuery({
    ...queryOf(getMember, { params: { memberId: value ?? '' } }),
    enabled: value !== null,
  });
  // Choosing puts the name into the field: that is no search.
  const wanted = search && search !== chosen?.name ? { search } : {};
  const where = department && department !== 'both' ? { department } : {};
  const { data: found, isFetching } = useQuery({
    ...queryOf(listMembers, {
      query: { limit: shown, ...(everybody ? {} : { active: 'true' as const }), ...where, ...wanted },
    }),
    placeholderData: keepPreviousData,
  });
  const known = new Map((found?.data ?? []).filter(({ id }) => suits(id)).map((member) => [member.id, member]));
  if (chosen) known.set(chosen.id, chosen);
  return (
    <Select
      {...(props.isLabelHidden ? { 'aria-label': props.label } : { label: props.label })}
      description={props.description}
      error={props.error}
      required={props.required ?? false}
      placeholder={props.placeholder ?? 'Type a name'}
      {...(props.isOpened ? { autoFocus: true, defaultDropdownOpened: true } : {})}
      value={value}
      onChange={onChange}
      data={[...known.values()].map(({ id, name }) => ({ value: id, label: name }))}
      searchable
      clearable={clearable}
      clearButtonProps={{ 'aria-label': `Clear ${props.label.toLocaleLowerCase()}` }}
      searchValue={typed}
      onSearchChange={setTyped}
      // Typing replaces the name that stands there.
      onFocus={(event) => event.currentTarget.select()}
      filter={({ options }) => options}
      nothingFoundMessage={isFetching ? 'Looking …' : 'Nobody of this name'}
      rightSection={isFetching && wanted.search ? <Loader size={14} /> : undefined}
      renderOption={({ option }) => {
        const member = known.get(option.value);
        return (
          <span className={styles.person}>
            <Face name={option.label} {...(member ? { department: member.department } : {})} />
            <span>
              {option.label}
              {member && <span className="cap"> {departmentName[member.department]}</span>}
            </span>
          </span>
        );
      }}
    />
  );
}

/** The name of a member by id; the id's place is kept while it loads. */
export function MemberName({ id, fallback = 'a member' }: { id: string; fallback?: string }) {
  const { data } = useQuery({ ...queryOf(getMember, { params: { memberId: id } }), staleTime: 60_000 });
  return <>{data?.name ?? fallback}</>;
}
