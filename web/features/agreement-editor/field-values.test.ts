import { describe, expect, it } from 'vitest';
import type { Plain } from '../../../src/core/agreement/plain-agreement.ts';
import * as values from './field-values.ts';

/** Each as people write it; what controls hold of it is written back the same. */
const cases: [read: (value: Plain) => unknown, write: (parts: never) => Plain, texts: Plain[]][] = [
  [values.readShare, values.writeShare, ['80%', '7.5%', '0%', '150%']],
  [values.readLength, values.writeLength, ['15m', '24h', '30d', '2w']],
  [values.readBusiness, values.writeBusiness, [{ business: '90m' }, { business: '4h' }, { businessDays: 2 }]],
  [values.readPer, values.writePer, ['250000 per month', '1.5 per week']],
  [values.readCountPer, values.writeCountPer, ['3 per 365d']],
  [values.readCap, values.writeCap, ['15 open']],
  [values.readRange, values.writeRange, ['3 to 5', '1']],
  [values.readTarget, values.writeTarget, ['90%', '45d', 6000, '250000 per month']],
  [values.readMeeting, values.writeMeeting, ['Monday 09:30', 'first Tuesday 14:00', 'last Thursday of quarter 14:00']],
  [values.readQuiet, values.writeQuiet, ['20:00-08:00']],
  [values.readMoment, values.writeMoment, ['2026-10-01', '2026-10-01T08:00']],
];

describe('the little grammars in controls', () => {
  it('are read into their parts and written back the same', () => {
    for (const [read, write, texts] of cases) {
      for (const text of texts) {
        const parts = read(text);
        expect(parts, JSON.stringify(text)).not.toBeNull();
        expect(write(parts as never)).toEqual(text);
      }
    }
  });

  it('leave to the text what they cannot show', () => {
    const strange: Plain[] = ['', 'soon', null, [], {}, true, '4 hours', { business: '4h', businessDays: 1 }];
    for (const [read] of cases) for (const text of strange) expect(read(text), JSON.stringify(text)).toBeNull();
    expect(values.readMoment('2026-10-01T08:00Z')).toBeNull();
  });
});
