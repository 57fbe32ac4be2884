/** A draft whose text cannot be read as an agreement: what is wrong with it, place by place. */
import type { AgreementVersion } from '../../../src/features/agreements/schema.ts';
import { Card } from '../../ui/card.tsx';
import { Problems } from './problems.tsx';

export function Unreadable({ version }: { version: AgreementVersion }) {
  return (
    <Card
      title="This text cannot be read as an agreement yet"
      lead="It is kept as it was written. Correct what is named here, and it will stand as a contract."
    >
      <Problems problems={version.problems} />
    </Card>
  );
}
