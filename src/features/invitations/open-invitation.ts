import type { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { findOpenInvitation } from './check-invitation.ts';
import type { openInvitation as contract } from './schema.ts';

/** Reads an invitation by its link, for the page on which somebody joins. */
export async function openInvitation(ctx: Ctx, token: string): Promise<z.output<(typeof contract)['response']>> {
  const { email, name, department, heads, workspaceName, inviterName, expiresAt } = await findOpenInvitation(
    ctx,
    token,
  );
  const invitedBy = inviterName;
  return { email, name, department, heads, workspaceName, invitedBy, expiresAt: expiresAt.toISOString() };
}
