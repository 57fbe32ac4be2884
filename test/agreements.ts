import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkspaceId } from '../src/context.ts';
import { canonicalText, hashAgreement } from '../src/core/agreement/canonical-text.ts';
import { readAgreement } from '../src/core/agreement/read-agreement.ts';
import { newId } from '../src/db/ids.ts';
import type { TestApp } from './app.ts';

const root = path.join(import.meta.dirname, 'fixtures/agreement');

/** A small agreement that a lead can run through: test/fixtures/agreement/lap.yaml. */
export const lapText = readFileSync(path.join(root, 'lap.yaml'), 'utf8');

/**
 * Puts an agreement in force at once, as two signatures would have: for tests of what follows from one.
 *
 * @param from since when; the clock of the test unless said
 */
export async function agreeOn(test: TestApp, workspace: WorkspaceId, text = lapText, from?: Date): Promise<string> {
  const { agreement, valid, problems } = readAgreement(text);
  if (agreement === null || !valid) throw new Error(`The agreement of the test is not valid: ${problems[0]?.message}`);
  const id = newId(test.clock());
  const now = test.clock();
  const { number } = await test.databases.screens
    .selectFrom('agreementVersions')
    .select(({ fn }) => fn.countAll().as('number'))
    .where('workspaceId', '=', workspace)
    .executeTakeFirstOrThrow();
  await test.databases.screens
    .insertInto('agreementVersions')
    .values({
      workspaceId: workspace,
      id,
      number: Number(number) + 1,
      status: 'in-force',
      name: agreement.name,
      source: text,
      canonical: canonicalText(agreement),
      hash: hashAgreement(agreement),
      effectiveAt: from ?? now,
      inForceFrom: from ?? now,
      inForceTo: null,
      createdAt: now,
      updatedAt: now,
    })
    .execute();
  return id;
}
