import type { Department } from '../access.ts';
import { findMean } from '../statistics/quantile.ts';
import { fewestAnswers, pulseQuestionIds } from './questions.ts';
import { type AnswerChange, type AnswerSample, compareAnswers, sampleAnswers } from './sample.ts';

/** What one person answered. `person` is a key that only tells two pulses' answers of one person together. */
export type PulseResponse = {
  readonly person: string;
  readonly department: Department;
  readonly leader: boolean;
  /** 1 to 5 by question; one that was skipped is not there. */
  readonly answers: Readonly<Record<string, number>>;
};

export type GapBand = 'red' | 'amber' | 'green';

/** One question as both see it. Null for what too few answered; what follows from both is null when either is. */
export type QuestionResult = {
  readonly question: string;
  readonly marketing: AnswerSample | null;
  readonly sales: AnswerSample | null;
  /** 0 to 100, both departments weighing the same. */
  readonly index: number | null;
  /** Marketing's mean less Sales' mean: above 0 Marketing sees it better. */
  readonly gap: number | null;
  readonly band: GapBand | null;
};

/** How many were asked and answered; `answered` is null while it is too few to be shown. */
export type ResponseRate = { readonly asked: number; readonly answered: number | null; readonly rate: number | null };

export type PulseResult = {
  /** In the order of the questions. */
  readonly questions: readonly QuestionResult[];
  /** Index of each department, 0 to 100, over the questions that it can be shown for. */
  readonly departments: Readonly<Record<Department, number | null>>;
  /** The alignment index: both departments weighing the same, over the questions that both can be shown for. */
  readonly index: number | null;
  readonly largestGap: { readonly question: string; readonly gap: number } | null;
  /** Mean distance of the departments over the questions. */
  readonly meanGap: number | null;
  readonly responses: Readonly<Record<Department, ResponseRate>>;
  /** Departments with too few answers. */
  readonly suppressed: readonly Department[];
  /** Index of the leaders less that of the others, 0 to 100 each; null when a cell of it would be too small. */
  readonly leaders: { readonly leaders: number; readonly staff: number; readonly gap: number } | null;
};

const departments = ['marketing', 'sales'] as const;

/**
 * The alignment index of an answer: 1 is 0, 5 is 100.
 *
 * @param mean a mean of answers, 1 to 5
 * @example
 * indexOfMean(3.5) // 62.5
 */
export function indexOfMean(mean: number): number {
  return ((mean - 1) / 4) * 100;
}

/**
 * How grave a perception gap is: red from 1 point on, amber from half a point, whoever sees it better.
 *
 * @example
 * bandOfGap(-1) // 'red'
 */
export function bandOfGap(gap: number): GapBand {
  // A mean of answers misses a whole point by a rounding.
  const distance = Math.abs(gap) + 1e-9;
  if (distance >= 1) return 'red';
  return distance >= 0.5 ? 'amber' : 'green';
}

/**
 * What a pulse says. Nothing is shown of a department, or of a question in it, that fewer than four answered, and nothing from
 * which it could be worked out: indices are taken over the shown questions only, and what mixes both departments is there only
 * when each can be shown.
 *
 * @param responses of somebody who answered twice the last counts
 * @param asked how many people of each department were asked
 * @param asking the questions: the ten of the pulse unless said
 * @example
 * const say = (department, answer) => ['a', 'b', 'c', 'd'].map((person) => ({ person: department + person, department, leader: false, answers: { p1: answer } }));
 * const pulse = scorePulse([...say('marketing', 4), ...say('sales', 2)], { marketing: 5, sales: 4 });
 * pulse.index // 50
 * pulse.largestGap // { question: 'p1', gap: 2 }
 * scorePulse(say('sales', 2), { marketing: 5, sales: 4 }).suppressed // ['marketing']
 */
export function scorePulse(
  responses: readonly PulseResponse[],
  asked: Readonly<Record<Department, number>>,
  asking: readonly string[] = pulseQuestionIds,
): PulseResult {
  const people = takeLast(responses);
  const of = (department: Department) => people.filter((response) => response.department === department);
  const suppressed = departments.filter((department) => of(department).length < fewestAnswers);
  const questions = asking.map((question) => compareDepartments(question, of('marketing'), of('sales')));
  const shared = questions.flatMap(({ question, gap, index }) =>
    gap === null || index === null ? [] : [{ question, gap, index }],
  );
  const indexOf = (department: Department) =>
    findMean(questions.flatMap((result) => (result[department] === null ? [] : indexOfMean(result[department].mean))));
  const largest = shared.toSorted((a, b) => Math.abs(b.gap) - Math.abs(a.gap) || a.index - b.index).at(0);
  return {
    questions,
    departments: { marketing: indexOf('marketing'), sales: indexOf('sales') },
    index: findMean(shared.map(({ index }) => index)),
    largestGap: largest === undefined ? null : { question: largest.question, gap: largest.gap },
    meanGap: findMean(shared.map(({ gap }) => Math.abs(gap))),
    responses: {
      marketing: rateResponses(of('marketing').length, asked.marketing),
      sales: rateResponses(of('sales').length, asked.sales),
    },
    suppressed,
    leaders: suppressed.length > 0 ? null : compareLeaders(people, asking),
  };
}

/**
 * The questions in the order in which they need talking about: the widest gap first, then what both think least of. Those that
 * cannot be compared come last.
 *
 * @example
 * const results = [{ question: 'p1', gap: 0.2, index: 50 }, { question: 'p2', gap: -1.4, index: 60 }, { question: 'p3', gap: null, index: null }];
 * rankGaps(results).map(({ question }) => question) // ['p2', 'p1', 'p3']
 */
export function rankGaps(questions: readonly QuestionResult[]): QuestionResult[] {
  const width = ({ gap }: QuestionResult) => (gap === null ? -1 : Math.abs(gap));
  return questions.toSorted((a, b) => width(b) - width(a) || (a.index ?? 100) - (b.index ?? 100));
}

/**
 * What has changed in each department since another pulse, question by question; null where either time too few answered.
 *
 * @example
 * const say = (answer) => ['a', 'b', 'c', 'd'].map((person) => ({ person, department: 'sales', leader: false, answers: { p4: answer } }));
 * comparePulses(say(2), say(4)).sales.p4.isReal // true
 * comparePulses(say(2), say(4)).marketing.p4 // null
 */
export function comparePulses(
  before: readonly PulseResponse[],
  after: readonly PulseResponse[],
): Record<Department, Record<string, AnswerChange | null>> {
  const [first, second] = [takeLast(before), takeLast(after)];
  const changesOf = (department: Department) =>
    Object.fromEntries(
      pulseQuestionIds.map((question) => [
        question,
        compareAnswers(answersByPerson(first, department, question), answersByPerson(second, department, question)),
      ]),
    );
  return { marketing: changesOf('marketing'), sales: changesOf('sales') };
}

function compareDepartments(
  question: string,
  ofMarketing: readonly PulseResponse[],
  ofSales: readonly PulseResponse[],
): QuestionResult {
  const marketing = sampleAnswers(answersTo(ofMarketing, question));
  const sales = sampleAnswers(answersTo(ofSales, question));
  if (marketing === null || sales === null) return { question, marketing, sales, index: null, gap: null, band: null };
  const gap = marketing.mean - sales.mean;
  const index = indexOfMean((marketing.mean + sales.mean) / 2);
  return { question, marketing, sales, index, gap, band: bandOfGap(gap) };
}

/**
 * Leaders beside the others, over both departments. The mean of a department and that of all leaders give away how the other
 * leaders or the rest of that department answered. So no question is in this cut that fewer than four of one of those groups
 * answered, and where one of them is too small there is no cut.
 */
function compareLeaders(responses: readonly PulseResponse[], asking: readonly string[]): PulseResult['leaders'] {
  const groups = departments
    .flatMap((department) =>
      [true, false].map((leader) => responses.filter((one) => one.department === department && one.leader === leader)),
    )
    .filter((group) => group.length > 0);
  const questions = asking.filter((question) =>
    groups.every((group) => answersTo(group, question).length >= fewestAnswers),
  );
  const indexOf = (leader: boolean) => {
    const group = responses.filter((response) => response.leader === leader);
    const means = questions.flatMap((question) => findMean(answersTo(group, question)) ?? []);
    return findMean(means.map(indexOfMean));
  };
  const leaders = indexOf(true);
  const staff = indexOf(false);
  return leaders === null || staff === null ? null : { leaders, staff, gap: leaders - staff };
}

function rateResponses(answered: number, asked: number): ResponseRate {
  if (answered < fewestAnswers) return { asked, answered: null, rate: null };
  return { asked, answered, rate: asked > 0 ? Math.min(1, answered / asked) : null };
}

/** Nobody counts twice, or three people could pass for four. */
function takeLast(responses: readonly PulseResponse[]): PulseResponse[] {
  return [...new Map(responses.map((response) => [response.person, response])).values()];
}

function answersByPerson(responses: readonly PulseResponse[], department: Department, question: string) {
  const own = responses.filter((response) => response.department === department);
  return new Map(own.flatMap((one) => answersTo([one], question).map((answer) => [one.person, answer] as const)));
}

function answersTo(responses: readonly PulseResponse[], question: string): number[] {
  return responses.flatMap(({ answers }) => {
    const answer = Object.hasOwn(answers, question) ? answers[question] : undefined;
    return answer !== undefined && answer >= 1 && answer <= 5 ? [answer] : [];
  });
}
