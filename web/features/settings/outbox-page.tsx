import { PageHead } from '../../ui/page-head.tsx';

export function OutboxPage() {
  return <PageHead title="Outbox" />;
}
