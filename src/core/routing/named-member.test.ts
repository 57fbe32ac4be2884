import { expect, it } from 'vitest';
import { findNamedMember } from './named-member.ts';

const members = [
  { id: 'm1', name: 'Ana Ruiz' },
  { id: 'm2', name: 'Zoë  O’Neil' },
  { id: 'm3', name: 'Ben' },
  { id: 'm4', name: 'BEN' },
];

it.each([
  ['ana-ruiz', 'm1'],
  ['zoe-o-neil', 'm2'],
  ['m4', 'm4'],
  ['ben', null],
  ['nobody', null],
])('%s is %s', (named, id) => expect(findNamedMember(members, named)).toBe(id));
