import { PageHead } from '../../ui/page-head.tsx';

export function AbsencesPage() {
  return <PageHead title="Absences" />;
}
