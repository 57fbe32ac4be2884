import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, readMessage, writeJson, writePlain } from './json-words.ts';

describe('JSON on the page', () => {
  it('says the same as the message, whatever it holds', () => {
    const same = fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(writeJson(value))).toEqual(toJson(value));
    });
    fc.assert(same);
  });

  it('writes what turns text as an escape', () => {
    expect(writePlain('\u202etxt.exe')).toBe('\\u202etxt.exe');
    expect(writeJson('a\u202eb\u2066\u200f')).toBe('"a\\u202eb\\u2066\\u200f"');
  });

  it.each([
    ['{"type":"track"}', '{\n  "type": "track"\n}'],
    ['{"type":', '{"type":'],
    ['', ''],
    ['5', '5'],
  ])('lays %j out as %j', (text, shown) => expect(layOut(text)).toBe(shown));

  it.each([
    ['', 'Write the message'],
    ['{"type" "track"}', 'not JSON yet'],
    ['[]', 'one JSON object'],
    ['null', 'one JSON object'],
    ['"text"', 'one JSON object'],
  ])('refuses %j', (text, why) => expect(readMessage(text)).toEqual({ fault: expect.stringContaining(why) }));

  it('takes an object', () => expect(readMessage(' {"a": 1} ')).toEqual({ message: { a: 1 } }));
});

/** -0 and the like are lost by JSON itself. */
const toJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
