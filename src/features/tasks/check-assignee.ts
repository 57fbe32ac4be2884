import type { Ctx } from '../../context.ts';
import { listZoneDays } from '../../core/calendar/day.ts';
import { BatonError } from '../../core/errors.ts';
import { type About, holdReaders, type RecordReader } from '../../db/record-scope.ts';
import { readers } from '../notes/schema.ts';

/** Throws unless a member is active and may read the record that the task is about. They stay so until the transaction ends. */
export async function checkAssignee(ctx: Ctx, memberId: string, about: About): Promise<RecordReader> {
  const [member] = await holdReaders(ctx, [memberId], about, readers.roles);
  const pointer = '#/assigneeId';
  if (member === undefined) {
    const detail = 'Choose an active member of this workspace.';
    throw new BatonError('invalid', 'member.not-active', detail, { errors: [{ pointer, detail }] });
  }
  if (!member.mayRead) {
    const detail = `${member.name} may not see this record. Choose somebody who may, or give them the record first.`;
    throw new BatonError('invalid', 'task.out-of-reach', detail, { errors: [{ pointer, detail }] });
  }
  return member;
}

/** When something becomes overdue that is to be done by a day or an instant: when that day is over in the zone. */
export function dueWhen(zone: string, { dueOn, dueAt }: { dueOn: string | null; dueAt: Date | null }): Date | null {
  const [day] = dueOn === null ? [] : listZoneDays(zone, dueOn, 1);
  return day === undefined ? dueAt : new Date(day.until);
}
