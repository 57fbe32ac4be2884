/** Saves one cell of a table: the row shows it at once, it can be undone, and who was faster is told of. */
import { Button } from '@mantine/core';
import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../api.ts';
import { hideNotice, notify } from '../../ui/notify.ts';
import { say, sayProblem } from '../settings/say.tsx';
import styles from '../settings/settings.module.css';

type Row = { id: string; label: string; version: number };
/** `change` and `before` as the record's contract takes them; `what` names the column. */
export type CellSave<R, C> = (row: R, change: C, before: C, what: string) => void;

type Options<R extends Row, C> = {
  edit: (id: string, change: C, version: number) => Promise<R>;
  load: (id: string) => Promise<R>;
  /** Reads whose pages have such rows. */
  lists: readonly { id: string }[];
  /** The read of the record itself, which is stale afterwards. */
  record: { id: string };
};

type Pages<R> = InfiniteData<{ data: R[]; nextCursor: string | null }>;

export function useCellEdit<R extends Row, C>({ edit, load, lists, record }: Options<R, C>): CellSave<R, C> {
  const client = useQueryClient();
  const show = (row: R) => {
    for (const { id } of lists) {
      client.setQueriesData<Pages<R>>({ queryKey: [id, 'pages'] }, (pages) => pages && putRow(pages, row));
    }
    void client.invalidateQueries({ queryKey: [record.id] });
  };
  const send = async (id: string, change: C, version: number) => {
    const saved = await edit(id, change, version);
    show(saved);
    return saved;
  };
  const save = async (row: R, change: C, before: C, what: string): Promise<void> => {
    try {
      const saved = await send(row.id, change, row.version);
      say(`${what} of ${row.label || 'this record'} is saved.`, () => send(row.id, before, saved.version));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) return sayProblem(error);
      const theirs = await load(row.id);
      show(theirs);
      const again = () => void save(theirs, change, before, what);
      await sayConflict(`Somebody changed ${row.label || 'this record'} meanwhile; their change is shown.`, again);
    }
  };
  return (row, change, before, what) => void save(row, change, before, what);
}

function putRow<R extends Row>(pages: Pages<R>, row: R): Pages<R> {
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      data: page.data.map((one) => (one.id === row.id ? { ...one, ...row } : one)),
    })),
  };
}

async function sayConflict(text: string, again: () => void): Promise<void> {
  const id = 'cell-conflict';
  await hideNotice(id);
  const message = (
    <span className={styles.said}>
      <span>{text}</span>
      <Button
        data-size="small"
        onClick={() => {
          void hideNotice(id);
          again();
        }}
      >
        Save mine
      </Button>
    </span>
  );
  await notify(message, { id, color: 'bad', autoClose: 20_000, role: 'alert' });
}
