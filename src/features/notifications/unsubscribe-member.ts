import { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { html } from '../../core/html.ts';
import { type NotificationKind, notificationKinds } from '../../core/notification.ts';
import { Id } from '../../core/wire.ts';
import type { PageAnswer, PageRequest } from '../../http/page.ts';
import { renderPage, renderWords } from '../forms/render-page.ts';
import { findActor } from '../sessions/find-actor.ts';
import { changeWays } from './edit-settings.ts';

/** Said within the sealed text, so that nothing else that is sealed can stand for it. */
const purpose = 'unsubscribe';
const Token = z.object({
  for: z.literal(purpose),
  workspace: Id,
  member: Id,
  kinds: z.array(z.enum(notificationKinds)),
});

/** An address behind which a member ends the mails of some kinds, without signing in. It says nothing and cannot be forged. */
export function makeUnsubscribeUrl(ctx: Ctx, memberId: string, kinds: readonly NotificationKind[]): string {
  const token = { for: purpose, workspace: ctx.workspace, member: memberId, kinds };
  return `${ctx.publicUrl}/unsubscribe?token=${ctx.sealer.seal(JSON.stringify(token)).toString('base64url')}`;
}

/** Asks for the press of a button: programs that look into mails open every link. Nothing changes. */
export async function askUnsubscribe(ctx: Ctx, request: PageRequest): Promise<PageAnswer> {
  const token = readToken(ctx, request);
  if (token === null) return renderUnknown();
  const content = html`<h1>No more of these mails?</h1>
<p>What they are about is still told in Baton, unless you choose otherwise in your profile.</p>
<form method="post"><button type="submit">End these mails</button></form>`;
  return renderPage(null, { status: 200, title: 'No more of these mails?', content });
}

/** Ends the mails, as often as it is asked: a mail program does so by one click (RFC 8058), a person by the button. */
export async function unsubscribeMember(ctx: Ctx, request: PageRequest): Promise<PageAnswer> {
  const token = readToken(ctx, request);
  if (token === null) return renderUnknown();
  const workspace = token.workspace as Ctx['workspace'];
  const actor = await findActor({ ...ctx, workspace }, token.member);
  if (actor !== null) {
    await tx({ ...ctx, workspace, actor, reach: 'own' }, (ctx) =>
      changeWays(ctx, token.member, new Map(token.kinds.map((kind) => [kind, 'app' as const])), 'only-mailed'),
    );
  }
  const text = 'You get no more mails of this kind. Baton still tells you when you open it.';
  const next = { url: `${ctx.publicUrl}/settings/profile`, label: 'Choose what you are told' };
  return renderWords(null, { status: 200, title: 'Done', text, next });
}

function readToken(ctx: Ctx, { query }: PageRequest): z.output<typeof Token> | null {
  try {
    const sealed = Buffer.from(query.get('token') ?? '', 'base64url');
    return Token.parse(JSON.parse(ctx.sealer.open(sealed)));
  } catch {
    return null;
  }
}

const renderUnknown = (): PageAnswer =>
  renderWords(null, {
    status: 404,
    title: 'This link does not work',
    text: 'It is not whole, or not from this Baton. Sign in and choose in your profile what you are told.',
  });
