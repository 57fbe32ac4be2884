import { PageHead } from '../../ui/page-head.tsx';

export function TeamsPage() {
  return <PageHead title="Teams" />;
}
