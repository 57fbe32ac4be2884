import { z } from 'zod';
import type { Ctx } from '../../context.ts';

/** Of an address only so much is kept; longer ones are nobody's page. */
const longestAddress = 1500;
const Address = z.string().max(longestAddress).nullable();

/** What Baton knows of a page that it made: it comes back with the answers, and only Baton can have written it. */
const View = z.object({
  formId: z.uuid(),
  /** By which a double click is known. */
  nonce: z.uuid(),
  /** Epoch milliseconds. */
  at: z.number(),
  /** It stands among the views of its day. */
  counted: z.boolean(),
  /** It stands in a page by its tag of the snippet. */
  embedded: z.boolean().default(false),
  /** Progressive fields that were left out. */
  known: z.array(z.string()).default([]),
  /** Version of the text that was shown, by purpose. */
  consents: z.record(z.string(), z.int()),
  page: z.object({ url: Address, search: Address, referrer: Address }),
});
export type View = z.infer<typeof View>;

export const cutAddress = (address: string | null | undefined): string | null =>
  address ? address.slice(0, longestAddress) : null;

export const signView = (ctx: Ctx, view: View): string => ctx.sealer.seal(JSON.stringify(view)).toString('base64url');

/** The view that a page came from; null for what Baton did not write, or wrote for another form. */
export function readView(ctx: Ctx, token: string, formId: string): View | null {
  if (token === '' || token.length > 20_000) return null;
  try {
    const view = View.parse(JSON.parse(ctx.sealer.open(Buffer.from(token, 'base64url'))));
    return view.formId === formId ? view : null;
  } catch {
    return null;
  }
}
