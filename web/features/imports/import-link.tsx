import { uploadFile } from '../../../src/features/imports/schema.ts';
import { may, useSession } from '../../session.ts';
import { LinkButton } from '../../ui/link-button.tsx';

/** The way to an import from the room of what is imported, for those who may. */
export function ImportLink() {
  const { member } = useSession();
  return may(member.role, uploadFile) ? <LinkButton to="/settings/imports/new">Import</LinkButton> : null;
}
