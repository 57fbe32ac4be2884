/** What a lead is, by points and stages, and who gets it. */
import type { PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import {
  always,
  blankCondition,
  choice,
  type Field,
  keyField,
  nameField,
  type Section,
  textOf,
} from './clause-fields.ts';
import { freeKey } from './draft-source.ts';

const named = (clause: PlainRecord) => textOf(clause.name) || textOf(clause.key) || 'Without a name';
const keyed = (clause: PlainRecord) =>
  textOf(clause.key)
    .replaceAll('-', ' ')
    .replace(/^./, (one) => one.toUpperCase());

const points: Field = {
  at: ['points'],
  label: 'Points',
  help: 'Below 0 they are taken away.',
  input: { kind: 'number', unit: 'points' },
  isShort: true,
};

export const leadSections: readonly Section[] = [
  {
    id: 'fit',
    title: 'Fit points',
    group: 'What a lead is',
    lead: 'Who they are: each rule that applies gives or takes points; all together are a score from 0 to 100.',
    path: ['scoring', 'fit'],
    list: {
      id: 'key',
      noun: 'rule',
      title: keyed,
      blank: (taken) => ({
        key: freeKey('fit', taken),
        points: 10,
        when: blankCondition('contact.title', 'matches-any'),
      }),
    },
    fields: always([points, { at: ['when'], label: 'For whom', input: { kind: 'condition' } }, keyField]),
  },
  {
    id: 'engagement',
    title: 'Engagement points',
    group: 'What a lead is',
    lead: 'What they do: each touch gives or takes points, which fade with time.',
    path: ['scoring', 'engagement', 'rules'],
    list: {
      id: 'key',
      noun: 'rule',
      title: keyed,
      blank: (taken) => ({ key: freeKey('touch', taken), points: 10, touch: 'page-viewed' }),
    },
    fields: always([
      { at: ['touch'], label: 'Each', input: { kind: 'touch-kind' }, isShort: true },
      points,
      {
        at: ['halfLife'],
        label: 'Halves every',
        input: { kind: 'duration', canBeNever: true },
        isOptional: true,
        isShort: true,
      },
      {
        at: ['atMost'],
        label: 'At most in all',
        input: { kind: 'number', unit: 'points' },
        isOptional: true,
        isShort: true,
      },
      {
        at: ['when'],
        label: 'Only when',
        input: { kind: 'condition', without: 'Every touch of this kind' },
        isOptional: true,
      },
      keyField,
    ]),
  },
  {
    id: 'grades',
    title: 'Grades and decay',
    group: 'What a lead is',
    lead: 'From which score on a letter and a number are given: A1 fits best and is most engaged, D4 least.',
    path: ['scoring'],
    begin: {
      fit: [],
      engagement: { halfLife: '30d', rules: [] },
      grade: { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 75, 2: 50, 3: 25 } },
    },
    fields: always([
      { at: ['grade', 'fit'], label: 'Fit', input: { kind: 'edges', names: ['A', 'B', 'C'], what: 'D' } },
      { at: ['grade', 'engagement'], label: 'Engagement', input: { kind: 'edges', names: ['1', '2', '3'], what: '4' } },
      {
        at: ['engagement', 'halfLife'],
        label: 'Points of engagement halve every',
        help: 'Unless their rule says otherwise.',
        input: { kind: 'duration', canBeNever: true },
        isOptional: true,
        usual: '30d',
        isShort: true,
      },
      {
        at: ['onRecycle'],
        label: 'A lead that goes back to Marketing',
        input: {
          kind: 'choice',
          options: [
            choice('keep', 'Keeps its engagement'),
            choice('keep-half', 'Keeps half of it'),
            choice('reset', 'Starts again without'),
          ],
        },
        isOptional: true,
        usual: 'keep-half',
        isShort: true,
      },
      {
        at: ['explore'],
        label: 'Handed over below the threshold, too',
        help: 'A share drawn by lot, so that the threshold itself can be judged. It counts in no rate.',
        input: { kind: 'share' },
        isOptional: true,
        usual: '0%',
        isShort: true,
      },
    ]),
  },
  {
    id: 'stages',
    title: 'Stages',
    group: 'What a lead is',
    lead: 'Our process, in order. One stage is handed to Sales: that is what both sides call a lead that is ready.',
    path: ['stages'],
    isNeeded: true,
    list: {
      id: 'key',
      noun: 'stage',
      title: named,
      blank: (taken) => ({ key: freeKey('stage', taken), name: 'New stage', by: 'sales' }),
    },
    fields: always([
      nameField,
      { at: ['enterWhen'], label: 'A contact is here', input: { kind: 'enter-when' }, isOptional: true },
      {
        at: ['requires'],
        label: 'Comes with',
        help: 'What must be known of everybody in this stage.',
        input: { kind: 'fields' },
        isOptional: true,
      },
      {
        at: ['handTo'],
        label: 'Handed to',
        input: { kind: 'choice', options: [choice('sales', 'Sales')] },
        isOptional: true,
        nothing: 'Nobody',
        isShort: true,
      },
      keyField,
    ]),
  },
  {
    id: 'protection',
    title: 'Protection',
    group: 'Who gets it',
    lead: 'A lead that a rep found stays with the rep for a while, and counts as found by Sales.',
    path: ['protection'],
    begin: { selfSourced: '90d' },
    fields: always([{ at: ['selfSourced'], label: 'Stays with its finder for', input: { kind: 'duration' } }]),
  },
  {
    id: 'routing',
    title: 'Routing',
    group: 'Who gets it',
    lead: 'From above: the first rule that finds somebody who is there gives the lead to them.',
    path: ['routing'],
    list: {
      id: 'key',
      noun: 'rule',
      title: keyed,
      blank: (taken) => ({ key: freeKey('rule', taken), to: 'account.owner' }),
    },
    fields: always([
      { at: ['to'], label: 'Leads go to', input: { kind: 'destination' } },
      {
        at: ['when'],
        label: 'Which leads',
        input: { kind: 'condition', without: 'All that come so far' },
        isOptional: true,
      },
      {
        at: ['method'],
        label: 'In turn',
        input: {
          kind: 'choice',
          options: [choice('round-robin', 'One after the other'), choice('weighted', 'By their weights in the team')],
        },
        isOptional: true,
        usual: 'round-robin',
        shows: ({ to }) => textOf(to).startsWith('team:'),
        isShort: true,
      },
      {
        at: ['cap'],
        label: 'Nobody with',
        input: { kind: 'open-cap' },
        isOptional: true,
        isShort: true,
      },
      {
        at: ['creditBack', 'reasons'],
        label: 'The turn is given back after',
        help: 'Rejections that are not the fault of whoever had the turn.',
        input: { kind: 'clause-keys', of: 'reasons' },
        isOptional: true,
        shows: ({ to }) => textOf(to).startsWith('team:'),
      },
      {
        at: ['creditBack', 'outcomes'],
        label: 'And after',
        input: { kind: 'choices', options: [choice('no-show', 'A meeting to which nobody came')] },
        isOptional: true,
        shows: ({ to }) => textOf(to).startsWith('team:'),
      },
      keyField,
    ]),
  },
];
