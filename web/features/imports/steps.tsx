/** Where one is in an import, and the way back to what was said before. */
import { Link } from '@tanstack/react-router';
import type { Import } from '../../../src/features/imports/schema.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './imports.module.css';

const steps = [
  { key: 'file', name: 'File' },
  { key: 'columns', name: 'Columns' },
  { key: 'check', name: 'Check' },
  { key: 'result', name: 'Result' },
] as const;
export type Step = (typeof steps)[number]['key'];

/**
 * The step that an import shows: what the address asks for, where it is possible in its state.
 *
 * @example
 * stepOf('done', 'columns') // 'result'
 */
export function stepOf(status: Import['status'], asked: string | undefined): Step {
  if (status === 'checking') return 'check';
  if (status !== 'draft') return 'result';
  const found = steps.find(({ key }) => key === asked)?.key;
  return found === undefined || found === 'result' ? 'file' : found;
}

export function Steps({ given, step }: { given: Import | null; step: Step }) {
  const at = steps.findIndex(({ key }) => key === step);
  const mayGo = given?.status === 'draft';
  return (
    <nav aria-label="Steps of the import">
      <ol className={styles.steps}>
        {steps.map(({ key, name }, index) => {
          const isDone = index < at;
          const inside = (
            <>
              <span className={styles.mark} aria-hidden="true">
                {isDone ? <Icon name="check" size={14} /> : index + 1}
              </span>
              {name}
            </>
          );
          return (
            <li key={key} data-done={isDone || undefined} data-open={index === at || undefined}>
              {given && mayGo && key !== 'result' && index !== at ? (
                <Link to="/settings/imports/$importId" params={{ importId: given.id }} search={{ step: key }}>
                  {inside}
                </Link>
              ) : (
                <span aria-current={index === at ? 'step' : undefined}>{inside}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
