/** What the parts of the agreement room share: the words of the version that is read, and what is said of each clause. */
import { createContext, useContext } from 'react';
import type { ClauseReading } from '../../../src/features/clauses/schema.ts';
import type { PromiseFigure } from '../../../src/features/promises/schema.ts';
import type { Word } from './contract-text.ts';

export type Room = {
  versionId: string;
  words: readonly Word[];
  /** By the place of the clause; empty while it is being loaded. */
  readings: ReadonlyMap<string, ClauseReading>;
  /** What was delivered of its promises; empty where it is not in force. */
  figures: { data: readonly PromiseFigure[]; currency: string };
  /** Opens the talk about a clause beside the text. */
  discuss: (path: string, as?: 'comment' | 'question') => void;
};

export const RoomContext = createContext<Room | null>(null);

export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (!room) throw new Error('Parts of the agreement stand inside of its room.');
  return room;
}
