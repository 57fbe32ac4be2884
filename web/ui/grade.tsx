/** A grade as two signs, fit and engagement; spelled out for screen readers. */
import styles from './grade.module.css';

export function Grade({ grade }: { grade: string }) {
  return (
    <span className={styles.grade} title={`Fit ${grade.slice(0, 1)}, engagement ${grade.slice(1)}`}>
      {grade}
    </span>
  );
}
