/** The first run: you, your company, your hours; then the head of the other department, and three doors. */
import { useSearch } from '@tanstack/react-router';
import { Handshake } from '../../ui/handshake.tsx';
import { DoorsStep } from './doors-step.tsx';
import { InviteStep } from './invite-step.tsx';
import styles from './setup.module.css';
import { SetupForm } from './setup-form.tsx';

const stepCount = 4;

export function WelcomePage() {
  const { step } = useSearch({ from: '/welcome' });
  if (step === 'invite') return <InviteStep progress={<Progress step={4} name="The other half" />} />;
  if (step === 'doors') return <DoorsStep progress={<Progress step={5} name="Done" />} />;
  return <SetupForm progress={(at, name) => <Progress step={at} name={name} />} />;
}

/** Both hands come a step nearer with each step, and meet at the end. */
function Progress({ step, name }: { step: number; name: string }) {
  const done = Math.min((step - 1) / stepCount, 1);
  const words = step > stepCount ? 'All four steps are done' : `Step ${step} of ${stepCount}`;
  return (
    <div className={styles.progress}>
      <p className="cap">{step > stepCount ? words : `${words} · ${name}`}</p>
      <Handshake marketing={done} sales={done} label={words} slim />
    </div>
  );
}
