import { expect, test } from 'vitest';
import { diffAgreements } from '../../../src/core/agreement/diff-agreements.ts';
import { toPlain } from '../../../src/core/agreement/plain-agreement.ts';
import { readAgreement } from '../../../src/core/agreement/read-agreement.ts';
import type { Agreement } from '../../../src/core/agreement/schema.ts';
import { sectionOf } from '../../../src/core/agreement/sentence.ts';
import { describeAgreement } from '../../../src/core/agreement/sentences.ts';
import { fullTemplate } from '../../../src/core/agreement/template-full.ts';
import { minimalTemplate } from '../../../src/core/agreement/template-minimal.ts';
import { listArticles } from './articles.ts';
import { listRows } from './compare-rows.ts';
import { readContract } from './contract-text.ts';

const read = (text: string) => readAgreement(text).agreement as Agreement;
const sentencesOf = (agreement: Agreement) =>
  describeAgreement(agreement).map((sentence) => ({ ...sentence, section: sectionOf(sentence.clause) }));
const articlesOf = (agreement: Agreement) => listArticles(sentencesOf(agreement), readContract(toPlain(agreement)));
const full = read(fullTemplate);

test('every sentence but the name stands in one article, each with an address of its own', () => {
  const clauses = articlesOf(full).flatMap((article) => article.clauses);
  expect(clauses.map(({ text }) => text).sort()).toEqual(
    sentencesOf(full)
      .filter(({ clause }) => clause !== 'name')
      .map(({ text }) => text)
      .sort(),
  );
  expect(new Set(clauses.map(({ anchor }) => anchor)).size).toBe(clauses.length);
  expect(new Set(clauses.map(({ number }) => number)).size).toBe(clauses.length);
});

test('articles that have nothing are left out, and the rest is numbered without a gap', () => {
  const articles = articlesOf(read(minimalTemplate));
  expect(articles.map(({ key }) => key)).toEqual(['stages', 'routing', 'promises', 'feedback', 'terms']);
  expect(articles.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
});

test('a clause wears the colour of who promises it, is accountable, or keeps the word', () => {
  const owners = new Map(articlesOf(full).flatMap(({ clauses }) => clauses.map(({ path, owner }) => [path, owner])));
  expect(owners.get('salesCommits.respond')).toBe('sales');
  expect(owners.get('marketingCommits.volume')).toBe('marketing');
  expect(owners.get('vocabulary.Lead')).toBe('marketing');
  expect(owners.get('journey.deciding')).toBe('sales');
  expect(owners.get('stages.accepted')).toBe('sales');
  expect(owners.get('routing.everyone')).toBe('both');
});

test('a comparison has what is new, gone, changed and in another order, and nothing else', () => {
  const [first, second, ...others] = full.stages;
  const next: Agreement = {
    ...full,
    currency: 'USD',
    vocabulary: full.vocabulary.slice(1),
    stages: [second, first, ...others] as Agreement['stages'],
    segments: [
      ...full.segments,
      { ...(full.segments[0] as Agreement['segments'][number]), key: 'other', name: 'Other' },
    ],
  };
  const changes = diffAgreements(full, next).map(({ edit, ...change }) => ({ kind: edit.kind, ...change }));
  const rows = listRows(articlesOf(full), articlesOf(next), changes).filter(({ kind }) => kind !== 'same');
  const by = (kind: string) => rows.filter((row) => row.kind === kind).map(({ path }) => path);
  expect(by('new')).toEqual(['segments.other']);
  expect(by('gone')).toEqual(['vocabulary.Lead']);
  expect(by('moved')).toEqual(['stages']);
  expect(by('changed')).toContain('currency');
  expect(by('changed').every((path) => /^(?:currency|plan|leadValues|marketingCommits|kpis)/.test(path))).toBe(true);
  expect(rows[0]?.path).toBe('vocabulary.Lead');
});
