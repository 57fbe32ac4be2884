import type { Ctx } from '../../context.ts';
import { canonicalText, hashAgreement } from '../../core/agreement/canonical-text.ts';
import { type AgreementReading, readAgreement } from '../../core/agreement/read-agreement.ts';
import { readYaml } from '../../core/agreement/yaml-source.ts';
import { Line } from '../../core/wire.ts';
import { findCustomTypes } from '../custom-fields/find-types.ts';
import { findFacts, type VersionText } from './store.ts';

/** A text as it was read, checked against the workspace. */
export type CheckedText = AgreementReading;

export async function checkText(ctx: Ctx, source: string): Promise<CheckedText> {
  const { currency, teams, members } = await findFacts(ctx);
  const customFields = await findCustomTypes(ctx);
  return readAgreement(source, { currency, customFields, people: { teams, members } });
}

/** What is stored of a text: also of one that cannot be read yet, under the name that it gives itself where it can. */
export function toVersionText(source: string, { agreement }: CheckedText): VersionText {
  if (agreement === null) return { source, name: findName(source), canonical: null, hash: null };
  return { source, name: agreement.name, canonical: canonicalText(agreement), hash: hashAgreement(agreement) };
}

function findName(source: string): string {
  const { data } = readYaml(source);
  const named = typeof data === 'object' && data !== null && 'name' in data ? Line.safeParse(data.name) : undefined;
  return named?.data ?? 'Draft without a name';
}
