import { PageHead } from '../../ui/page-head.tsx';

export function CalendarsPage() {
  return <PageHead title="Calendars" />;
}
