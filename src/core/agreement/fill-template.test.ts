import { describe, expect, it } from 'vitest';
import { fillTemplate, type TemplateFacts, type TemplateName, templates } from './fill-template.ts';
import { readAgreement } from './read-agreement.ts';
import { describeAgreement } from './sentences.ts';

const facts: TemplateFacts = {
  name: 'Marketing and Sales of Example',
  currency: 'JPY',
  calendar: {
    zone: 'Asia/Tokyo',
    hours: { mon: ['08:30-17:30'], sat: ['09:00-12:00'] },
    holidays: 'JP',
    closed: ['2026-08-13'],
    days: { '2026-12-30': ['09:00-12:00'] },
  },
  team: 'field',
  now: new Date('2026-03-02T20:00:00Z'),
};
const people = { teams: ['field'], members: [] };

describe('a template', () => {
  it.each(Object.keys(templates) as TemplateName[])(
    '%s is an agreement without a finding, filled in or not',
    (name) => {
      const found = (text: string, context: object) =>
        readAgreement(text, context).problems.filter(({ severity }) => severity !== 'note');
      expect(found(templates[name], { currency: 'EUR' })).toEqual([]);
      const text = fillTemplate(name, facts);
      expect(found(text, { currency: 'JPY', people })).toEqual([]);
      expect(text.startsWith(templates[name].slice(0, 40))).toBe(true);
      expect(readAgreement(text).agreement).toMatchObject({
        name: facts.name,
        currency: 'JPY',
        // Already the third in Tokyo.
        term: { from: '2026-03-03', review: '2026-06-03', to: 'open' },
        calendar: { timezone: 'Asia/Tokyo', hours: facts.calendar.hours, holidays: 'JP', closed: ['2026-08-13'] },
      });
      expect(text).toContain('team:field');
      expect(describeAgreement(readAgreement(text).agreement as never).length).toBeGreaterThan(10);
    },
  );

  it('keeps the comments that explain it', () => {
    const filled = fillTemplate('minimal', facts);
    const comments = (text: string) => text.split('\n').filter((line) => line.startsWith('#'));
    expect(comments(filled)).toEqual(comments(templates.minimal));
    expect(filled.includes('currency: JPY')).toBe(true);
  });
});
