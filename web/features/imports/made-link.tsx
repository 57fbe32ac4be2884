/** Where the records are to be found that an import made. */
import { Link } from '@tanstack/react-router';
import type { Import, ImportPreview } from '../../../src/features/imports/schema.ts';

export function MadeLink({ given, preview }: { given: Import; preview: ImportPreview }) {
  const { kind, status, startedAt, finishedAt } = given;
  if (status === 'undone' || status === 'undoing') return null;
  if (kind === 'accounts') {
    return (
      <Link to="/companies" className="link">
        Companies
      </Link>
    );
  }
  if (kind !== 'contacts') return null;
  // Whose file says since when they are known, or what they did first, are dated by it.
  const isDated = preview.columns.some(({ field }) => field === 'contact.created-at' || field === 'touch.at');
  const made = { all: [{ field: 'contact.created_at', op: 'between', value: [startedAt, finishedAt] }] };
  return (
    <Link
      className="link"
      to="/people"
      search={isDated || !finishedAt ? { sort: 'created' } : { filter: JSON.stringify(made) }}
    >
      {isDated || !finishedAt ? 'Newest people' : 'These people'}
    </Link>
  );
}
