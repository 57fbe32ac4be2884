import { compareTouches, type Journey } from '../core/attribution/journey.ts';

/**
 * Touches as columns, grouped by journey and in each ordered by time and id. Words stand as codes of a dictionary, so
 * that a condition on one is asked once for each word and not for each touch.
 */
export type TouchColumns = {
  /** One more than there are journeys: the touches of journey j are those from `offsets[j]` to before `offsets[j + 1]`. */
  readonly offsets: Uint32Array;
  /** Epoch milliseconds. */
  readonly at: Float64Array;
  /** What is given credit, as a code: the channel, or as well the campaign. */
  readonly channel: Uint16Array;
  /** `touchFlag` bits. */
  readonly flags: Uint8Array;
};

/** What a touch is, by bits. */
export const touchFlag = {
  /** By the main contact of the deal. */
  primary: 1,
  /** By somebody who takes part in the deal. */
  member: 2,
} as const;

/** Journeys as columns; a stamp that is missing is NaN. */
export type JourneyColumns = {
  readonly endedAt: Float64Array;
  /** 1 for a journey that was won. */
  readonly won: Uint8Array;
  /** Whole minor units of the reporting currency. */
  readonly revenue: Float64Array;
  readonly lead: Float64Array;
  readonly deal: Float64Array;
  readonly closed: Float64Array;
};

/** All that credit asks of history. */
export type History = {
  readonly touches: TouchColumns;
  readonly journeys: JourneyColumns;
  /** The words of the codes; `direct` is the code of direct visits, -1 where there were none. */
  readonly channels: readonly string[];
  readonly direct: number;
};

/** A dictionary holds as many words as 16 bits can tell apart. */
const mostWords = 65_536;

/**
 * Lays journeys out as columns; codes are given in the order of the words, so that equal journeys give equal columns.
 *
 * @throws RangeError for more different channels than a code can tell apart
 */
export function layOutJourneys(journeys: readonly Journey[]): History {
  const channels = [...new Set(journeys.flatMap(({ touches }) => touches.map(({ channel }) => channel)))].sort();
  if (channels.length > mostWords) throw new RangeError(`More than ${mostWords} channels do not fit into 16 bits.`);
  const codes = new Map(channels.map((channel, code) => [channel, code]));
  const count = journeys.reduce((sum, { touches }) => sum + touches.length, 0);
  const offsets = new Uint32Array(journeys.length + 1);
  const columns = { at: new Float64Array(count), channel: new Uint16Array(count), flags: new Uint8Array(count) };
  let place = 0;
  journeys.forEach((journey, row) => {
    for (const { at, channel, contact } of journey.touches.toSorted(compareTouches)) {
      columns.at[place] = at;
      columns.channel[place] = codes.get(channel) ?? 0;
      columns.flags[place] = readFlags(journey, contact);
      place += 1;
    }
    offsets[row + 1] = place;
  });
  const column = (read: (journey: Journey) => number | null) =>
    Float64Array.from(journeys, (journey) => read(journey) ?? Number.NaN);
  return {
    touches: { offsets, ...columns },
    journeys: {
      endedAt: column(({ endedAt }) => endedAt),
      won: Uint8Array.from(journeys, ({ won }) => Number(won)),
      revenue: column(({ revenue }) => revenue),
      lead: column(({ stamps }) => stamps.lead),
      deal: column(({ stamps }) => stamps.deal),
      closed: column(({ stamps }) => stamps.won),
    },
    channels,
    direct: channels.indexOf('direct'),
  };
}

function readFlags({ committee }: Journey, contact: string | undefined): number {
  if (committee === null) return touchFlag.primary | touchFlag.member;
  if (contact === undefined) return 0;
  const primary = contact === committee.primary ? touchFlag.primary : 0;
  return primary | (committee.contacts.includes(contact) ? touchFlag.member : 0);
}
