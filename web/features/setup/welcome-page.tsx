import { PageHead } from '../../ui/page-head.tsx';

export function WelcomePage() {
  return <PageHead title="Welcome" />;
}
