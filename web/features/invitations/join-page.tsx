import { PageHead } from '../../ui/page-head.tsx';

export function JoinPage() {
  return <PageHead title="Join" />;
}
