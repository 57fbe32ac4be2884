/** Has the sample company made, shows how far it is, takes whoever asks into it and removes it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { Meter } from '../imports/meter.tsx';
import { sayProblem } from '../settings/say.tsx';
import styles from './sample.module.css';
import { enterSample, useSample } from './use-sample.ts';

export function SampleActions() {
  const { state, make, remove } = useSample();
  const [entering, setEntering] = useState(false);
  const sample = state.data;
  if (sample === undefined) {
    return state.error ? (
      <ErrorState
        error={state.error}
        what="The sample company could not be looked up."
        retry={() => void state.refetch()}
      />
    ) : (
      <LoadingState lines={1} label="Looking for the sample company" />
    );
  }
  const askFor = () => make.mutateAsync({ body: {} }).catch(sayProblem);
  const enter = () => {
    setEntering(true);
    enterSample().catch((error: unknown) => {
      setEntering(false);
      sayProblem(error);
    });
  };
  if (sample.status === 'waiting' || sample.status === 'making') {
    return (
      <div className={styles.making}>
        <Meter
          label="How far the sample company is"
          share={sample.percent / 100}
          words={`It is being made, ${sample.percent} %. That takes less than a minute, and you may leave this page.`}
        />
      </div>
    );
  }
  if (sample.status === 'ready') {
    return (
      <div className={styles.actions}>
        <Button variant="filled" loading={entering} onClick={enter}>
          Look at it
        </Button>
        <Button loading={remove.isPending} onClick={() => remove.mutateAsync({}).catch(sayProblem)}>
          Remove it
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.actions}>
      {sample.status === 'failed' && <p role="alert">It could not be made, and nothing of it is left.</p>}
      <Button loading={make.isPending} onClick={() => void askFor()}>
        {sample.status === 'failed' ? 'Try again' : 'Make the sample company'}
      </Button>
    </div>
  );
}
