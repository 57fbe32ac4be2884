import { useRouter } from '@tanstack/react-router';
import { completePasswordReset } from '../../../src/features/sessions/schema.ts';
import { call } from '../../api.ts';
import { forgetSession } from '../../session.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { FrontPage } from '../../ui/front-page.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { NewPassword } from '../../ui/new-password.tsx';
import { useLinkToken } from './link-token.ts';

export function ResetPasswordPage() {
  const token = useLinkToken();
  return <ResetForm key={token} token={token} />;
}

function ResetForm({ token }: { token: string | null }) {
  const router = useRouter();
  const form = useServerForm({
    initial: { token: token ?? '', password: '' },
    shape: completePasswordReset.body,
    send: async (body) => {
      await call(completePasswordReset, { body });
      forgetSession();
      await router.navigate({ to: '/sign-in', search: { because: 'reset' }, replace: true });
    },
  });
  const linkIsBad = token === null || form.problem?.fields.some(({ path }) => path === 'token');
  const another = (
    <LinkButton to="/forgot-password" variant={linkIsBad ? 'filled' : 'default'}>
      Ask for a new link
    </LinkButton>
  );
  if (token === null) {
    return (
      <FrontPage title="This link is not complete" lead="Open the link from the mail once more, with all of its end.">
        {another}
      </FrontPage>
    );
  }
  return (
    <FrontPage title="Set a new password" lead="You will be signed out everywhere, and sign in with the new one.">
      <form className="stack" onSubmit={form.onSubmit} noValidate>
        <FormProblem problem={form.problem} kept="" />
        <NewPassword label="New password" autoFocus {...form.fields.getInputProps('password')} />
        <FormActions busy={form.busy} others={form.problem ? another : null}>
          Set password
        </FormActions>
      </form>
    </FrontPage>
  );
}
