/** A list that came whole, shown in parts: "load more" adds the next. */
import { useState } from 'react';
import type { ListState } from '../../queries.ts';

export function useSlices<Row>(list: ListState<Row>, size = 25): ListState<Row> {
  const [shown, setShown] = useState(size);
  const isMore = (list.rows?.length ?? 0) > shown;
  return {
    ...list,
    rows: list.rows?.slice(0, shown),
    more: isMore ? { load: () => setShown(shown + size), busy: false } : null,
  };
}
