/** Both departments, facing each other: who signs for each, and who stands in. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { getMember, listMembers } from '../../../src/features/members/schema.ts';
import { type DepartmentPost, editDepartment, listDepartments } from '../../../src/features/workspaces/schema.ts';
import { call } from '../../api.ts';
import { queryOf, useAction, useList } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { departmentClass, departmentName } from '../../ui/department.ts';
import { Face, Half } from '../../ui/half.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import styles from './departments.module.css';
import { MemberSelect } from './member-select.tsx';
import { RecordProblem } from './record-problem.tsx';
import { say } from './say.tsx';
import { useRecordForm } from './use-record-form.ts';

export function Departments() {
  const { rows, error, reload } = useList(listDepartments, {});
  if (!rows) {
    return error ? (
      <ErrorState error={error} what="The departments could not be loaded." retry={reload} />
    ) : (
      <LoadingState lines={4} label="Loading the departments" />
    );
  }
  const sides = (['marketing', 'sales'] as const).flatMap((name) =>
    rows.filter(({ department }) => department === name),
  );
  return (
    <div className={styles.sides}>
      {sides.map((post) => (
        <Side key={post.department} post={post} />
      ))}
    </div>
  );
}

function Side({ post }: { post: DepartmentPost }) {
  const { member } = useSession();
  const id = useId();
  const { department } = post;
  const mayNameHead = member.role === 'admin';
  const mayNameDeputy = mayNameHead || (member.role === 'head' && member.actsFor.includes(department));
  return (
    <section className={`${styles.side} ${departmentClass[department]}`} data-side={department} aria-labelledby={id}>
      <h3 id={id} className={styles.name}>
        <Half department={department} />
        {departmentName[department]}
      </h3>
      {mayNameDeputy ? (
        <PostsForm post={post} mayNameHead={mayNameHead} />
      ) : (
        <div className="stack">
          <Holder label="Head" memberId={post.headId} />
          <Holder label="Deputy" memberId={post.deputyId} />
        </div>
      )}
    </section>
  );
}

const labels = { headId: 'Head', deputyId: 'Deputy' };
const valuesOf = ({ headId, deputyId }: DepartmentPost) => ({ headId, deputyId });

function PostsForm({ post, mayNameHead }: { post: DepartmentPost; mayNameHead: boolean }) {
  const { department } = post;
  const name = departmentName[department];
  const edit = useAction(editDepartment, { refresh: [listDepartments, listMembers, getMember] });
  const form = useRecordForm({
    record: post,
    valuesOf,
    send: (body, version) => edit.mutateAsync({ params: { department }, body, version }),
    load: async () => {
      const { data } = await call(listDepartments, {});
      return data.find((each) => each.department === department) ?? post;
    },
    onSaved: () => say(`The posts of ${name} are saved.`),
  });
  const { getInputProps, getValues } = form.fields;
  const { headId } = getValues();
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <RecordProblem form={form} labels={labels} />
      {mayNameHead ? (
        <MemberSelect
          label={`Head of ${name}`}
          description="Signs the agreement and arbitrates. Gets the role head unless they are admin or sponsor."
          clearable
          {...getInputProps('headId')}
        />
      ) : (
        <Holder label="Head" memberId={post.headId} />
      )}
      <MemberSelect
        label={`Deputy in ${name}`}
        description="Signs and arbitrates while the head is absent."
        clearable
        suits={(memberId) => memberId !== headId}
        {...getInputProps('deputyId')}
      />
      {form.dirty && (
        <div className="row">
          <Button type="submit" loading={form.busy}>
            Save {name}
          </Button>
          <Button variant="subtle" onClick={form.reset}>
            Discard
          </Button>
        </div>
      )}
    </form>
  );
}

function Holder({ label, memberId }: { label: string; memberId: string | null }) {
  const { data } = useQuery({ ...queryOf(getMember, { params: { memberId: memberId ?? '' } }), enabled: !!memberId });
  return (
    <div className={styles.holder}>
      {data ? <Face name={data.name} department={data.department} /> : null}
      <p>
        <span className="cap">{label}</span>
        <br />
        {data?.name ?? (memberId ? '…' : 'Nobody yet')}
      </p>
    </div>
  );
}
