import { describe, expect, it } from 'vitest';
import { readBulkAction } from './bulk-change.ts';

describe('what a change of many means', () => {
  const given = { field: 'title', clear: false, value: '', key: '' };
  it.each([
    [{ value: ' COO ' }, { title: 'COO' }],
    [{ clear: true }, { title: null }],
    [{ field: 'own', key: 'plan', value: 'pro' }, { fields: { plan: 'pro' } }],
    [{ field: 'own', key: 'seats', value: '12' }, { fields: { seats: 12 } }],
    [{ field: 'own', key: 'zip', value: '01099' }, { fields: { zip: '01099' } }],
    [{ field: 'own', key: 'vip', value: 'true' }, { fields: { vip: true } }],
    [{ field: 'own', key: 'plan', clear: true }, { fields: { plan: null } }],
    [{ field: 'tier', value: '2' }, { tier: 2 }],
    [{ field: 'isTarget', value: 'x' }, { isTarget: true }],
    [{ field: 'isTarget', clear: true }, { isTarget: false }],
  ])('of %j', (values, change) => {
    expect(readBulkAction({ ...given, ...values })).toEqual({ action: { kind: 'set', change } });
  });

  it('moves to a stage', () => {
    expect(readBulkAction({ ...given, field: 'stage', value: 'lead' })).toEqual({
      action: { kind: 'stage', to: 'lead' },
    });
  });

  it.each([{}, { field: 'own', value: 'x' }, { field: 'tier', value: '10' }, { field: 'buyingRole', value: 'king' }])(
    'asks for what is missing in %j',
    (values) => {
      expect(readBulkAction({ ...given, ...values })).toHaveProperty('faults');
    },
  );
});
