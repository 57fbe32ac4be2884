import type { Ctx } from '../../context.ts';
import { readAgreement } from '../../core/agreement/read-agreement.ts';
import type { Agreement } from '../../core/agreement/schema.ts';
import { findCanonical, findInForce, findOnceInForce, type InForceRow } from './store.ts';

/** An agreement that is or was in force, ready to be executed. */
export type AgreementInForce = InForceRow & { readonly agreement: Agreement };

/** The agreement in force at an instant, now unless said; null when there is none. Its text is parsed once. */
export async function findAgreementInForce(ctx: Ctx, at: Date = ctx.now): Promise<AgreementInForce | null> {
  return withText(ctx, await findInForce(ctx, at));
}

/** The version by which a record was judged; null for one that does not exist here or was never in force. */
export async function findAgreementVersion(ctx: Ctx, versionId: string): Promise<AgreementInForce | null> {
  return withText(ctx, await findOnceInForce(ctx, versionId));
}

/** A signed text never changes, so that what was read of it stays true; more versions than this are rarely asked for at once. */
const readTexts = new Map<string, Agreement>();
const mostTexts = 100;

async function withText(ctx: Ctx, row: InForceRow | undefined): Promise<AgreementInForce | null> {
  if (row === undefined) return null;
  const key = `${ctx.workspace}:${row.id}`;
  const agreement = readTexts.get(key) ?? (await readText(ctx, row));
  // Taken out and put back: the first of the map is the one that was not asked for longest.
  readTexts.delete(key);
  readTexts.set(key, agreement);
  for (const [oldest] of readTexts) {
    if (readTexts.size <= mostTexts) break;
    readTexts.delete(oldest);
  }
  return { ...row, agreement };
}

/** What was signed is executed, not what it was written as: the canonical text says its defaults itself. */
async function readText(ctx: Ctx, row: InForceRow): Promise<Agreement> {
  const canonical = await findCanonical(ctx, row.id);
  const { agreement } = readAgreement(canonical ?? '');
  if (agreement === null) throw new Error(`The signed text of agreement version ${row.id} cannot be read.`);
  return agreement;
}
