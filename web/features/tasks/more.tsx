import { Button } from '@mantine/core';
import type { ListState } from '../../queries.ts';
import styles from './tasks.module.css';

export function More({ more }: Pick<ListState<unknown>, 'more'>) {
  if (!more) return null;
  return (
    <div className={styles.more}>
      <Button data-size="small" onClick={more.load} loading={more.busy}>
        Show more
      </Button>
    </div>
  );
}
