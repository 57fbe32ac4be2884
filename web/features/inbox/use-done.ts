/** After a verdict: says what was done, with the way back while there is one. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type Handoff, undoVerdict } from '../../../src/features/handoffs/schema.ts';
import { ApiError, call } from '../../api.ts';
import { hideNotice, notify } from '../../ui/notify.ts';
import { say, undoNoticeId } from '../settings/say.tsx';
import { refreshHandoffs } from './refresh.ts';

const shortId = 'inbox-said';

/** Somebody else was faster: what is shown is old. */
export const isLate = (error: unknown): error is ApiError => error instanceof ApiError && error.status === 409;

export function useReadAgain(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    await Promise.all(refreshHandoffs.map(({ id }) => client.invalidateQueries({ queryKey: [id] })));
  }, [client]);
}

/** `handoff` as the server gave it back. */
export function useDone(): (handoff: Handoff, text: string) => void {
  const readAgain = useReadAgain();
  return useCallback(
    (handoff, text) => {
      const undo = async () => {
        await call(undoVerdict, { params: { handoffId: handoff.id } }).finally(readAgain);
      };
      say(text, handoff.may.undo.allowed ? undo : undefined);
    },
    [readAgain],
  );
}

/** Who logs one attempt after the other does not want a pile of messages. */
export function sayShortly(text: string): void {
  void hideNotice(shortId).then(() => notify(text, { id: shortId }));
}

export function hideSaid(): void {
  for (const id of [shortId, undoNoticeId]) void hideNotice(id);
}
