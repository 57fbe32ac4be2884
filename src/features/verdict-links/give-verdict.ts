import { type Ctx, tx, type WorkspaceId } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { type Html, html } from '../../core/html.ts';
import { Day } from '../../core/wire.ts';
import type { PageAnswer, PageRequest } from '../../http/page.ts';
import { renderPage, renderWords } from '../forms/render-page.ts';
import { acceptHandoff } from '../handoffs/accept-handoff.ts';
import { readHandoff } from '../handoffs/read-handoff.ts';
import { rejectHandoff } from '../handoffs/reject-handoff.ts';
import type { Handoff } from '../handoffs/schema.ts';
import { findActor } from '../sessions/find-actor.ts';
import { hashToken } from '../sessions/mint-token.ts';
import { findLink, useLink } from './store.ts';

type Link = { ctx: Ctx; handoffId: string; verb: 'accept' | 'reject'; tokenHash: Buffer };

/**
 * Asks for the press of a button: programs that look into mails open every link, and would decide for nobody. The page says
 * nothing of the lead, and nothing changes.
 */
export async function askVerdict(ctx: Ctx, request: PageRequest): Promise<PageAnswer> {
  const link = await findUsable(ctx, request);
  return link === null ? renderSpent() : renderAsk(link, await listChoices(link), null);
}

/** Gives the verdict of a link in the name of the member to whom it was sent, once. What the rules refuse leaves the link as it was. */
export async function giveVerdict(ctx: Ctx, request: PageRequest): Promise<PageAnswer> {
  const link = await findUsable(ctx, request);
  if (link === null) return renderSpent();
  const { handoffId, verb, tokenHash } = link;
  try {
    const isDone = await tx(link.ctx, async (ctx) => {
      if (!(await useLink(ctx, tokenHash))) return false;
      if (verb === 'accept') await acceptHandoff(ctx, handoffId);
      else await rejectHandoff(ctx, handoffId, readReason(request));
      return true;
    });
    if (!isDone) return renderSpent();
  } catch (error) {
    if (!(error instanceof BatonError)) throw error;
    const isRefused = /^(reason|verdict|hand-back)\./.test(error.code);
    if (isRefused) return renderAsk(link, await listChoices(link), error.message);
    return renderWords(null, { status: error.status, title: 'Nothing was changed', text: error.message });
  }
  const title = verb === 'accept' ? 'You have accepted this lead' : 'You have rejected this lead';
  const next = { url: `${link.ctx.publicUrl}/inbox`, label: 'Go to the inbox' };
  return renderWords(null, { status: 200, title, text: 'Thank you. It is noted.', next });
}

/** A link that can be used, with its member as who acts: as far as their own leads go. */
async function findUsable(ctx: Ctx, { params }: PageRequest): Promise<Link | null> {
  const token = params.token ?? '';
  if (!/^[\w-]{43}$/.test(token)) return null;
  const tokenHash = hashToken(token);
  const found = await findLink(ctx, tokenHash);
  if (found === undefined) return null;
  const workspace = found.workspaceId as WorkspaceId;
  const actor = await findActor({ ...ctx, workspace }, found.memberId);
  if (actor === null || actor.role === 'viewer' || actor.role === 'sponsor') return null;
  const { handoffId, verb } = found;
  return { ctx: { ...ctx, workspace, actor, reach: 'own' }, handoffId, verb, tokenHash };
}

function readReason({ inputs }: PageRequest): Parameters<typeof rejectHandoff>[2] {
  const [note, given] = [inputs.get('note')?.trim().slice(0, 10_000) ?? '', inputs.get('verdict') ?? ''];
  const day = inputs.get('wakeUpOn') ?? '';
  const verdict = (['recycle', 'disqualify', 'not-a-lead', 'attach'] as const).find((one) => one === given);
  return {
    reason: (inputs.get('reason') ?? '').slice(0, 100),
    ...(note === '' ? {} : { note }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(Day.safeParse(day).success ? { wakeUpOn: day } : {}),
  };
}

type Choices = Pick<Handoff, 'reasons' | 'verdicts'>;

/** The reasons of the agreement; none where the lead is no longer theirs, of which the button will tell. */
async function listChoices({ ctx, handoffId, verb }: Link): Promise<Choices> {
  if (verb === 'accept') return { reasons: [], verdicts: [] };
  try {
    const { reasons, verdicts } = await readHandoff(ctx, handoffId);
    return { reasons: reasons.filter(({ allowed }) => allowed), verdicts };
  } catch (error) {
    if (error instanceof BatonError) return { reasons: [], verdicts: [] };
    throw error;
  }
}

const verdictWords = {
  recycle: 'Later again',
  disqualify: 'Never again',
  'not-a-lead': 'Never was a lead',
  attach: 'Is being worked already',
} as const;

/** The form goes to where it came from: nothing of the token stands in the page. */
function renderAsk({ verb }: Link, { reasons, verdicts }: Choices, fault: string | null): PageAnswer {
  const title = verb === 'accept' ? 'Accept this lead?' : 'Reject this lead?';
  const button = verb === 'accept' ? 'Accept the lead' : 'Reject the lead';
  const content = html`<h1>${title}</h1>
<p>Press the button to say so. The link in the mail works once.</p>
${fault !== null && html`<div class="faults" role="alert"><p>${fault}</p></div>`}
<form method="post">${verb === 'reject' && renderReasons(reasons, verdicts)}<button type="submit">${button}</button></form>`;
  return renderPage(null, { status: fault === null ? 200 : 400, title, content });
}

const renderReasons = (reasons: Choices['reasons'], verdicts: Choices['verdicts']): Html => html`
<div class="field"><label for="reason">Why?</label><select id="reason" name="reason" required><option value="">Choose a reason</option>${reasons.map(
  ({ key, name }) => html`<option value="${key}">${name}</option>`,
)}</select></div>
${
  reasons.some(({ verdict }) => verdict === null) &&
  html`<div class="field"><label for="verdict">What becomes of it, where the reason leaves it open</label><select id="verdict" name="verdict"><option value="">By the reason</option>${verdicts.map(
    (verdict) => html`<option value="${verdict}">${verdictWords[verdict]}</option>`,
  )}</select></div>`
}
<div class="field"><label for="wakeUpOn">Try again on, where it comes back and you know better than the reason</label><input id="wakeUpOn" name="wakeUpOn" type="date"></div>
<div class="field"><label for="note">In a sentence</label><textarea id="note" name="note" maxlength="10000"></textarea></div>`;

const renderSpent = (): PageAnswer =>
  renderWords(null, {
    status: 410,
    title: 'This link no longer works',
    text: 'It was used already, or it is too old. Open the inbox to decide about your leads.',
  });
