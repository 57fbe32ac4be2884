import { findMilestone, type Stamps } from './journey.ts';
import type { TouchModel } from './model-names.ts';

/** A part of the credit and the places of the touches that hold it in equal shares. */
type Part = { readonly weight: number; readonly holders: readonly number[] };
type SharedTouch = { readonly at: number; readonly channel: string };
type Shape = (touches: readonly SharedTouch[], stamps: Stamps, halfLife: number) => Part[];

const shapes: Readonly<Record<TouchModel, Shape>> = {
  first: () => [part(1, 0)],
  last: (touches) => [part(1, touches.length - 1)],
  'last-non-direct': (touches) => {
    const place = touches.findLastIndex(({ channel }) => channel !== 'direct');
    return [part(1, place < 0 ? touches.length - 1 : place)];
  },
  linear: (touches) => [{ weight: 1, holders: [...touches.keys()] }],
  position: (touches) => {
    const last = touches.length - 1;
    return [part(0.4, 0), part(0.4, last), { weight: 0.2, holders: placesBefore(last, [0]) }];
  },
  'u-lead': (touches, { lead }) => shapeBy(touches, 0.4, [lead], 0.2, lead),
  'w-shaped': (touches, { lead, deal }) => shapeBy(touches, 0.3, [lead, deal], 0.1, deal),
  'full-path': (touches, { lead, deal, won }) => shapeBy(touches, 0.225, [lead, deal, won], 0.1, null),
  'time-decay': (touches, _, halfLife) => {
    // Counted from the last touch and not from the end: the same shares, and never a sum of 0 however old they all are.
    const end = touches.at(-1)?.at ?? 0;
    const span = Math.max(halfLife, 0);
    return touches.map(({ at }, place) => part(at === end ? 1 : 2 ** -((end - at) / span), place));
  },
  shapley: (touches) => {
    const byChannel = Map.groupBy(touches.keys(), (place) => touches[place]?.channel);
    return [...byChannel.values()].map((holders) => ({ weight: 1, holders }));
  },
};

/**
 * How one journey shares its credit among its touches. One rule covers short journeys and missing stamps: a part that no
 * touch holds is dropped, and the rest is scaled to 1. A touch that holds several parts gets their sum. `shapley` is the
 * additive worth, equal to each distinct channel the same.
 *
 * @param touches the eligible ones, in order of time
 * @param halfLife milliseconds, for time-decay; 0 leaves it all to the last instant
 * @returns a share for each touch, 1 in all; nothing for no touches
 * @example
 * shareTouches('position', [{ at: 1, channel: 'ads' }, { at: 2, channel: 'email' }], { lead: null, deal: null, won: null }, 1) // [0.5, 0.5]
 * shareTouches('u-lead', [{ at: 1, channel: 'ads' }, { at: 2, channel: 'email' }, { at: 3, channel: 'event' }, { at: 4, channel: 'email' }],
 *   { lead: 3, deal: null, won: 4 }, 1) // [0.4, 0.2, 0.4, 0]
 */
export function shareTouches(
  model: TouchModel,
  touches: readonly SharedTouch[],
  stamps: Stamps,
  halfLife: number,
): number[] {
  const shares = touches.map(() => 0);
  if (touches.length === 0) return shares;
  let sum = 0;
  for (const { weight, holders } of shapes[model](touches, stamps, halfLife)) {
    if (holders.length === 0) continue;
    sum += weight;
    for (const place of holders) shares[place] = (shares[place] ?? 0) + weight / holders.length;
  }
  return shares.map((share) => share / sum);
}

function part(weight: number, place: number): Part {
  return { weight, holders: place < 0 ? [] : [place] };
}

/**
 * The first touch and each milestone hold the same; the others before `until` share what is left. Where that stamp is
 * missing nothing can be after it: all others share.
 */
function shapeBy(
  touches: readonly SharedTouch[],
  each: number,
  stamps: readonly (number | null)[],
  middle: number,
  until: number | null,
): Part[] {
  const holders = [0, ...stamps.map((stamp) => findMilestone(touches, stamp))];
  const end = until === null ? touches.length : findMilestone(touches, until);
  return [...holders.map((place) => part(each, place)), { weight: middle, holders: placesBefore(end, holders) }];
}

function placesBefore(end: number, taken: readonly number[]): number[] {
  return Array.from({ length: Math.max(0, end) }, (_, place) => place).filter((place) => !taken.includes(place));
}
