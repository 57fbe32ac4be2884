import type { Ctx } from '../../context.ts';
import { moveTouches } from '../touches/move-touches.ts';
import type { BrowserTurns, Folding } from './fold-identities.ts';
import { deleteTurns, type IdentityRow, insertTurns, markCrowded, updateOwners } from './store.ts';

export type WrittenFolding = {
  /** Contacts about which anything changed. */
  readonly contacts: ReadonlySet<string>;
  /** How many identities and turns changed hands, and how many touches were another's. */
  readonly handed: number;
  readonly touches: number;
};

/**
 * Writes whose identities are from now on, and whose turn it was in each browser. The contacts must be there.
 *
 * @param browsersToCheck those in which turns changed have their touches moved; `all`: every one that several share
 */
export async function writeFolding(
  ctx: Ctx,
  folding: Folding,
  browsersToCheck: 'changed' | 'all' = 'changed',
): Promise<WrittenFolding> {
  const { component, plan, browsers, crowded } = folding;
  const rows = [...component.identities.values()];
  const turnsOf = Map.groupBy(
    rows.filter(({ kind }) => kind === 'turn'),
    ({ baseId }) => baseId ?? 0,
  );
  const changes = browsers.flatMap((browser) => {
    const base = component.identities.get(browser.baseId);
    return base === undefined ? [] : [compareTurns(browser, base, turnsOf.get(browser.baseId) ?? [])];
  });
  const moved = [
    ...plan.moved.map(({ id, from, to }) => ({ id, from, contactId: to as string | null })),
    ...changes.flatMap(({ handed }) => handed),
  ];
  const begun = changes.flatMap((change) => change.begun);
  const ended = changes.flatMap((change) => change.ended);
  await markCrowded(ctx, crowded);
  await updateOwners(ctx, moved);
  const made = await insertTurns(ctx, begun);
  const isShared = ({ browser, begun, ended }: TurnChanges) =>
    begun.length + ended.length > 0 || (browsersToCheck === 'all' && browser.turns.length > 1);
  const shifted = new Map(changes.filter(isShared).map(({ browser }) => [browser.baseId, browser]));
  const touches = await moveTouches(ctx, listSpans(shifted, rows, ended, made));
  await deleteTurns(
    ctx,
    ended.map(({ id }) => id),
  );
  const concerned = [
    ...moved.flatMap(({ from, contactId }) => [from, contactId]),
    ...ended.map(({ contactId }) => contactId),
    ...[...shifted.values()].flatMap(({ turns }) => turns.map(({ contactId }) => contactId)),
  ];
  return {
    contacts: new Set(concerned.flatMap((id) => id ?? [])),
    handed: moved.length + begun.length + ended.length,
    touches,
  };
}

type TurnChanges = {
  browser: BrowserTurns;
  /** Turns that stay, and are somebody else's. */
  handed: { id: number; from: string | null; contactId: string | null }[];
  begun: { baseId: number; beganAt: Date; contactId: string }[];
  ended: IdentityRow[];
};

function compareTurns(browser: BrowserTurns, base: IdentityRow, known: readonly IdentityRow[]): TurnChanges {
  const [first = null, ...later] = browser.turns;
  const rowAt = (from: Date | null) => known.find(({ beganAt }) => beganAt?.getTime() === from?.getTime());
  const kept = [
    { row: base, contactId: first?.contactId ?? null },
    ...later.flatMap(({ from, contactId }) => {
      const row = rowAt(from);
      return row === undefined ? [] : [{ row, contactId }];
    }),
  ];
  return {
    browser,
    handed: kept.flatMap(({ row, contactId }) =>
      row.contactId === contactId ? [] : [{ id: row.id, from: row.contactId, contactId }],
    ),
    begun: later.flatMap(({ from, contactId }) =>
      from === null || rowAt(from) !== undefined ? [] : [{ baseId: browser.baseId, beganAt: from, contactId }],
    ),
    ended: known.filter((row) => !kept.some((one) => one.row.id === row.id)),
  };
}

/** For each browser whose turns changed: all identities that its touches may have, and which they are to have from when. */
function listSpans(
  shifted: ReadonlyMap<number, BrowserTurns>,
  rows: readonly IdentityRow[],
  ended: readonly IdentityRow[],
  made: readonly { id: number; baseId: number | null; beganAt: Date | null }[],
) {
  const isEnded = new Set(ended.map(({ id }) => id));
  const turns = [...rows.filter(({ kind, id }) => kind === 'turn' && !isEnded.has(id)), ...made];
  return [...shifted.keys()].map((baseId) => {
    const own = turns.filter((turn) => turn.baseId === baseId);
    return {
      family: [baseId, ...own.map(({ id }) => id), ...ended.filter((row) => row.baseId === baseId).map(({ id }) => id)],
      spans: [{ identityId: baseId, from: null }, ...own.map(({ id, beganAt }) => ({ identityId: id, from: beganAt }))],
    };
  });
}
