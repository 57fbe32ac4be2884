/**
 * The little grammars of the agreement as controls hold them: each is read into its parts and written back the same. What
 * a control cannot show is null: then the text itself is edited.
 */

import { isPlainRecord, type Plain } from '../../../src/core/agreement/plain-agreement.ts';
import { parseRecurrence, weekdayNames } from '../../../src/core/agreement/recurrence.ts';
import { weekdays } from '../../../src/core/calendar/schema.ts';

/** `80%` */
export function readShare(value: Plain | undefined): number | null {
  const found = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(value) : null;
  return found ? Number(found[1]) : null;
}
export const writeShare = (share: number): string => `${share}%`;

export type Length = { count: number; unit: string };

/** `30d`, in the unit that was written: 24h stays 24 hours. */
export function readLength(value: Plain | undefined): Length | null {
  const found = typeof value === 'string' ? /^\s*(\d+)\s*([mhdw])\s*$/.exec(value) : null;
  return found ? { count: Number(found[1]), unit: found[2] ?? 'd' } : null;
}
export const writeLength = ({ count, unit }: Length): string => `${count}${unit}`;

/** `{ business: 4h }` or `{ businessDays: 2 }`. */
export function readBusiness(value: Plain | undefined): Length | null {
  if (!isPlainRecord(value) || Object.keys(value).length !== 1) return null;
  if (typeof value.businessDays === 'number') return { count: value.businessDays, unit: 'days' };
  const length = readLength(value.business);
  return length && (length.unit === 'h' || length.unit === 'm') ? length : null;
}
export const writeBusiness = ({ count, unit }: Length): Plain =>
  unit === 'days' ? { businessDays: count } : { business: `${count}${unit}` };

export type Per = { amount: number; per: string };

/** `250000 per month` */
export function readPer(value: Plain | undefined): Per | null {
  const found =
    typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)\s+per\s+(week|month|quarter|year)\s*$/.exec(value) : null;
  return found ? { amount: Number(found[1]), per: found[2] ?? 'month' } : null;
}
export const writePer = ({ amount, per }: Per): string => `${amount} per ${per}`;

/** `3 per 365d` */
export function readCountPer(value: Plain | undefined): { count: number; per: Length } | null {
  const [count, length, ...rest] = typeof value === 'string' ? value.split(/\s+per\s+/) : [];
  const per = readLength(length);
  return count !== undefined && /^\s*\d+$/.test(count) && per && rest.length === 0
    ? { count: Number(count), per }
    : null;
}
export const writeCountPer = ({ count, per }: { count: number; per: Length }): string =>
  `${count} per ${writeLength(per)}`;

/** `15 open` */
export function readCap(value: Plain | undefined): number | null {
  const found = typeof value === 'string' ? /^\s*(\d+)\s+open\s*$/.exec(value) : null;
  return found ? Number(found[1]) : null;
}
export const writeCap = (cap: number): string => `${cap} open`;

/** `3 to 5` */
export function readRange(value: Plain | undefined): { from: number; to: number } | null {
  if (typeof value === 'number') return { from: value, to: value };
  const found = typeof value === 'string' ? /^\s*(\d+)(?:\s+to\s+(\d+))?\s*$/.exec(value) : null;
  return found ? { from: Number(found[1]), to: Number(found[2] ?? found[1]) } : null;
}
export const writeRange = ({ from, to }: { from: number; to: number }): string =>
  from === to ? `${from}` : `${from} to ${to}`;

export type TargetKind = 'share' | 'duration' | 'amount' | 'amount-per';
export type TargetParts = { kind: TargetKind; count: number; unit: string };

/** `90%`, `45d`, `6000` or `250000 per month`. */
export function readTarget(value: Plain | undefined): TargetParts | null {
  if (typeof value === 'number') return { kind: 'amount', count: value, unit: '' };
  const share = readShare(value);
  if (share !== null) return { kind: 'share', count: share, unit: '%' };
  const length = readLength(value);
  if (length) return { kind: 'duration', ...length };
  const per = readPer(value);
  if (per) return { kind: 'amount-per', count: per.amount, unit: per.per };
  return typeof value === 'string' && /^\s*\d+(?:\.\d+)?\s*$/.test(value)
    ? { kind: 'amount', count: Number(value), unit: '' }
    : null;
}
export function writeTarget({ kind, count, unit }: TargetParts): Plain {
  if (kind === 'share') return writeShare(count);
  if (kind === 'duration') return writeLength({ count, unit });
  return kind === 'amount-per' ? writePer({ amount: count, per: unit }) : count;
}

export type Meeting = { rhythm: string; weekday: string; time: string };

/** `Monday 09:30`, `first Tuesday 14:00`, `first Thursday of quarter 14:00`; the rhythm is `week` or `first month`. */
export function readMeeting(value: Plain | undefined): Meeting | null {
  if (typeof value !== 'string') return null;
  try {
    const { every, nth, weekday, minute } = parseRecurrence(value);
    const time = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
    return {
      rhythm: nth ? `${nth} ${every}` : 'week',
      weekday: weekdayNames[weekdays.indexOf(weekday)] ?? 'Monday',
      time,
    };
  } catch {
    return null;
  }
}
export function writeMeeting({ rhythm, weekday, time }: Meeting): string {
  const [nth = '', every = ''] = rhythm === 'week' ? [] : rhythm.split(' ');
  return [nth, weekday, every === 'quarter' ? 'of quarter' : '', time].filter(Boolean).join(' ');
}

/** `20:00-08:00` */
export function readQuiet(value: Plain | undefined): { from: string; to: string } | null {
  const found = typeof value === 'string' ? /^\s*(\d{2}:\d{2})\s*-\s*(\d{2}:\d{2})\s*$/.exec(value) : null;
  return found ? { from: found[1] ?? '', to: found[2] ?? '' } : null;
}
export const writeQuiet = ({ from, to }: { from: string; to: string }): string => `${from}-${to}`;

/** A day, or a day with a time of it; one with an offset stays a text. */
export function readMoment(value: Plain | undefined): { day: string; time: string } | null {
  const found = typeof value === 'string' ? /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?$/.exec(value.trim()) : null;
  return found ? { day: found[1] ?? '', time: found[2] ?? '' } : null;
}
export const writeMoment = ({ day, time }: { day: string; time: string }): string => (time ? `${day}T${time}` : day);
