import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMessage, largestMessage, readId, readInstant } from './check-message.ts';
import { deepest, writeJsonText } from './json-text.ts';

const nest = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

describe('the JSON text of a message', () => {
  it('holds nothing that a database cannot store', () => {
    expect(writeJsonText({ a: 'x\u0000y', b: '\ud83d' })).toBe('{"a":"x\ufffdy","b":"\ufffd"}');
    expect(writeJsonText({ '\u0000': '\udc00\ud800', c: '😀\\u0000 \\\\ud800 "' })).toBe(
      JSON.stringify({ '\ufffd': '\ufffd\ufffd', c: '😀\\u0000 \\\\ud800 "' }),
    );
    expect(writeJsonText(JSON.parse('{"__proto__":{"a":1},"b":{"__proto__":2,"c":"\\"__proto__\\""}}'))).toBe(
      '{"b":{"c":"\\"__proto__\\""}}',
    );
  });

  it('changes nothing else', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(text.isWellFormed() && !/\\u0000|__proto__/.test(text));
        expect(writeJsonText(JSON.parse(text))).toBe(text);
      }),
    );
    const units = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.string({ unit: units }), (text) => {
        const kept = text.replaceAll('\u0000', '\ufffd').toWellFormed();
        expect(JSON.parse(writeJsonText({ text }) ?? '')).toEqual({ text: kept });
      }),
    );
  });

  it('is refused where it is nested too deep, also beyond the stack', () => {
    expect(writeJsonText(nest(deepest))).toBe('['.repeat(deepest) + ']'.repeat(deepest));
    expect(writeJsonText(nest(deepest + 1))).toBeNull();
    expect(writeJsonText(nest(1_000_000))).toBeNull();
    expect(writeJsonText({ brackets: '[{"'.repeat(100) })).not.toBeNull();
  });
});

describe('a message', () => {
  it.each([
    [{ type: 'track', event: 'Demo requested', userId: 7 }, null],
    [{ type: 'track', userId: '7' }, 'message.no-event'],
    [{ type: 'track', userId: '7', event: ' ' }, 'message.no-event'],
    [{ type: 'Page', anonymousId: 'a' }, null],
    [{ type: 'page' }, 'message.no-identity'],
    [{ type: 'identify', userId: ' ', anonymousId: null }, 'message.no-identity'],
    [{ type: 'group', userId: 'u' }, 'message.no-group'],
    [{ type: 'group', userId: 'u', groupId: 'g' }, null],
    [{ type: 'alias', userId: 'u' }, 'message.no-identity'],
    [{ type: 'alias', userId: 'u', previousId: 'p' }, null],
    [{ type: 'screen', userId: 'u'.repeat(501) }, 'message.id-too-long'],
    [{ userId: 'u' }, 'message.unknown-type'],
    [{ type: 'delete', userId: 'u' }, 'message.unknown-type'],
    ['text', 'message.not-an-object'],
    [null, 'message.not-an-object'],
    [[1], 'message.not-an-object'],
    [{ type: 'page', userId: 'u', properties: nest(70) }, 'message.too-deep'],
    [{ type: 'page', userId: 'u', name: 'ü'.repeat(largestMessage / 2) }, 'message.too-large'],
  ])('%.60j has the fault %s', (given, fault) => {
    expect(checkMessage(given, {}).fault?.code ?? null).toBe(fault);
  });

  it('takes what its batch says for all, and its own word first', () => {
    const given = { writeKey: 'k', userId: 'u', context: { ip: '192.0.2.1' }, sentAt: '2026-03-02T09:00:01Z' };
    const outer = { type: 'page', context: { ip: '192.0.2.9', locale: 'de' }, integrations: { All: true } } as const;
    const { body, sentAt } = checkMessage(given, { ...outer, sentAt: '2026-03-02T09:00:09Z' });
    expect(JSON.parse(body)).toEqual({
      type: 'page',
      userId: 'u',
      context: { ip: '192.0.2.1', locale: 'de' },
      integrations: { All: true },
      sentAt: '2026-03-02T09:00:01Z',
    });
    expect(sentAt?.toISOString()).toBe('2026-03-02T09:00:01.000Z');
  });

  it('may be spelled as senders of mail events spell it', () => {
    const { body, fault } = checkMessage({ action: 'track', event: 'Email Opened', user_id: 'u' }, {});
    const expected = { action: 'track', type: 'track', event: 'Email Opened', userId: 'u' };
    expect([JSON.parse(body), fault]).toEqual([expected, null]);
    expect(JSON.parse(checkMessage({ type: 'page', user_id: 'a', userId: 'b' }, {}).body).userId).toBe('b');
  });

  it('is never refused by an exception', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (given, context) => void checkMessage(given, { context })));
  });
});

describe('what clients write', () => {
  it('as ids', () => {
    const given = [42, '  ', ' a ', {}, Number.NaN];
    expect(given.map(readId)).toEqual(['42', null, ' a ', null, null]);
  });

  it.each([
    ['2026-03-02T10:00:00+01:00', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T10:00:00.123456Z', '2026-03-02T10:00:00.123Z'],
    ['2026-03-02 10:00:00', '2026-03-02T10:00:00.000Z'],
    ['2026-03-02T10:00:00-0130', '2026-03-02T11:30:00.000Z'],
    ['2026-03-02', '2026-03-02T00:00:00.000Z'],
    [1_772_442_000_000, '2026-03-02T09:00:00.000Z'],
    ['yesterday', undefined],
    ['2026-13-45T10:00:00Z', undefined],
    [1e300, undefined],
    ['0001-01-01T00:00:00Z', undefined],
    [{}, undefined],
  ])('as instants: %j', (given, instant) => {
    expect(readInstant(given)?.toISOString()).toBe(instant);
  });
});
