import { PageHead } from '../../ui/page-head.tsx';

export function WorkspacePage() {
  return <PageHead title="Workspace" />;
}
