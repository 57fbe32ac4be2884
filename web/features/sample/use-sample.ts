import { useQuery } from '@tanstack/react-query';
import {
  createSample,
  getSample,
  joinSample,
  leaveSample,
  removeSample,
  type Sample,
} from '../../../src/features/samples/schema.ts';
import { call } from '../../api.ts';
import { queryClient, queryOf, useAction } from '../../queries.ts';

/** How often is asked how far it is. */
const askEvery = 1_000;

const isUnderWay = (sample: Sample | undefined): boolean => sample?.status === 'waiting' || sample?.status === 'making';

/** The sample company: how far it is, and what can be done with it. */
export function useSample() {
  const state = useQuery({
    ...queryOf(getSample, {}),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? askEvery : false),
  });
  const make = useAction(createSample, { refresh: [getSample] });
  const remove = useAction(removeSample, { refresh: [getSample] });
  return { state, make, remove };
}

/** Everything that the page knows is of the other workspace: it begins anew. */
const beginAnew = (path: string): void => {
  queryClient.clear();
  window.location.assign(path);
};

export async function enterSample(): Promise<void> {
  await call(joinSample, {});
  beginAnew('/');
}

export async function exitSample(path = '/'): Promise<void> {
  await call(leaveSample, {});
  beginAnew(path);
}

/** From within: the session comes back by itself. */
export async function removeFromWithin(): Promise<void> {
  await call(removeSample, {});
  beginAnew('/');
}
