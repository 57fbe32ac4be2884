import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { z } from 'zod';
import { toSnakeCase } from '../../../src/core/agreement/key-case.ts';
import {
  equalPlain,
  isPlainRecord,
  type Plain,
  type PlainRecord,
} from '../../../src/core/agreement/plain-agreement.ts';
import { readAgreement } from '../../../src/core/agreement/read-agreement.ts';
import { Agreement } from '../../../src/core/agreement/schema.ts';
import * as clauses from '../../../src/core/agreement/schema-clauses.ts';
import { MarketingPromise, SalesPromise } from '../../../src/core/agreement/schema-promises.ts';
import { fullTemplate } from '../../../src/core/agreement/template-full.ts';
import { minimalTemplate } from '../../../src/core/agreement/template-minimal.ts';
import type { Section } from './clause-fields.ts';
import { insertAt, readDraft, setAt, valueAt } from './draft-source.ts';
import { readWhole } from './read-draft.ts';
import { clausesOf, partOf, sectionOf, sections, sentencesOf, tallyOf } from './sections.ts';
import { promiseForms, turnPromise } from './sections-promises.ts';

const dataOf = (text: string): PlainRecord => readDraft(text).data ?? {};
const commentsOf = (text: string) => text.match(/#.*$/gm) ?? [];

/** The names that the format has in a clause. */
const shapes: Record<string, z.ZodObject> = {
  vocabulary: clauses.Word,
  personas: clauses.Persona,
  segments: clauses.Segment,
  journey: clauses.JourneyStep,
  fit: clauses.FitRule,
  engagement: clauses.EngagementRule,
  stages: clauses.Stage,
  routing: clauses.RoutingRule,
  values: clauses.LeadValue,
  escalation: clauses.EscalationStep,
  consequences: clauses.Consequence,
  reasons: clauses.Reason,
  kpis: clauses.Kpi,
  meetings: clauses.Meeting,
  outreach: clauses.Outreach,
  credit: clauses.Credit,
  plan: clauses.Plan,
};

describe('the parts of an agreement', () => {
  it('have a field for every name that the format has', () => {
    for (const [id, shape] of Object.entries(shapes)) {
      const covered = sectionOf(id)
        .fields({})
        .map(({ at }) => at[0]);
      // A stage is entered by a condition or by a side: one field for both.
      const known = [...covered, ...(id === 'stages' ? ['by'] : [])];
      expect(
        Object.keys(shape.shape).filter((name) => !known.includes(name)),
        id,
      ).toEqual([]);
    }
    for (const [id, union] of [
      ['sales-promises', SalesPromise],
      ['marketing-promises', MarketingPromise],
    ] as const) {
      for (const option of union.options) {
        const promise = [...option.shape.promise.values][0] ?? '';
        const covered = sectionOf(id)
          .fields({ promise })
          .map(({ at }) => at[0]);
        expect(
          Object.keys(option.shape).filter((name) => !covered.includes(name)),
          promise,
        ).toEqual([]);
      }
    }
    const tops = Object.keys(Agreement.shape).filter((name) => name !== 'format');
    expect(tops.filter((name) => partOf([name]).section.id === 'terms')).toEqual([
      'name',
      'currency',
      'sponsor',
      'term',
    ]);
  });

  it('write every field of every clause so that it reads back equal, with all comments', () => {
    for (const section of sections) {
      // The part alone: the others are the same in every round.
      const [top = 'name'] = section.path;
      const alone = { [toSnakeCase(String(top))]: valueAt(dataOf(fullTemplate), [top]) ?? null };
      const text = `# above\n${stringify(toYamlNames(alone), { flowCollectionPadding: true })}# below\n`;
      const places = section.list
        ? clausesOf(section, dataOf(text)).map((_, index) => [...section.path, index])
        : [section.path];
      for (const place of places) {
        const clause = valueAt(dataOf(text), place) as PlainRecord;
        for (const { at } of section.fields(clause)) {
          const path = [...place, ...at];
          const value = valueAt(dataOf(text), path);
          const other: Plain = Array.isArray(value) ? [...value, 'x'] : 'something else';
          if (value === undefined) continue;
          const changed = setAt(text, path, other);
          expect(valueAt(dataOf(changed), path), path.join('.')).toEqual(other);
          expect(strip(dataOf(changed), path)).toEqual(strip(dataOf(text), path));
          const back = setAt(changed, path, value);
          expect(dataOf(back), path.join('.')).toEqual(dataOf(text));
          expect(commentsOf(back)).toEqual(['# above', '# below']);
        }
      }
    }
  });

  it('keep the comments and the meaning of the whole example when its parts are edited and edited back', () => {
    const before = readAgreement(fullTemplate).agreement;
    const data = dataOf(fullTemplate);
    const edits = sections.flatMap((section) => {
      const place = section.list ? [...section.path, 0] : section.path;
      const clause = valueAt(data, place);
      if (!isPlainRecord(clause)) return [];
      return section.fields(clause).flatMap(({ at }) => {
        const value = valueAt(clause, at);
        return value === undefined || at[0] === list(section) ? [] : [{ path: [...place, ...at], value }];
      });
    });
    const changed = edits.reduce(
      (text, { path, value }) => setAt(text, path, Array.isArray(value) ? ['x'] : 'x'),
      fullTemplate,
    );
    const back = edits.reduce((text, { path, value }) => setAt(text, path, value), changed);
    expect(readAgreement(back).agreement).toEqual(before);
    expect(commentsOf(changed)).toEqual(commentsOf(fullTemplate));
    expect(commentsOf(back)).toEqual(commentsOf(fullTemplate));
  });

  it('begin clauses that the format knows, each with a key of its own', () => {
    for (const section of sections) {
      if (!section.list || section.list.isTable) continue;
      const { id, blank } = section.list;
      let text = minimalTemplate;
      for (const part of sections) {
        if (part.begin && valueAt(dataOf(text), part.path) === undefined) text = setAt(text, part.path, part.begin);
      }
      for (let count = 0; count < 2; count += 1) {
        const known = clausesOf(section, dataOf(text));
        text = insertAt(text, section.path, known.length, blank(known.map((one) => (id ? one[id] : null))));
      }
      const added = clausesOf(section, dataOf(text)).slice(-2);
      if (id) expect(added[0]?.[id], section.id).not.toBe(added[1]?.[id]);
      const faults = readAgreement(text).problems.filter(({ code }) => /unknown-name|duplicate/.test(code));
      expect(faults, section.id).toEqual([]);
    }
  });

  it('turn a promise into any other with nothing left over', () => {
    for (const [from, { begin }] of Object.entries(promiseForms)) {
      for (const to of Object.keys(promiseForms)) {
        const turned = turnPromise({ key: 'a', promise: from, ...begin, level: '80%' }, to);
        const names = promiseForms[to]?.fields.map(({ at }) => at[0]) ?? [];
        expect(Object.keys(turned).filter((name) => !['key', 'promise', ...names].includes(name))).toEqual([]);
        expect(turned.promise).toBe(to);
      }
    }
  });

  it('count their problems and lead to the clause that has one', () => {
    const text = setAt(minimalTemplate, ['salesCommits', 1, 'within'], { business: 'soon' });
    const { problems } = readWhole(text, {});
    const [problem] = problems;
    expect(problem?.at).toEqual(['salesCommits', 1, 'within', 'business']);
    expect(partOf(problem?.at ?? [])).toMatchObject({ section: { id: 'sales-promises' }, index: 1 });
    expect(tallyOf(problems).get('sales-promises')).toEqual({ errors: 1, warnings: 0 });
    expect(partOf(['scoring', 'grade', 'fit', 'A']).section.id).toBe('grades');
    expect(partOf(['scoring', 'fit', 2, 'points'])).toMatchObject({ section: { id: 'fit' }, index: 2 });
    expect(partOf(['feedback', 'answers', 'data']).section.id).toBe('answers');
    expect(partOf(['targetAccounts', 'tiers', '1']).section.id).toBe('targets');
  });
});

describe('the sentence of a clause', () => {
  it('is there for every clause of the example', () => {
    const reading = readWhole(fullTemplate, {});
    const data = dataOf(fullTemplate);
    for (const section of sections) {
      const places = section.list ? clausesOf(section, data).map((_, index) => index) : [null];
      for (const place of places) expect(sentencesOf(section, place, data, reading), section.id).toMatch(/\.$/);
    }
  });

  it('is silent for an unfinished clause alone', () => {
    const text = setAt(fullTemplate, ['stages', 1, 'name'], '');
    const [reading, data] = [readWhole(text, {}), dataOf(text)];
    expect(sentencesOf(sectionOf('stages'), 1, data, reading)).toBeNull();
    expect(sentencesOf(sectionOf('stages'), 0, data, reading)).toMatch(/\.$/);
    expect(sentencesOf(sectionOf('meetings'), 0, data, reading)).toMatch(/\.$/);
  });
});

/** By which a clause is found while its text is changed. */
const list = ({ list: given }: Section) => given?.id;

function toYamlNames(value: Plain | undefined): Plain {
  if (Array.isArray(value)) return value.map(toYamlNames);
  if (!isPlainRecord(value)) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [toSnakeCase(name), toYamlNames(one)]));
}

function strip(data: PlainRecord, path: readonly (string | number)[]): Plain {
  const copy = structuredClone(data);
  let parent: Plain | undefined = copy;
  for (const part of path.slice(0, -1)) parent = valueAt(parent, [part]);
  const last = path.at(-1);
  if (Array.isArray(parent) && typeof last === 'number') parent.splice(last, 1);
  else if (isPlainRecord(parent) && last !== undefined) delete parent[String(last)];
  return equalPlain(copy, data) ? data : copy;
}
