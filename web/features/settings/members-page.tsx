import { PageHead } from '../../ui/page-head.tsx';

export function MembersPage() {
  return <PageHead title="Members" />;
}
