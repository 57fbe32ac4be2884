import { TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { requestPasswordReset } from '../../../src/features/sessions/schema.ts';
import { call } from '../../api.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { FrontPage } from '../../ui/front-page.tsx';

export function ForgotPasswordPage() {
  const [askedFor, setAskedFor] = useState<string | null>(null);
  const form = useServerForm({
    initial: { email: '' },
    shape: requestPasswordReset.body,
    send: async (body) => {
      await call(requestPasswordReset, { body });
      setAskedFor(body.email.trim());
    },
  });
  const back = (
    <Link to="/sign-in" className="link">
      Back to the sign-in
    </Link>
  );
  if (askedFor) {
    return (
      <FrontPage title="Check your e-mail" foot={back}>
        <div className="stack" role="status">
          <p>
            If <strong>{askedFor}</strong> belongs to a member, a link to set a new password is on its way. It works
            once, for an hour.
          </p>
          <p className="sub">
            Nothing there? Check the spam folder, or ask an admin of your Baton: they find every mail in Settings,
            Outbox, even where no mail server is set up.
          </p>
        </div>
      </FrontPage>
    );
  }
  return (
    <FrontPage
      title="Forgot your password?"
      lead="Tell us your address, and a link to set a new one comes by mail."
      foot={back}
    >
      <form className="stack" onSubmit={form.onSubmit} noValidate>
        <FormProblem problem={form.problem} kept="" />
        <TextInput
          label="E-mail"
          type="email"
          inputMode="email"
          autoComplete="username"
          autoFocus
          {...form.fields.getInputProps('email')}
        />
        <FormActions busy={form.busy} wide>
          Send the link
        </FormActions>
      </form>
    </FrontPage>
  );
}
