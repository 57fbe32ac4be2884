import { PageHead } from '../../ui/page-head.tsx';

export function ResetPasswordPage() {
  return <PageHead title="Reset" />;
}
