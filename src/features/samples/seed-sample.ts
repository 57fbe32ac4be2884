import { type Ctx, type MemberActor, tx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import { cast, sampleAbsences, sampleHours, sampleTeams } from '../../core/demo/cast.ts';
import { writeSampleAgreement } from '../../core/demo/sample-agreement.ts';
import { sortKey } from '../../core/text.ts';
import { newId } from '../../db/ids.ts';
import { createAbsence } from '../absences/create-absence.ts';
import { acknowledgeAgreement } from '../agreements/acknowledge-agreement.ts';
import { draftAgreement } from '../agreements/draft-agreement.ts';
import { proposeAgreement } from '../agreements/propose-agreement.ts';
import { signAgreement } from '../agreements/sign-agreement.ts';
import { addCalendar } from '../calendars/add-calendar.ts';
import { addMember } from '../members/add-member.ts';
import { findActor } from '../sessions/find-actor.ts';
import { createTeam } from '../teams/create-team.ts';
import { setMembership } from '../teams/set-membership.ts';
import { createSampleWorkspace } from '../workspaces/create-sample-workspace.ts';
import { nameHead } from '../workspaces/name-head.ts';
import { addGuest } from './add-guest.ts';

const day = 86_400_000;
/** The review of the agreement is near, as the Scoreboard says. */
const reviewIn = 18 * day;
/** He has not confirmed the agreement: a symptom that is planted. */
const unconfirmed = 'tom';

export type Actors = ReadonlyMap<string, MemberActor>;
export type Guest = { id: string; name: string };

/**
 * Makes the sample company as it stands when its story begins, at `ctx.now`: people, teams in two zones, calendars, absences, and an
 * agreement that both heads have signed.
 *
 * @param end when the story ends, epoch milliseconds
 * @returns who acts, by their keys
 */
export async function seedSample(ctx: Ctx, home: string, guest: Guest, end: number): Promise<Actors> {
  return tx(ctx, async (ctx) => {
    const place = { currency: 'EUR', zone: sampleHours.zone, locale: 'en-GB', fiscalStart: '01-01' };
    await createSampleWorkspace(ctx, home, { name: 'Sample company', ...place });
    const actors = await addCast(ctx);
    const idOf = (key: string) => requireActor(actors, key).id;
    await addGuest(ctx, guest);
    await nameHead(ctx, 'marketing', idOf('miriam'));
    await nameHead(ctx, 'sales', idOf('henrik'));
    await addCalendar(ctx, { ...sampleHours, name: 'Berlin', owner: { kind: 'workspace' } });
    for (const { key, name, lead, hours } of sampleTeams) {
      const team = await createTeam(ctx, { name, key, department: 'sales', leadId: idOf(lead) });
      if (hours !== null) await addCalendar(ctx, { ...hours, name, owner: { kind: 'team', teamId: team.id } });
      for (const { key: member, team: own } of cast) {
        if (own?.key === key) await setMembership(ctx, team.id, idOf(member), { weight: own.weight, cap: own.cap });
      }
    }
    for (const { key, from, to, cover } of sampleAbsences) {
      const toInstant = (days: number) => new Date(Math.floor(end / day + days) * day).toISOString();
      await createAbsence(ctx, {
        ...{ memberId: idOf(key), from: toInstant(from), to: toInstant(to) },
        coverId: cover === null ? null : idOf(cover),
      });
    }
    await agree(ctx, actors, guest.id, end);
    return actors;
  });
}

async function addCast(ctx: Ctx): Promise<Actors> {
  const actors = new Map<string, MemberActor>();
  // No two samples of an installation have an address in common.
  const domain = `sample-${ctx.workspace.slice(-12)}.example`;
  for (const { key, name, department, role } of cast) {
    const email = `${sortKey(name).replaceAll(' ', '.')}@${domain}`;
    const { id } = await addMember(ctx, { name, email, department, role, passwordHash: null });
    const actsFor: Department[] = role === 'head' && department !== 'both' ? [department] : [];
    const visibility = role === 'member' ? 'own' : 'all';
    actors.set(key, { kind: 'member', id, name, sessionId: newId(ctx.now), role, department, actsFor, visibility });
  }
  return actors;
}

/** Drafted by Marketing, signed by both, read by everybody but one. */
async function agree(ctx: Ctx, actors: Actors, guestId: string, end: number): Promise<void> {
  const source = writeSampleAgreement(ctx.now.getTime(), new Date(end + reviewIn).toISOString().slice(0, 10));
  const as = (key: string): Ctx => ({ ...ctx, actor: requireActor(actors, key), reach: 'all' });
  const draft = await draftAgreement(as('miriam'), { from: 'text', source });
  const message = 'As we worked it out on Tuesday. Please read the reasons for rejections once more.';
  const proposed = await proposeAgreement(as('miriam'), draft.id, draft.version, {
    ...{ message, for: 'marketing', waveSize: null },
  });
  const { hash, proposal } = proposed;
  await signAgreement(as('miriam'), draft.id, { party: 'marketing', hash: hash ?? '', proposal });
  await signAgreement(as('henrik'), draft.id, { party: 'sales', hash: hash ?? '', proposal });
  for (const { key } of cast) if (key !== unconfirmed) await acknowledgeAgreement(as(key), draft.id);
  const asGuest = await findActor(ctx, guestId);
  if (asGuest !== null) await acknowledgeAgreement({ ...ctx, actor: asGuest, reach: 'all' }, draft.id);
}

export function requireActor(actors: Actors, key: string): MemberActor {
  const actor = actors.get(key);
  if (actor === undefined) throw new Error(`Nobody of the cast is called ${key}`);
  return actor;
}
