import { z } from 'zod';
import { type CheckContext, checkAgreement } from './check-agreement.ts';
import type { PathPart } from './condition.ts';
import { toSnakeCase } from './key-case.ts';
import type { AgreementProblem, Finding } from './problem.ts';
import { Agreement } from './schema.ts';
import { describeIssue } from './schema-issue.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

/** An agreement that was read, with what there is to say about it; null when it has an error of form. */
export type AgreementReading = {
  agreement: Agreement | null;
  /** Errors and warnings in the order of the text. */
  problems: AgreementProblem[];
  /** True when there is no error: it can be proposed. */
  valid: boolean;
};

/**
 * Reads an agreement from YAML and checks it: form, fields of conditions, references, and the cross-checks. Each problem
 * has line, column, path and a remedy.
 *
 * @example
 * readAgreement('format: baton/agreement@1\nnme: Europe').problems.find(({ line }) => line === 2)?.remedy
 * // 'Did you mean name?'
 */
export function readAgreement(text: string, context: CheckContext = {}): AgreementReading {
  const source = readYaml(text);
  const problems: AgreementProblem[] = source.problems.map(({ position, path, message, remedy }) => ({
    severity: 'error',
    code: 'agreement.yaml',
    path: formatPath(path),
    message,
    remedy,
    ...position,
  }));
  // Where the YAML itself is broken, whatever else seems wrong follows from that.
  if (source.problems.some(({ isSyntax }) => isSyntax)) {
    return { agreement: null, problems: sortProblems(problems), valid: false };
  }
  const refused = problems.map(({ path }) => path).filter((path) => path !== '');
  const isRefused = (path: string) => refused.some((one) => path === one || path.startsWith(`${one}.`));
  const parsed = z.safeDecode(Agreement, source.data as z.input<typeof Agreement>);
  if (!parsed.success) {
    const findings = parsed.error.issues.flatMap((issue) => describeIssue(issue, source));
    problems.push(...findings.map((finding) => place(finding, source)).filter(({ path }) => !isRefused(path)));
    return { agreement: null, problems: sortProblems(problems), valid: false };
  }
  const findings = checkAgreement(parsed.data, context);
  problems.push(...findings.map((finding) => place(finding, source)));
  const valid = problems.every(({ severity }) => severity !== 'error');
  return { agreement: source.problems.length > 0 ? null : parsed.data, problems: sortProblems(problems), valid };
}

function place({ path, offset, ...finding }: Finding, source: YamlSource): AgreementProblem {
  const isName = finding.code === 'agreement.unknown-name';
  const position = isName ? source.locateKey(path) : source.locate(path, offset);
  return { ...finding, path: formatPath(path), ...position };
}

function sortProblems(problems: AgreementProblem[]): AgreementProblem[] {
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

/**
 * A path as a person who reads the YAML would write it.
 *
 * @example
 * formatPath(['scoring', 'fit', 0, 'halfLife']) // 'scoring.fit[0].half_life'
 */
export function formatPath(path: readonly PathPart[]): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      return `${index === 0 ? '' : '.'}${toSnakeCase(part)}`;
    })
    .join('');
}
