import type { WorkspaceId } from '../src/context.ts';
import { newId } from '../src/db/ids.ts';
import type { TestApp } from './app.ts';

type Place = { member: { id: string }; weight?: number; cap?: number | null };

/** A team of Sales with members from now on, that routing can name by its key. */
export async function createTeam(
  test: TestApp,
  workspace: WorkspaceId,
  key: string,
  members: readonly Place[],
): Promise<string> {
  const at = test.clock();
  const id = newId(at);
  const team = { workspaceId: workspace, id, name: key, nameKey: key, key, department: 'sales' as const };
  const db = test.databases.screens;
  await db
    .insertInto('teams')
    .values({ ...team, createdAt: at })
    .execute();
  for (const { member, weight = 1, cap = null } of members) {
    const place = { workspaceId: workspace, teamId: id, memberId: member.id, weight, cap, validFrom: at };
    await db.insertInto('teamMembers').values(place).execute();
  }
  return id;
}

/** Working hours of a team or a member: the same on each of the days. */
export async function createCalendar(
  test: TestApp,
  workspace: WorkspaceId,
  owner: { teamId: string } | { memberId: string },
  hours: { zone: string; span: string; days?: string[] },
): Promise<void> {
  const at = test.clock();
  const { zone, span, days = ['mon', 'tue', 'wed', 'thu', 'fri'] } = hours;
  await test.databases.screens
    .insertInto('calendars')
    .values({
      workspaceId: workspace,
      id: newId(at),
      name: 'Hours',
      teamId: null,
      memberId: null,
      ...owner,
      zone,
      hours: JSON.stringify(Object.fromEntries(days.map((day) => [day, [span]]))),
      closed: '[]',
      days: '{}',
      createdAt: at,
    })
    .execute();
}
