import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeCursor, encodeCursor, toPage } from './cursor.ts';
import { BatonError } from './errors.ts';
import { foldText, sortKey } from './text.ts';
import { Currency, Email, isLocale, isZone, Line, Zone } from './wire.ts';

describe('text', () => {
  it.each([
    ['  Émile   ZOLA ', 'émile zola'],
    ['ＡＢＣ', 'abc'],
    ['Straße', 'straße'],
    ['ﬁne', 'fine'],
  ])('folds %j to %j', (text, folded) => expect(foldText(text)).toBe(folded));

  it('puts accents beside their letters', () => expect(sortKey('Émile Zola')).toBe('emile zola'));
});

describe('cursors', () => {
  const Shape = z.tuple([z.string(), z.string()]);

  it('come back as they were, whatever the script', () => {
    expect(decodeCursor(Shape, encodeCursor(['zoë 名前', '1']))).toEqual(['zoë 名前', '1']);
  });

  it.each(['', '%%%', encodeCursor([1, 2]), encodeCursor(['one']), 'eyJhIjoxfQ'])('refuse %j', (cursor) => {
    expect(() => decodeCursor(Shape, cursor)).toThrow(BatonError);
  });

  it('are null on the last page', () => {
    const cut = (rows: number[]) =>
      toPage(
        rows,
        2,
        (n) => [n],
        (n) => n * 10,
      );
    expect(cut([1, 2])).toEqual({ data: [10, 20], nextCursor: null });
    expect(cut([1, 2, 3])).toEqual({ data: [10, 20], nextCursor: encodeCursor([2]) });
    expect(cut([])).toEqual({ data: [], nextCursor: null });
  });
});

describe('shapes of the wire', () => {
  it.each(['Europe/Berlin', 'Asia/Kathmandu', 'UTC'])('takes the zone %s', (zone) => expect(isZone(zone)).toBe(true));
  it.each(["UTC'; drop table members", '+02:00', '', 'Mars/Olympus'])('refuses the zone %j', (zone) =>
    expect(Zone.safeParse(zone).success).toBe(false),
  );
  it.each(['de-AT', 'en'])('takes the language %s', (tag) => expect(isLocale(tag)).toBe(true));
  it.each(['not a language', '', 'x'])('refuses the language %j', (tag) => expect(isLocale(tag)).toBe(false));
  it.each(['EUR', 'JPY'])('takes the currency %s', (code) => expect(Currency.safeParse(code).success).toBe(true));
  it.each(['eur', 'EURO', 'QQQ'])('refuses the currency %s', (code) =>
    expect(Currency.safeParse(code).success).toBe(false),
  );
  it.each(['a\nb', 'a\u0000b', '   ', 'x'.repeat(201), '\ud800'])('refuses the line %j', (line) =>
    expect(Line.safeParse(line).success).toBe(false),
  );
  it('keeps the case of an address and trims it', () =>
    expect(Email.parse(' Ann@Example.test ')).toBe('Ann@Example.test'));
  it.each(['a@b.test\r\nBcc: x@y.test', 'no-address', 'a@b'])('refuses the address %j', (email) =>
    expect(Email.safeParse(email).success).toBe(false),
  );
});
