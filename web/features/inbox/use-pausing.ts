/** What the foot of a brief offers about pauses: one of the two, where it can be done now. */
import { useMemo } from 'react';
import { type Handoff, resumeHandoff } from '../../../src/features/handoffs/schema.ts';
import { useAction } from '../../queries.ts';
import { say } from '../settings/say.tsx';
import { refreshHandoffs } from './refresh.ts';
import { useReadAgain } from './use-done.ts';

export function usePausing(handoff: Handoff, open: () => void) {
  const readAgain = useReadAgain();
  const resume = useAction(resumeHandoff, { refresh: refreshHandoffs });
  const { mutate, error } = resume;
  const { id, contact, may } = handoff;
  const actions = useMemo(() => {
    if (may.pause.allowed) return [{ key: null, label: 'Pause …', what: 'Pause the promises', run: open }];
    if (!may.resume.allowed) return [];
    const run = () =>
      mutate(
        { params: { handoffId: id } },
        { onSuccess: () => say(`${contact.name} goes on.`), onError: () => void readAgain() },
      );
    return [{ key: null, label: 'Resume', what: 'Let the promises run again', run }];
  }, [id, contact.name, may.pause.allowed, may.resume.allowed, mutate, open, readAgain]);
  return { actions, error };
}
