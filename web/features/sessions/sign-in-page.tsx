import { PasswordInput, TextInput } from '@mantine/core';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import { signIn } from '../../../src/features/sessions/schema.ts';
import { call } from '../../api.ts';
import { safePath } from '../../safe-path.ts';
import { rememberSession } from '../../session.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { FrontPage, Notice } from '../../ui/front-page.tsx';

const reasons = {
  reset: 'Your new password is set. Sign in with it.',
  ended: 'You were signed out. Sign in to go on where you were.',
  taken: 'Somebody finished the set-up a moment before you. Sign in, or ask them to invite you.',
};

export function SignInPage() {
  const router = useRouter();
  const { next, because } = useSearch({ from: '/sign-in' });
  const form = useServerForm({
    initial: { email: '', password: '' },
    check: ({ email, password }) => ({
      ...(email.trim() === '' ? { email: 'Enter your e-mail address.' } : {}),
      ...(password === '' ? { password: 'Enter your password.' } : {}),
    }),
    send: async (body) => {
      rememberSession(await call(signIn, { body }));
      await router.navigate({ href: safePath(next) });
    },
  });
  return (
    <FrontPage title="Sign in" lead="Marketing and Sales, one agreement, kept by both.">
      <form className="stack" onSubmit={form.onSubmit} noValidate>
        {because && !form.problem && <Notice>{reasons[because]}</Notice>}
        <FormProblem problem={form.problem} kept="" />
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          inputMode="email"
          autoFocus
          {...form.fields.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
          {...form.fields.getInputProps('password')}
        />
        <FormActions busy={form.busy} wide>
          Sign in
        </FormActions>
        <Link to="/forgot-password" className="link">
          Forgot your password?
        </Link>
      </form>
    </FrontPage>
  );
}
