/** All parts of an agreement in the order in which they are read, and the places of clauses in them. */
import { isPlainRecord, type Plain, type PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import type { Sentence } from '../../../src/core/agreement/sentence.ts';
import type { Section } from './clause-fields.ts';
import { type Path, valueAt } from './draft-source.ts';
import { isWithin, type PlacedProblem } from './read-draft.ts';
import { feedbackSections } from './sections-feedback.ts';
import { leadSections } from './sections-lead.ts';
import { promiseSections } from './sections-promises.ts';
import { termSections } from './sections-terms.ts';

export const sections: readonly Section[] = [...termSections, ...leadSections, ...promiseSections, ...feedbackSections];

/**
 * @example
 * sectionOf('stages').title // 'Stages'
 */
export const sectionOf = (id: string | undefined): Section => sections.find((one) => one.id === id) ?? firstSection();

function firstSection(): Section {
  const [first] = sections;
  if (!first) throw new Error('An agreement has parts.');
  return first;
}

/** The clauses of a list as they are written; what is no clause is an empty one, and its problem says so. */
export function clausesOf(section: Section, data: PlainRecord): PlainRecord[] {
  const list = valueAt(data, section.path);
  return Array.isArray(list) ? list.map(asClause) : [];
}

export const asClause = (value: Plain | undefined): PlainRecord => (isPlainRecord(value) ? value : {});

/** Whether a part has anything in it. */
export function isThere(section: Section, data: PlainRecord): boolean {
  const value = valueAt(data, section.path);
  return section.list ? Array.isArray(value) && value.length > 0 : value !== undefined && value !== null;
}

/** The part that a place is in, and which clause of its list: the one that names the place most closely. */
export function partOf(place: Path): { section: Section; index: number | null } {
  let found: Section = firstSection();
  for (const section of sections) {
    if (section.path.length > 0 && isWithin(place, section.path) && section.path.length >= found.path.length)
      found = section;
  }
  // `scoring.grade` is no rule of `scoring.fit`; `target_accounts.tiers` stands with the companies.
  if (found.path.length === 0 && place[0] === 'targetAccounts') found = sectionOf('targets');
  const index = place[found.path.length];
  return { section: found, index: found.list && typeof index === 'number' ? index : null };
}

export type Tally = { errors: number; warnings: number };

/** How many problems each part has. */
export function tallyOf(problems: readonly PlacedProblem[]): ReadonlyMap<string, Tally> {
  const tally = new Map<string, Tally>();
  for (const { at, severity } of problems) {
    if (severity === 'note') continue;
    const { id } = partOf(at).section;
    const { errors, warnings } = tally.get(id) ?? { errors: 0, warnings: 0 };
    tally.set(id, severity === 'error' ? { errors: errors + 1, warnings } : { errors, warnings: warnings + 1 });
  }
  return tally;
}

/** The codes of mistakes by which a clause cannot be read: it has no sentence then. */
const formCodes = /^agreement\.(?:form|value|unknown-name|yaml)$/;

/** How a clause reads in the contract; null while something of it cannot be read. */
export function sentencesOf(
  section: Section,
  index: number | null,
  data: PlainRecord,
  { sentences, problems }: { sentences: readonly Sentence[]; problems: readonly PlacedProblem[] },
): string | null {
  const place = index === null ? section.path : [...section.path, index];
  const own = problems.filter(({ at, code }) => formCodes.test(code) && isOwn(section, at, place));
  if (own.length > 0) return null;
  const found = findSentences(section, index, data, sentences);
  return found.length > 0 ? found.map(({ text }) => text).join(' ') : null;
}

/** Parts such as "Name and term" and "Answers" hold lists that are parts of their own. */
const isOwn = (section: Section, at: Path, place: Path): boolean =>
  isWithin(at, place) && partOf(at).section.id === section.id;

function findSentences(
  section: Section,
  index: number | null,
  data: PlainRecord,
  all: readonly Sentence[],
): Sentence[] {
  const path = section.path.join('.');
  if (section.id === 'terms') return all.filter(({ clause }) => /^(?:name|term|currency|sponsor)$/.test(clause));
  if (index === null || !section.list) {
    const others = sections.filter((one) => one !== section && one.path.length > section.path.length);
    const isOther = (clause: string) =>
      others.some((one) => isWithin(one.path, section.path) && clause.startsWith(`${one.path.join('.')}.`));
    return all.filter(({ clause }) => (clause === path || clause.startsWith(`${path}.`)) && !isOther(clause));
  }
  const { id } = section.list;
  if (id === null) {
    const listed = all.filter(({ clause }) => clause === path);
    const [one] = listed.length === clausesOf(section, data).length ? listed.slice(index, index + 1) : [];
    return one ? [one] : [];
  }
  const known = clausesOf(section, data)[index]?.[id];
  return all.filter(({ clause }) => clause === `${path}.${String(known)}`).slice(0, 1);
}
