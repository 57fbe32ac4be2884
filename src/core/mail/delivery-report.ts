import { emailKey } from '../identity/email.ts';

/** A mailbox that a mail did not reach, for good. */
export type Failure = {
  /** The key of the address, as it was given up and as it was written where they differ. */
  keys: string[];
  /** What the mail server said; null where the report does not. */
  why: string | null;
};

/**
 * The mailboxes that a report of delivery (RFC 3464) says were not reached. One that is late, or was reached, is none.
 *
 * @example
 * readFailures('Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; dana@plant.example\nAction: failed\nDiagnostic-Code: smtp; 550 no such user')
 * // [{ keys: ['dana@plant.example'], why: '550 no such user' }]
 */
export function readFailures(report: string): Failure[] {
  return report
    .slice(0, 200_000)
    .split(/\r?\n[ \t]*\r?\n/, 500)
    .flatMap((part) => {
      const fields = new Map(
        part
          .replaceAll(/\r?\n[ \t]+/g, ' ')
          .split(/\r?\n/, 50)
          .flatMap((line) => {
            const at = line.indexOf(':');
            return at < 1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const];
          }),
      );
      if (fields.get('action')?.toLowerCase() !== 'failed') return [];
      const keys = ['final-recipient', 'original-recipient'].flatMap(
        (name) => emailKey(afterType(fields.get(name)) ?? '') ?? [],
      );
      const why = afterType(fields.get('diagnostic-code')) ?? fields.get('status') ?? null;
      return keys.length === 0 ? [] : [{ keys: [...new Set(keys)], why }];
    });
}

/** `rfc822; dana@plant.example`: what stands behind the type. */
const afterType = (value: string | undefined): string | undefined => value?.replace(/^[^;]*;\s*/, '');
