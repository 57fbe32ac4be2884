import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type Department, departments } from '../../../src/core/access.ts';
import type { CallOutput } from '../../../src/core/contract.ts';
import { inviteMember, listInvitations } from '../../../src/features/invitations/schema.ts';
import { call } from '../../api.ts';
import { queryClient, queryOf } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { departmentClass, departmentName } from '../../ui/department.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { FrontPage } from '../../ui/front-page.tsx';
import { Half } from '../../ui/half.tsx';
import styles from './setup.module.css';

type Invited = CallOutput<typeof inviteMember>;

/** An agreement needs two: whoever heads the departments that the owner does not. */
export function InviteStep({ progress }: { progress: ReactNode }) {
  const { member } = useSession();
  const missing = departments.filter((department) => !member.actsFor.includes(department));
  const [invited, setInvited] = useState<Partial<Record<Department, Invited>>>({});
  const router = useRouter();
  const open = useQuery(queryOf(listInvitations, {}));
  const earlier = (department: Department) =>
    open.data?.data.find(({ heads, status }) => heads === department && status === 'open');
  const names = missing.map((department) => departmentName[department]).join(' and of ');
  const done = missing.every((department) => invited[department] ?? earlier(department));
  return (
    <FrontPage
      wide
      above={progress}
      title={missing.length === 2 ? 'Who heads the two departments?' : `Who heads ${names}?`}
      lead="An agreement needs two signatures. Invite the other half now, or later from Settings, Members."
      foot={
        done ? null : (
          <Link to="/welcome" search={{ step: 'doors' }} className="link">
            Later
          </Link>
        )
      }
    >
      <div className={styles.invitations}>
        {missing.map((department) => (
          <section key={department} className={departmentClass[department]}>
            <h2 className={styles.side}>
              <Half department={department} />
              Head of {departmentName[department]}
            </h2>
            <OneInvitation
              department={department}
              invited={invited[department]}
              waitsFor={earlier(department)?.email}
              onInvited={(one) => setInvited((known) => ({ ...known, [department]: one }))}
            />
          </section>
        ))}
        {done && (
          <Button onClick={() => void router.navigate({ to: '/welcome', search: { step: 'doors' } })} variant="filled">
            Continue
          </Button>
        )}
      </div>
    </FrontPage>
  );
}

function OneInvitation(props: {
  department: Department;
  invited: Invited | undefined;
  waitsFor: string | undefined;
  onInvited: (invited: Invited) => void;
}) {
  const { department, invited, waitsFor, onInvited } = props;
  const form = useServerForm({
    initial: { email: '', name: '', department, role: 'head' as const, heads: department },
    shape: inviteMember.body,
    send: async ({ name, ...body }) => {
      const answer = await call(inviteMember, { body: { ...body, name: name.trim() || null } });
      onInvited(answer);
      await queryClient.invalidateQueries({ queryKey: [listInvitations.id] });
    },
  });
  if (invited) {
    return (
      <div className="stack" role="status">
        <p>
          {invited.name ?? invited.email} is invited. If a mail server is set up, the mail is on its way; the link works
          either way, once, within 7 days.
        </p>
        <CopyField label="Link for the invitation" value={invited.link} />
      </div>
    );
  }
  if (waitsFor) return <p>{waitsFor} is invited. The link is in Settings, Outbox.</p>;
  return (
    <form className="stack" onSubmit={form.onSubmit} noValidate>
      <FormProblem problem={form.problem} />
      <div className="pair">
        <TextInput label="Name" autoComplete="off" {...form.fields.getInputProps('name')} />
        <TextInput
          label="E-mail"
          type="email"
          inputMode="email"
          autoComplete="off"
          {...form.fields.getInputProps('email')}
        />
      </div>
      <FormActions busy={form.busy}>Invite</FormActions>
    </form>
  );
}
