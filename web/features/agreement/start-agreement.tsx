/** Before the first agreement: what will stand here, and three ways to begin. */

import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { draftAgreement, listVersions } from '../../../src/features/agreements/schema.ts';
import { ApiError } from '../../api.ts';
import { useAction } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { FormProblem } from '../../ui/form.tsx';
import { Half } from '../../ui/half.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import styles from './start.module.css';

const beginnings = [
  {
    template: 'minimal',
    name: 'Five clauses',
    text: 'What a lead is, who gets it, how soon Sales calls, how soon it decides, and that Marketing answers every rejection. Enough to begin with, and both sides can read it in a minute.',
    action: 'Begin with five clauses',
  },
  {
    template: 'full',
    name: 'A whole agreement',
    text: 'Vocabulary, personas, scoring, routing, promises of both sides, escalation, outreach, credit and meetings, filled with an example. Change what does not fit, and take away what you do not need yet.',
    action: 'Begin with the example',
  },
] as const;

export function StartAgreement() {
  const { member } = useSession();
  const mayWrite = may(member.role, draftAgreement) || member.actsFor.length > 0;
  const draft = useAction(draftAgreement, { refresh: [listVersions] });
  const navigate = useNavigate();
  const [problem, setProblem] = useState<ApiError | null>(null);
  const begin = async (template: (typeof beginnings)[number]['template']) => {
    setProblem(null);
    try {
      const { id } = await draft.mutateAsync({ body: { from: 'template', template } });
      await navigate({ to: '/agreement/$versionId/edit', params: { versionId: id } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    }
  };
  return (
    <>
      <PageHead
        title="There is no agreement yet"
        lead="Here stands what Marketing and Sales promise each other: written together, signed by both heads, and carried out by Baton exactly as it stands."
      />
      <FormProblem problem={problem} kept="Nothing was changed." />
      {mayWrite ? (
        <ul className={styles.ways}>
          {beginnings.map(({ template, name, text, action }, index) => (
            <li key={template} className={styles.way}>
              <h3>{name}</h3>
              <p className="sub">{text}</p>
              <Button
                variant={index === 0 ? 'filled' : 'default'}
                loading={
                  draft.isPending &&
                  draft.variables?.body.from === 'template' &&
                  draft.variables.body.template === template
                }
                disabled={draft.isPending}
                onClick={() => void begin(template)}
              >
                {action}
              </Button>
            </li>
          ))}
          <li className={styles.way}>
            <h3>A text that you have</h3>
            <p className="sub">
              An agreement in YAML, such as one that Baton exported elsewhere. What is wrong with it is named line by
              line.
            </p>
            <LinkButton to="/agreement/drafts" search={{ create: 'yes' }}>
              Import YAML
            </LinkButton>
          </li>
        </ul>
      ) : (
        <p className={styles.wait}>
          <Half department="marketing" />
          <Half department="sales" />
          The heads of Marketing and Sales, or an admin, write the first draft. You will read it here before it is
          signed.
        </p>
      )}
    </>
  );
}
