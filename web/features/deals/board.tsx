/** Open deals by stage: a column each, with how many there are and what they are worth. */
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type DragEvent, type ReactNode, useState } from 'react';
import type { CallOutput } from '../../../src/core/contract.ts';
import { type DealSummary, type getBoard, moveDeal } from '../../../src/features/deals/schema.ts';
import { useFormat } from '../../format.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { Amount } from './amount.tsx';
import { CloseDay } from './close-day.tsx';
import { kindNames } from './deal-words.ts';
import styles from './deals.module.css';
import type { Words } from './deals-query.ts';
import { MoveMenu } from './move-menu.tsx';
import { useMove } from './use-move.ts';
import { useSeller } from './use-seller.ts';

type Column = CallOutput<typeof getBoard>['columns'][number];

type Props = {
  board: UseQueryResult<CallOutput<typeof getBoard>>;
  words: Words;
  add: ReactNode;
  isFiltered: boolean;
};

export function Board({ board, words, add, isFiltered }: Props) {
  const [dragged, setDragged] = useState<DealSummary | null>(null);
  const mayMove = useSeller(moveDeal);
  if (board.data === undefined) {
    return board.error ? (
      <ErrorState error={board.error} what="The board could not be loaded." retry={() => void board.refetch()} />
    ) : (
      <LoadingState lines={8} label="Loading the board" />
    );
  }
  const { columns } = board.data;
  if (columns.every(({ count }) => count === 0)) {
    return (
      <EmptyState title={isFiltered ? 'No open deal fits' : 'No deal is open yet'} action={add}>
        {isFiltered
          ? 'No open deal within your reach meets all of these filters.'
          : 'Deals are opened from an accepted lead in the Inbox, from a person or from a company.'}
      </EmptyState>
    );
  }
  const stages = columns.filter(({ known }) => known).map(({ stage }) => stage);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className={styles.board} aria-label="Deals by stage" tabIndex={0}>
      {columns.map((column) => (
        <Lane
          key={column.stage.key}
          {...{ column, stages, words, mayMove, dragged }}
          onDrag={mayMove ? setDragged : null}
        />
      ))}
    </section>
  );
}

type LaneProps = {
  column: Column;
  stages: readonly { key: string; name: string }[];
  words: Words;
  mayMove: boolean;
  dragged: DealSummary | null;
  onDrag: ((deal: DealSummary | null) => void) | null;
};

function Lane({ column, stages, words, mayMove, dragged, onDrag }: LaneProps) {
  const { stage, known, count, sum, unconverted, deals } = column;
  const format = useFormat();
  const move = useMove();
  const [isOver, setIsOver] = useState(false);
  const takes = known && dragged !== null && dragged.stage.key !== stage.key;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    if (takes) void move(dragged, stage);
    onDrag?.(null);
  };
  return (
    <section
      className={styles.lane}
      aria-label={stage.name}
      data-over={(isOver && takes) || undefined}
      onDragOver={(event) => {
        if (!takes) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <header className={styles.laneHead}>
        <h3>{stage.name}</h3>
        <p>
          <span className="num">{format.number(count)}</span> {count === 1 ? 'deal' : 'deals'},{' '}
          <span className="num">{format.roughMoney(sum)}</span>
        </p>
        {unconverted > 0 && <p className="cap">{format.number(unconverted)} without a rate, not in the sum</p>}
        {!known && <p className="cap">Not a stage of the pipeline</p>}
      </header>
      <ul className={styles.cards}>
        {deals.map((deal) => (
          <li
            key={deal.id}
            className={styles.card}
            draggable={onDrag !== null}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              onDrag?.(deal);
            }}
            onDragEnd={() => onDrag?.(null)}
          >
            <div className={styles.cardHead}>
              <Link to="/deals/$dealId" params={{ dealId: deal.id }} search={{}} className={styles.cardName}>
                <bdi>{deal.name}</bdi>
              </Link>
              {mayMove && <MoveMenu deal={deal} stages={stages} small />}
            </div>
            <p className="cap">
              <bdi>{[deal.account?.name, deal.contact?.name].filter(Boolean).join(', ')}</bdi>
            </p>
            <p className={styles.worth}>
              <Amount deal={deal} />
              <CloseDay deal={deal} />
            </p>
            <p className="cap">
              {deal.owner?.name ?? 'Nobody'}
              {deal.kind !== 'new' && `, ${kindNames[deal.kind].toLocaleLowerCase()}`}
            </p>
          </li>
        ))}
        {count === 0 && <li className={styles.none}>Nothing here</li>}
      </ul>
      {count > deals.length && (
        <Link to="/deals" search={{ ...words, view: 'table', stage: stage.key, status: 'open' }} className="link">
          All {format.number(count)} in the table
        </Link>
      )}
    </section>
  );
}
