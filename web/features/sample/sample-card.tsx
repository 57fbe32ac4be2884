/** In the settings of the workspace: the sample company can be made, looked at and removed at any time. */
import { Card } from '../../ui/card.tsx';
import { SampleActions } from './sample-actions.tsx';

export function SampleCard() {
  return (
    <Card
      title="Sample company"
      lead="A made-up company with five months behind it, beside your own records and never among them."
    >
      <SampleActions />
    </Card>
  );
}
