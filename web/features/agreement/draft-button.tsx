/** The way into the text: of a draft its editor, of what is signed a new draft that begins with it. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type AgreementVersion, draftAgreement, listVersions } from '../../../src/features/agreements/schema.ts';
import { useAction } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { sayProblem } from '../settings/say.tsx';

export function DraftButton({ version }: { version: AgreementVersion }) {
  const { member } = useSession();
  const navigate = useNavigate();
  const draft = useAction(draftAgreement, { refresh: [listVersions] });
  const edit = (versionId: string) => navigate({ to: '/agreement/$versionId/edit', params: { versionId } });
  if (version.moves.includes('edit')) {
    return <Button onClick={() => void edit(version.id)}>Edit</Button>;
  }
  if (!may(member.role, draftAgreement) && member.actsFor.length === 0) return null;
  const begin = async () => {
    try {
      const from =
        version.status === 'in-force'
          ? { from: 'in-force' as const }
          : { from: 'version' as const, versionId: version.id };
      const { id } = await draft.mutateAsync({ body: from });
      await edit(id);
    } catch (error) {
      sayProblem(error);
    }
  };
  return (
    <Button loading={draft.isPending} onClick={() => void begin()}>
      Edit in a draft
    </Button>
  );
}
