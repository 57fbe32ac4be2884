/** The clauses of a version as the articles of a contract, in the order in which both sides argue. */
import type { MemberDepartment } from '../../../src/core/access.ts';
import type { AgreementVersion } from '../../../src/features/agreements/schema.ts';
import type { ContractText } from './contract-text.ts';

export type Clause = {
  /** Its place in the text, by names and keys: `salesCommits.respond`. */
  path: string;
  /** The part of the address behind "#". */
  anchor: string;
  /** As people cite it: 4.2. */
  number: string;
  name: string;
  text: string;
  owner: MemberDepartment;
};

export type ArticleKey = (typeof plan)[number]['key'];
export type Article = { key: ArticleKey; number: number; title: string; short: string; clauses: Clause[] };

const plan = [
  { key: 'words', title: 'The words we share', short: 'Words', of: ['vocabulary'] },
  { key: 'customers', title: 'Whom we serve', short: 'Customers', of: ['personas', 'segments', 'targetAccounts'] },
  { key: 'journey', title: 'How a customer buys', short: 'Journey', of: ['journey'] },
  { key: 'scoring', title: 'How a lead is scored', short: 'Scoring', of: ['scoring'] },
  { key: 'stages', title: 'What is handed over', short: 'Stages', of: ['stages'] },
  { key: 'routing', title: 'Who gets it', short: 'Routing', of: ['protection', 'routing'] },
  { key: 'promises', title: 'What we promise each other', short: 'Promises', of: ['marketingCommits', 'salesCommits'] },
  { key: 'values', title: 'What a lead is worth', short: 'Lead values', of: ['leadValues'] },
  { key: 'escalation', title: 'When time runs out', short: 'Escalation', of: ['escalation'] },
  { key: 'consequences', title: 'When a promise is not kept', short: 'Consequences', of: ['consequences'] },
  { key: 'feedback', title: 'When a lead goes back', short: 'Feedback', of: ['feedback'] },
  { key: 'outreach', title: 'One conversation with the customer', short: 'Outreach', of: ['outreach'] },
  { key: 'credit', title: 'Credit for a win', short: 'Credit', of: ['credit'] },
  { key: 'plan', title: 'The plan', short: 'Plan', of: ['plan'] },
  { key: 'numbers', title: 'The numbers we both look at', short: 'KPIs', of: ['kpis'] },
  { key: 'meetings', title: 'When we meet', short: 'Meetings', of: ['meetings'] },
  { key: 'terms', title: 'Time, money and term', short: 'Terms', of: ['term', 'currency', 'sponsor', 'calendar'] },
] as const;

type Sentences = AgreementVersion['sentences'];

/**
 * The articles that have clauses, numbered as they stand.
 *
 * @example
 * listArticles([{ clause: 'plan', name: 'Plan', text: 'Sales is to win.' }], null)[0]?.title // 'The plan'
 */
export function listArticles(sentences: Sentences, contract: ContractText | null): Article[] {
  return plan
    .map((article) => ({ ...article, found: article.of.flatMap((of) => sentences.filter(isOf(of))) }))
    .filter(({ found }) => found.length > 0)
    .map(({ key, title, short, found }, index) => {
      const number = index + 1;
      let last = '';
      let again = 0;
      const clauses = found.map(({ clause, name, text }, place): Clause => {
        // Consequences have no keys of their own.
        again = clause === last ? again + 1 : 0;
        last = clause;
        return {
          path: clause,
          anchor: anchorOf(again > 0 ? `${clause}-${again + 1}` : clause),
          number: `${number}.${place + 1}`,
          // A word is called as it is written.
          name: clause.startsWith('vocabulary.') ? clause.slice('vocabulary.'.length) : name,
          text,
          owner: ownerOf(clause, again, contract),
        };
      });
      return { key, number, title, short, clauses };
    });
}

const isOf = (of: string) => (sentence: Sentences[number]) =>
  sentence.clause === of || sentence.clause.startsWith(`${of}.`);

/**
 * @example
 * anchorOf('vocabulary.Sales-ready lead') // 'vocabulary.Sales-ready-lead'
 */
export function anchorOf(path: string): string {
  return path.replaceAll(/\s+/g, '-');
}

/** Whose colour a clause wears: who promised it, is accountable or keeps the word; else it is shared. */
function ownerOf(path: string, place: number, contract: ContractText | null): MemberDepartment {
  const [list = '', ...rest] = path.split('.');
  const key = rest.join('.');
  if (list === 'vocabulary') return contract?.vocabulary.find(({ term }) => term === key)?.owner ?? 'both';
  if (list === 'journey') return contract?.journey.find((step) => step.key === key)?.accountable ?? 'both';
  if (list === 'stages') return contract?.stages.find((stage) => stage.key === key)?.by ?? 'both';
  if (list === 'consequences') return contract?.consequences[place] ?? 'both';
  return sideOf(path);
}

/**
 * Whose promise a clause is, by its place alone.
 *
 * @example
 * sideOf('salesCommits.respond') // 'sales'
 */
export function sideOf(path: string): MemberDepartment {
  if (path.startsWith('marketingCommits')) return 'marketing';
  return path.startsWith('salesCommits') ? 'sales' : 'both';
}
