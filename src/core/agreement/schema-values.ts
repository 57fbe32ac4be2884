import { z } from 'zod';
import * as amount from './amount.ts';
import { type Condition, readCondition } from './condition.ts';
import { type Destination, formatDestination, parseDestination } from './destination.ts';
import * as duration from './duration.ts';
import { GrammarError } from './grammar.ts';
import { parseMoment } from './moment.ts';
import { suggestWord } from './nearest-word.ts';
import * as recurrence from './recurrence.ts';

/**
 * An object of an agreement: what its shape does not name is refused. The message of that issue is the list of the names
 * that the shape has, from which the reader of agreements makes its suggestion.
 *
 * @example
 * clause({ key: z.string() }).safeParse({ key: 'a', kye: 'b' }).error.issues[0].message // 'key'
 */
export function clause<const Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(',') : undefined),
  });
}

/** A text with a grammar of its own: parsed on the way in, written in its shortest form on the way out. */
function grammar<Value>(parse: (text: string) => Value, format: (value: Value) => string) {
  return z.codec(z.string(), z.custom<Value>(), {
    decode: (text, context) => readGrammar(text, parse, context.issues) as Value,
    encode: format,
  });
}

type Issues = z.core.$ZodRawIssue[];

function readGrammar<Value>(text: string, parse: (text: string) => Value, issues: Issues, path: string[] = []) {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    const params = { remedy: error.remedy, offset: error.offset };
    issues.push({ code: 'custom', input: text, path, message: error.message, params });
    return z.NEVER;
  }
}

/** The key of a clause: `respond-a1`. */
export const Key = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'A key has lower-case letters, digits and single hyphens.');

/** One or more sentences that a person reads. */
export const Prose = z
  .string()
  .trim()
  .min(1, 'Please fill this in.')
  .max(1_000, 'Please use at most 1,000 characters.')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Please remove the control characters.');

export const Count = z.int().min(1).max(1_000_000_000);
export const Amount = z.number().min(0).max(1e12);
export const Score = z.number().min(0).max(100);
/** Points that a scoring rule gives or takes. */
export const Points = z
  .number()
  .min(-1_000)
  .max(1_000)
  .refine((points) => points !== 0, 'Points of 0 change nothing: give some, or remove the rule.');

export const Duration = grammar<duration.Duration>(duration.parseDuration, duration.formatDuration);
export const HalfLife = grammar<duration.HalfLife>(duration.parseHalfLife, duration.formatHalfLife);
export const CountPer = grammar<amount.CountPer>(amount.parseCountPer, amount.formatCountPer);
export const AmountPer = grammar<amount.AmountPer>(amount.parseAmountPer, amount.formatAmountPer);
export const OpenCap = grammar<number>(amount.parseOpenCap, (cap) => `${cap} open`);
export const PeopleRange = grammar<amount.PeopleRange>(amount.parsePeopleRange, amount.formatPeopleRange);
export const Recurrence = grammar<recurrence.Recurrence>(recurrence.parseRecurrence, recurrence.formatRecurrence);
export const QuietHours = grammar<recurrence.QuietHours>(recurrence.parseQuietHours, recurrence.formatQuietHours);
export const To = grammar<Destination>(parseDestination, formatDestination);
export const Moment = grammar<string>(parseMoment, (moment) => moment);
export const Period = z.enum(amount.periods);

/** A share of at most 100 %. */
export const Share = grammar<amount.Share>((text) => {
  const share = amount.parseShare(text);
  if (share > 1) throw new GrammarError('This is more than the whole.', 0, 'Write at most 100%.');
  return share;
}, amount.formatShare);

/** A step of a ladder, in parts of the promised time: 150 % is half as much again. */
export const LadderShare = grammar<amount.Share>((text) => {
  const share = amount.parseShare(text);
  if (share === 0 || share > 10) throw new GrammarError('This step is out of reach.', 0, 'Write 1% to 1000%.');
  return share;
}, amount.formatShare);

/** What a KPI should reach; a plain amount may be written as a number. */
export const Target = z.codec(z.union([z.string(), z.number()]), z.custom<amount.Target>(), {
  decode: (text, context) => readGrammar(String(text), amount.parseTarget, context.issues) as amount.Target,
  encode: amount.formatTarget,
});

const businessTimeForm = 'Write { business: 4h } or { business_days: 2 }.';

/** `{ business: 4h }` or `{ business_days: 2 }`. */
export const BusinessTime = z.codec(
  clause({ business: z.string().optional(), businessDays: z.int().min(1).max(366).optional() }),
  z.custom<duration.BusinessTime>(),
  {
    decode: ({ business, businessDays }, context) => {
      if (business !== undefined && businessDays === undefined) {
        return readGrammar(business, duration.parseBusinessDuration, context.issues, [
          'business',
        ]) as duration.BusinessTime;
      }
      if (businessDays !== undefined && business === undefined)
        return { unit: 'business-days', count: businessDays } as const;
      const message = 'A time has either business hours or business days.';
      context.issues.push({
        code: 'custom',
        input: { business, businessDays },
        message,
        params: { remedy: businessTimeForm },
      });
      return z.NEVER;
    },
    encode: ({ unit, count }) => {
      if (unit === 'business-days') return { businessDays: count };
      return { business: duration.formatDuration(count * 60_000).replace(/^(\d+)d$/, (_, days) => `${days * 24}h`) };
    },
  },
);

/** A condition tree; its fields and values are checked once the whole agreement is known. */
export const When = z.codec(z.unknown(), z.custom<Condition>(), {
  decode: (input, context) => decodeCondition(input, context.issues),
  encode: (condition) => condition,
});

/** When a stage is entered: as soon as the contact exists, or by a condition. */
export const EnterWhen = z.codec(z.unknown(), z.custom<Condition | 'created'>(), {
  decode: (input, context) => (input === 'created' ? input : decodeCondition(input, context.issues)),
  encode: (condition) => condition,
});

function decodeCondition(input: unknown, issues: Issues): Condition {
  const { condition, problems } = readCondition(input);
  for (const { path, message, keys, found } of problems) {
    const remedy =
      keys && found !== undefined
        ? suggestWord(found, keys)
        : 'Write { all: [ { field: ..., op: ..., value: ... } ] }.';
    issues.push({ code: 'custom', input, path, message, params: { remedy, isName: found !== undefined } });
  }
  return condition ?? z.NEVER;
}
