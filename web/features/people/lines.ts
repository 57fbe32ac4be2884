import type { ReactNode } from 'react';

/**
 * What was typed one a line, without what is empty.
 *
 * @example
 * toLines(' ana@plant.example\n\n') // ['ana@plant.example']
 */
export const toLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/**
 * The server names the line that it refuses (`emails.1`); the field that holds all lines shows the first of them.
 *
 * @example
 * firstFaultOf('emails', { 'emails.1': 'No mail could arrive at this address.' }) // 'No mail could arrive at this address.'
 */
export function firstFaultOf(field: string, errors: Readonly<Record<string, ReactNode>>): ReactNode {
  const name = Object.keys(errors).find((path) => path === field || path.startsWith(`${field}.`));
  return name === undefined ? null : errors[name];
}
