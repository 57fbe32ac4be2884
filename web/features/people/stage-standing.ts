type Standing = { stage: string | null; furthestStage: string | null };

/**
 * Where somebody stands on the stages of the agreement: the place that they have reached, from 0, -1 for none. Who stands
 * beside the stages (recycled, disqualified) keeps what was reached.
 *
 * @example
 * standingOf({ stage: 'lead', furthestStage: 'lead' }, [{ key: 'subscriber' }, { key: 'lead' }]) // { place: 1, isBeside: false }
 */
export function standingOf({ stage, furthestStage }: Standing, stages: readonly { key: string }[]) {
  const placeOf = (wanted: string | null) => stages.findIndex(({ key }) => key === wanted);
  const place = placeOf(stage);
  return place === -1 ? { place: placeOf(furthestStage), isBeside: true } : { place, isBeside: false };
}
