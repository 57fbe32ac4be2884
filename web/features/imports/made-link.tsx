/** Where the records are to be found that an import made. */
import type { Import, ImportPreview } from '../../../src/features/imports/schema.ts';
import { LinkButton } from '../../ui/link-button.tsx';

export function MadeLink({ given, preview }: { given: Import; preview: ImportPreview }) {
  const { kind, status, startedAt, finishedAt } = given;
  if (status === 'undone' || status === 'undoing') return null;
  if (kind === 'accounts') {
    return (
      <LinkButton data-size="small" to="/companies">
        Companies
      </LinkButton>
    );
  }
  if (kind === 'deals') return null;
  // Whose file says since when they are known, or what they did first, are dated by it.
  const isDated = preview.columns.some(({ field }) => field === 'contact.created-at' || field === 'touch.at');
  const made = { all: [{ field: 'contact.created_at', op: 'between', value: [startedAt, finishedAt] }] };
  return (
    <LinkButton
      data-size="small"
      to="/people"
      search={isDated || !finishedAt ? { sort: 'created' } : { filter: JSON.stringify(made) }}
    >
      {isDated || !finishedAt ? 'People, the newest first' : 'These people'}
    </LinkButton>
  );
}
