export type DecimalSign = '.' | ',';

/** A number as it is written: digits with signs between, a minus or brackets, currency or percent around. */
const written = /^(?:[A-Z]{3}|[$€£¥₹]|R\$)?\s*([-−+(]?)\s*((?:\d[\d.,'’\s]*)?\d)\s*\)?\s*(?:[A-Z]{3}|[$€£¥₹%])?$/u;

/**
 * What a number says about the sign of its decimals: that sign, `unclear` for `1.234` which may be either, null where it
 * has no say.
 *
 * @example
 * ['1.234,5', '0.25', '1.234', '12'].map(hintDecimal) // [',', '.', 'unclear', null]
 */
export function hintDecimal(text: string): DecimalSign | 'unclear' | null {
  const digits = written.exec(text.trim())?.[2];
  if (digits === undefined) return null;
  const [dots, commas] = [digits.split('.').length - 1, digits.split(',').length - 1];
  if (dots > 0 && commas > 0) return digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
  if (dots + commas === 0) return null;
  const [sign, other]: [DecimalSign, DecimalSign] = dots > 0 ? ['.', ','] : [',', '.'];
  if (dots + commas > 1) return other;
  const [before = '', after = ''] = digits.split(sign);
  return after.length === 3 && before.length <= 3 && !before.startsWith('0') ? 'unclear' : sign;
}

/**
 * A number in the writing of a column; null for what is none, and for groups that are not of three digits.
 *
 * @param decimal the sign before the decimals; null takes the number's own word, and a dot where it gives none
 * @example
 * readNumber('1.234,50', ',') // 1234.5
 * readNumber('€ 1,234', '.') // 1234
 * readNumber('12 apples', null) // null
 */
export function readNumber(text: string, decimal: DecimalSign | null): number | null {
  const found = written.exec(text.trim());
  if (found === null) return null;
  const [, sign = '', digits = ''] = found;
  const hint = hintDecimal(text);
  const own = decimal ?? (hint === ',' || hint === '.' ? hint : '.');
  const [whole = '', part, ...more] = digits.split(own);
  if (more.length > 0 || (part !== undefined && !/^\d*$/.test(part))) return null;
  const groups = whole.split(/[.,'’\s]/u);
  if (groups.length > 1 && !(groups.slice(1).every((group) => group.length === 3) && (groups[0] ?? '').length <= 3)) {
    return null;
  }
  const value = Number(`${groups.join('')}.${part ?? ''}0`);
  if (!Number.isFinite(value)) return null;
  return sign === '-' || sign === '−' || sign === '(' ? -value : value;
}

/**
 * An amount in minor units of a currency, such as cents; null for what is no amount, or more than can be exact.
 *
 * @example
 * readMoney('1.234,50 €', ',', 'EUR') // 123450
 */
export function readMoney(text: string, decimal: DecimalSign | null, currency: string): number | null {
  const value = readNumber(text, decimal);
  if (value === null) return null;
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const minor = Math.round(Number((value * 10 ** digits).toPrecision(15)));
  return Number.isSafeInteger(minor) ? minor + 0 : null;
}
