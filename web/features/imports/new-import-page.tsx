/** The first step of an import: the file. From its upload on, the import is a record with an address of its own. */
import { useNavigate } from '@tanstack/react-router';
import { uploadFile } from '../../../src/features/imports/schema.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import styles from './imports.module.css';
import { NotAllowed } from './not-allowed.tsx';
import { Steps } from './steps.tsx';
import { UploadBox } from './upload-box.tsx';

export function NewImportPage() {
  const { member } = useSession();
  const navigate = useNavigate();
  if (!may(member.role, uploadFile)) return <NotAllowed />;
  return (
    <>
      <PageHead
        title="Import a file"
        lead="Nothing is brought in by the upload: you see first what each row would become."
        actions={<LinkButton to="/settings/imports">All imports</LinkButton>}
      />
      <div className={styles.page}>
        <Steps given={null} step="file" />
        <Card>
          <UploadBox
            words="Drop a file here"
            choose="Choose a file"
            onDone={({ id }) =>
              void navigate({
                to: '/settings/imports/$importId',
                params: { importId: id },
                search: { step: 'file' },
                replace: true,
              })
            }
          />
        </Card>
      </div>
    </>
  );
}
