import { findHoursProblems } from '../calendar/hours.ts';
import type { PathPart } from './condition.ts';
import { touchKinds } from './fields.ts';
import { momentRange } from './moment.ts';
import { suggestWord } from './nearest-word.ts';
import type { Finding } from './problem.ts';
import type { Agreement } from './schema.ts';

const error = (code: string, path: PathPart[], message: string, remedy: string): Finding => {
  return { severity: 'error', code: `agreement.${code}`, path, message, remedy };
};

/**
 * What the shape alone cannot refuse: keys that stand twice, a term that ends before it begins, hours that overlap, bands
 * out of order, more target companies than agreed.
 *
 * @example
 * checkForm(agreement) // []
 */
export function checkForm(agreement: Agreement): Finding[] {
  return [
    ...checkKeys(agreement),
    ...checkNames(agreement),
    ...checkTerm(agreement),
    ...checkCalendar(agreement),
    ...checkBands(agreement),
    ...checkTargets(agreement),
    ...checkKpis(agreement),
    ...checkLadder(agreement),
  ];
}

function checkKeys(agreement: Agreement): Finding[] {
  const lists: [PathPart[], string, readonly object[]][] = [
    [['vocabulary'], 'term', agreement.vocabulary],
    [['personas'], 'key', agreement.personas],
    [['segments'], 'key', agreement.segments],
    [['targetAccounts', 'rows'], 'domain', agreement.targetAccounts?.rows ?? []],
    [['journey'], 'key', agreement.journey],
    [['scoring', 'fit'], 'key', agreement.scoring?.fit ?? []],
    [['scoring', 'engagement', 'rules'], 'key', agreement.scoring?.engagement.rules ?? []],
    [['stages'], 'key', agreement.stages],
    [['routing'], 'key', agreement.routing],
    [['salesCommits'], 'key', agreement.salesCommits],
    [['marketingCommits'], 'key', agreement.marketingCommits],
    [['leadValues'], 'key', agreement.leadValues],
    [['escalation'], 'at', agreement.escalation],
    [['feedback', 'reasons'], 'key', agreement.feedback?.reasons ?? []],
    [['kpis'], 'id', agreement.kpis],
    [['meetings'], 'key', agreement.meetings],
  ];
  return lists.flatMap(([path, name, items]) => {
    const seen = new Set<unknown>();
    return items.flatMap((item, index) => {
      const key = (item as Record<string, unknown>)[name];
      if (!seen.has(key)) {
        seen.add(key);
        return [];
      }
      return [
        error('double-key', [...path, index, name], 'This stands here twice.', 'Keep one, or give it another name.'),
      ];
    });
  });
}

/** What is shown as a name anywhere, in mails and in the tools of others too, is plain text. */
const markup = /<\/?[a-z!][^<>]*>/i;

function checkNames(agreement: Agreement): Finding[] {
  const names: [PathPart[], string | undefined][] = [
    [['name'], agreement.name],
    ...agreement.vocabulary.flatMap(({ term, marketingSays, salesSays }, index): [PathPart[], string | undefined][] => [
      [['vocabulary', index, 'term'], term],
      [['vocabulary', index, 'marketingSays'], marketingSays],
      [['vocabulary', index, 'salesSays'], salesSays],
    ]),
    ...named(['personas'], agreement.personas),
    ...named(['segments'], agreement.segments),
    ...named(['targetAccounts', 'rows'], agreement.targetAccounts?.rows ?? []),
    ...named(['journey'], agreement.journey),
    ...named(['stages'], agreement.stages),
    ...named(['feedback', 'reasons'], agreement.feedback?.reasons ?? []),
    ...named(['meetings'], agreement.meetings),
  ];
  return names.flatMap(([path, name]) =>
    name !== undefined && markup.test(name)
      ? [error('markup', path, 'This name holds markup.', 'Write it as plain text, without words in < and >.')]
      : [],
  );
}

function named(path: PathPart[], items: readonly { name?: string | undefined }[]): [PathPart[], string | undefined][] {
  return items.map(({ name }, index) => [[...path, index, 'name'], name]);
}

function checkTerm({ term, calendar }: Agreement): Finding[] {
  const zone = calendar?.timezone ?? 'UTC';
  const findings: Finding[] = [];
  const from = momentRange(term.from, zone).start;
  if (term.to !== 'open' && momentRange(term.to, zone).end <= from) {
    findings.push(error('term', ['term', 'to'], 'The term ends before it begins.', 'Write a later end, or open.'));
  }
  if (term.review !== undefined && momentRange(term.review, zone).end <= from) {
    findings.push(error('term', ['term', 'review'], 'The review is before the term.', 'Write a day within the term.'));
  }
  return findings;
}

function checkCalendar({ calendar }: Agreement): Finding[] {
  if (calendar === undefined) return [];
  const { timezone, ...hours } = calendar;
  return findHoursProblems({ zone: timezone, ...hours }).map(({ pointer, detail }) => {
    const path = pointer
      .slice(2)
      .split('/')
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    return error('calendar', ['calendar', ...path], detail, 'Correct the hours.');
  });
}

function checkBands({ scoring }: Agreement): Finding[] {
  if (scoring === undefined) return [];
  const { fit, engagement } = scoring.grade;
  const findings: Finding[] = [];
  if (!(fit.A > fit.B && fit.B > fit.C)) {
    findings.push(
      error('bands', ['scoring', 'grade', 'fit'], 'The bands are out of order.', 'A is above B, B above C.'),
    );
  }
  if (!(engagement[1] > engagement[2] && engagement[2] > engagement[3])) {
    const path = ['scoring', 'grade', 'engagement'];
    findings.push(error('bands', path, 'The bands are out of order.', '1 is above 2, 2 above 3.'));
  }
  for (const [index, { touch }] of scoring.engagement.rules.entries()) {
    if (touchKinds.some((kind) => kind === touch)) continue;
    findings.push({
      severity: 'warning',
      code: 'agreement.unknown-touch',
      path: ['scoring', 'engagement', 'rules', index, 'touch'],
      message: `Baton itself records no "${touch}".`,
      remedy: `${suggestWord(touch, touchKinds)} Imports may carry other kinds.`,
    });
  }
  return findings;
}

function checkTargets({ targetAccounts }: Agreement): Finding[] {
  if (targetAccounts === undefined) return [];
  const { rows, tiers, sha256 } = targetAccounts;
  const findings: Finding[] = [];
  if (rows.length > 0 && sha256 !== undefined) {
    const path = ['targetAccounts', 'sha256'];
    findings.push(error('targets', path, 'Rows and their SHA-256 stand here both.', 'Keep one of the two.'));
  }
  const counts = new Map<string, number>();
  for (const [index, { tier }] of rows.entries()) {
    const [key, path] = [String(tier), ['targetAccounts', 'rows', index, 'tier']];
    const most = tiers[key];
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (most === undefined) {
      findings.push(error('targets', path, `There is no tier ${tier}.`, suggestWord(key, Object.keys(tiers))));
    } else if (count === most + 1) {
      findings.push(
        error('targets', path, `Tier ${tier} has more than ${most} companies.`, 'Move some, or agree on more.'),
      );
    }
  }
  return findings;
}

function checkKpis({ kpis, stages }: Agreement): Finding[] {
  const keys = stages.map(({ key }) => key);
  return kpis.flatMap((kpi, index) =>
    (['from', 'to'] as const).flatMap((name) => {
      const stage = kpi[name];
      if (stage === undefined || keys.includes(stage)) return [];
      return [error('unknown-stage', ['kpis', index, name], `There is no stage "${stage}".`, suggestWord(stage, keys))];
    }),
  );
}

function checkLadder({ escalation, sponsor }: Agreement): Finding[] {
  return escalation.flatMap((step, index) => {
    if (step.tell.length === 0 && step.do === undefined) {
      return [
        error('escalation', ['escalation', index], 'This step tells nobody and does nothing.', 'Add tell or do.'),
      ];
    }
    if (sponsor !== 'none' || !step.tell.includes('sponsor')) return [];
    return [
      error(
        'escalation',
        ['escalation', index, 'tell'],
        'There is no sponsor to tell.',
        'Write sponsor: optional at the top.',
      ),
    ];
  });
}
