import type { Ctx } from '../../context.ts';
import type { MemberDepartment } from '../../core/access.ts';
import { BatonError } from '../../core/errors.ts';

/**
 * One kind of thing that members are responsible for, and how it goes to somebody else when they leave. Each feature
 * gives its parts in its `handover.ts`; `src/app.ts` puts the list together.
 */
export type HandoverPart = {
  /** kebab-case and unique: `team-leads`. */
  readonly kind: string;
  /** What a person calls several of them: `Teams led`. */
  readonly label: string;
  /** How many are open at `ctx.now`. */
  count(ctx: Ctx, memberId: string): Promise<number>;
  /** Throws when the successor cannot take it: `refuseUnfitSuccessor` for what belongs to a department. */
  refuse?(ctx: Ctx, fromId: string, toId: string): Promise<void>;
  /** Leaves none open. Runs in the transaction of the deactivation and records each change; `toId` is active and locked. */
  move(ctx: Ctx, fromId: string, toId: string): Promise<void>;
};

export type OpenPart = { kind: string; label: string; count: number };

/** What of all parts is open with a member. */
export async function countOpen(ctx: Ctx, parts: readonly HandoverPart[], memberId: string): Promise<OpenPart[]> {
  const open: OpenPart[] = [];
  for (const { kind, label, count } of parts) open.push({ kind, label, count: await count(ctx, memberId) });
  return open.filter(({ count }) => count > 0);
}

/** Throws `member.successor-unfit` unless the successor works in the department that the thing belongs to. */
export function refuseUnfitSuccessor(
  successor: { name: string; department: MemberDepartment },
  thing: { name: string; department: MemberDepartment },
): void {
  const fits = [successor.department, thing.department].includes('both') || successor.department === thing.department;
  if (fits) return;
  const detail = `${successor.name} does not work in the department of ${thing.name}. Choose somebody who does, or change the department of ${successor.name} first.`;
  throw new BatonError('conflict', 'member.successor-unfit', detail, {
    errors: [{ pointer: '#/successorId', detail }],
  });
}
