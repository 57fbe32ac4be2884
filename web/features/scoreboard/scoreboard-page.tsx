import { PageHead } from '../../ui/page-head.tsx';

export function ScoreboardPage() {
  return <PageHead title="Scoreboard" />;
}
