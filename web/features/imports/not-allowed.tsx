import { Card } from '../../ui/card.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState } from '../../ui/states.tsx';

export function NotAllowed() {
  return (
    <>
      <PageHead title="Imports" />
      <Card flush>
        <EmptyState title="Files are brought in by admins and heads">
          An import changes many records at once. Ask an admin or the head of your department to bring your file in.
        </EmptyState>
      </Card>
    </>
  );
}
