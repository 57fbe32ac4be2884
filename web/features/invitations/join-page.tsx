import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { CallOutput } from '../../../src/core/contract.ts';
import { acceptInvitation, openInvitation } from '../../../src/features/invitations/schema.ts';
import { ApiError, call } from '../../api.ts';
import { queryClient, queryOf } from '../../queries.ts';
import { rememberSession } from '../../session.ts';
import { departmentName } from '../../ui/department.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { FrontPage } from '../../ui/front-page.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { NewPassword } from '../../ui/new-password.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { DepartmentTag } from '../../ui/tag.tsx';
import { useLinkToken } from '../sessions/link-token.ts';
import styles from './join-page.module.css';

type Opened = CallOutput<typeof openInvitation>;

export function JoinPage() {
  const token = useLinkToken() ?? '';
  const opened = useQuery({
    ...queryOf(openInvitation, { body: { token } }),
    enabled: token !== '',
    staleTime: Infinity,
  });
  if (token === '') {
    return (
      <FrontPage
        title="This link is not complete"
        lead="Open the link from your invitation once more, with all of its end."
      >
        <ToSignIn />
      </FrontPage>
    );
  }
  if (opened.error) {
    return (
      <FrontPage title="This invitation cannot be opened">
        <ErrorState
          error={opened.error}
          what="The link did not work"
          kept="Links work once, within 7 days; whoever invited you can make a new one."
          {...(isFinal(opened.error) ? {} : { retry: () => void opened.refetch() })}
        />
        <ToSignIn />
      </FrontPage>
    );
  }
  if (!opened.data) {
    return (
      <FrontPage title="Join">
        <LoadingState lines={3} label="Reading your invitation" />
      </FrontPage>
    );
  }
  return <JoinForm key={token} token={token} invitation={opened.data} />;
}

/** The server has judged the link: asking again changes nothing. */
const isFinal = (error: Error): boolean => error instanceof ApiError && error.status >= 400 && error.status < 429;

function JoinForm({ token, invitation }: { token: string; invitation: Opened }) {
  const router = useRouter();
  const form = useServerForm({
    initial: { token, name: invitation.name ?? '', password: '' },
    shape: acceptInvitation.body,
    send: async (body) => {
      const session = await call(acceptInvitation, { body });
      queryClient.clear();
      rememberSession(session);
      await router.navigate({ to: '/', replace: true });
    },
  });
  const post = invitation.heads ? `head of ${departmentName[invitation.heads]}` : null;
  return (
    <FrontPage
      title={`Join ${invitation.workspaceName}`}
      lead={`${invitation.invitedBy} invites you${post ? ` as ${post}` : ''}.`}
    >
      <form className="stack" onSubmit={form.onSubmit} noValidate>
        <FormProblem problem={form.problem} />
        <div className={styles.who}>
          <span>{invitation.email}</span>
          <DepartmentTag department={invitation.department} />
        </div>
        {/* Password managers look for the address beside the password. */}
        <input type="hidden" name="username" autoComplete="username" value={invitation.email} readOnly />
        <TextInput label="Your name" autoComplete="name" autoFocus {...form.fields.getInputProps('name')} />
        <NewPassword label="Choose a password" {...form.fields.getInputProps('password')} />
        <FormActions busy={form.busy} wide>
          Join
        </FormActions>
      </form>
    </FrontPage>
  );
}

function ToSignIn() {
  return (
    <LinkButton to="/sign-in" fullWidth>
      Go to the sign-in
    </LinkButton>
  );
}
