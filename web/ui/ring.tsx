/**
 * The ring clock of a promise: empties with business time, live. The owner's colour while it is kept, amber when 80 % are used,
 * a core when it is broken, dashes while it is paused, a tick when it was kept. Its words come on hover and to screen readers.
 */
import { Tooltip } from '@mantine/core';
import type { MemberDepartment } from '../../src/core/access.ts';
import { useLive } from '../clock.ts';
import { useFormat } from '../format.ts';
import { departmentClass } from './department.ts';
import styles from './ring.module.css';
import { type RingClock, type RingLook, readRing } from './ring-time.ts';
import { dueWords, ringWords } from './ring-words.ts';

export type RingSize = 's' | 'm' | 'l';

export function Ring({
  clock,
  department,
  size = 'm',
}: {
  clock: RingClock;
  /** Whose promise it is. */
  department: MemberDepartment;
  /** In a line, in a row, once in a brief. */
  size?: RingSize;
}) {
  const format = useFormat();
  const words = useLive((at) => ringWords(clock, at, format));
  const look = useLive((at) => readRing(clock, at).look);
  // Half a percent is less than a pixel of the largest ring: nothing is drawn for less.
  const left = useLive((at) => Math.ceil((readRing(clock, at).left ?? 1) * 200) / 2);
  const due = dueWords(clock, format);
  return (
    <Tooltip
      multiline
      position="top-start"
      label={
        <>
          {words}
          {due && (
            <>
              <br />
              {due}
            </>
          )}
        </>
      }
    >
      <svg
        className={`${styles.ring} ${styles[size]} ${styles[look]} ${departmentClass[department]}`}
        viewBox="0 0 36 36"
        role="img"
        aria-label={due ? `${words}. ${due}` : words}
      >
        <circle className={styles.track} cx="18" cy="18" r="15" />
        <Inside look={look} left={left} />
      </svg>
    </Tooltip>
  );
}

function Inside({ look, left }: { look: RingLook; left: number }) {
  if (look === 'broken') return <circle className={styles.core} cx="18" cy="18" r="5.5" />;
  if (look === 'kept') return <path className={styles.tick} d="m12 18.5 4.2 4.2 8-8.4" />;
  if (look === 'cancelled') return <path className={styles.tick} d="M12.5 18h11" />;
  if (look === 'unreachable') return <path className={styles.tick} d="M18 11.5v8M18 24.2v.01" />;
  if (look === 'paused') return <circle className={styles.dashes} cx="18" cy="18" r="15" pathLength={100} />;
  return <circle className={styles.arc} cx="18" cy="18" r="15" pathLength={100} strokeDasharray={`${left} 100`} />;
}
