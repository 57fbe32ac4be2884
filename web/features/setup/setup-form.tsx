import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { getSetup, runSetup } from '../../../src/features/workspaces/schema.ts';
import { ApiError, call } from '../../api.ts';
import { queryClient, queryOf } from '../../queries.ts';
import { rememberSession } from '../../session.ts';
import { focusFirstFault } from '../../ui/focus-first-fault.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { FrontPage } from '../../ui/front-page.tsx';
import { CompanyStep } from './company-step.tsx';
import { guessHere } from './guess-place.ts';
import { HoursStep } from './hours-step.tsx';
import { faultsIn, type SetupStep, setupSteps, startValues, stepOf, toBody } from './setup-values.ts';
import { YouStep } from './you-step.tsx';

const words: Record<SetupStep, { name: string; title: string; lead: string }> = {
  you: {
    name: 'You',
    title: 'Welcome to Baton',
    lead: 'One agreement between Marketing and Sales, signed by both and kept by both. First, who are you?',
  },
  company: {
    name: 'Company',
    title: 'Your company',
    lead: 'Sums, dates and terms follow this. It can be changed later.',
  },
  hours: {
    name: 'Hours',
    title: 'When do you work?',
    lead: 'Every promise is measured in business time: no clock runs at night, on a weekend or on a holiday.',
  },
};

export function SetupForm({ progress }: { progress: (step: number, name: string) => ReactNode }) {
  const router = useRouter();
  const { data: setup } = useSuspenseQuery(queryOf(getSetup, {}));
  const [step, setStep] = useState<SetupStep>('you');
  const form = useServerForm({
    initial: startValues(guessHere()),
    send: async (values) => {
      try {
        const session = await call(runSetup, { body: toBody(values) });
        queryClient.clear();
        rememberSession(session);
        const meetsBoth = session.member.actsFor.length === 2;
        await router.navigate({ to: '/welcome', search: { step: meetsBoth ? 'doors' : 'invite' }, replace: true });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.status === 409) {
          queryClient.clear();
          await router.navigate({ to: '/sign-in', search: { because: 'taken' }, replace: true });
          return;
        }
        // The fault may stand on a page that is not open.
        const [first] = error.fields;
        if (first) setStep(stepOf(first.path));
        throw error;
      }
    },
  });
  const at = setupSteps.indexOf(step);
  const goTo = (index: number) => {
    setStep(setupSteps[index] ?? 'you');
    window.scrollTo({ top: 0 });
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    const faults = faultsIn(step, form.fields.values, setup.tokenNeeded);
    form.fields.setErrors(faults);
    if (Object.keys(faults).length > 0) {
      event.preventDefault();
      focusFirstFault();
    } else if (at < setupSteps.length - 1) {
      event.preventDefault();
      goTo(at + 1);
    } else {
      form.onSubmit(event);
    }
  };
  const { name, title, lead } = words[step];
  return (
    <FrontPage wide above={progress(at + 1, name)} title={title} lead={lead}>
      <form className="stack" onSubmit={onSubmit} noValidate key={step}>
        <FormProblem problem={form.problem} />
        {step === 'you' && <YouStep fields={form.fields} tokenNeeded={setup.tokenNeeded} />}
        {step === 'company' && <CompanyStep fields={form.fields} />}
        {step === 'hours' && <HoursStep fields={form.fields} />}
        <FormActions busy={form.busy} others={at > 0 ? <Button onClick={() => goTo(at - 1)}>Back</Button> : null}>
          {at < setupSteps.length - 1 ? 'Continue' : 'Create the workspace'}
        </FormActions>
      </form>
    </FrontPage>
  );
}
