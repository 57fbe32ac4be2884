import { describe, expect, it } from 'vitest';
import { assignContacts, employerOf, type KnownContacts, listContactKeys, refOf } from './assign-contacts.ts';
import { type Message, readMessage } from './read-message.ts';

const nobody: KnownContacts = { identities: new Map(), keys: new Map(), userIds: new Map() };
const read = (body: Record<string, unknown>): Message => {
  const message = readMessage(
    { type: 'track', event: 'x', ...body },
    { happenedAt: null, sentAt: null, receivedAt: 5 },
  );
  if (message === null) throw new Error('no message');
  return message;
};
const assign = (bodies: Record<string, unknown>[], known = nobody) => {
  let n = 0;
  return assignContacts(bodies.map(read), known, () => {
    n += 1;
    return `c${n}`;
  });
};
const form = (email: string, over: Record<string, unknown> = {}) => ({
  event: 'Form Submitted',
  properties: { email },
  ...over,
});

describe('whose a message is', () => {
  it('is the examples of the docstrings', () => {
    expect(refOf({ kind: 'user', value: 'u1' })).toBe('user:u1');
    expect(listContactKeys({ email: 'Ana@Plant.example' })).toEqual([
      { kind: 'email', key: 'ana@plant.example', value: 'Ana@Plant.example' },
    ]);
    expect(assign([{ type: 'identify', userId: 'u1' }]).assignments).toEqual([
      { contactId: 'c1', identity: { kind: 'user', value: 'u1' } },
    ]);
    expect([employerOf('ana@mail.plant.example'), employerOf('ana@gmail.com')]).toEqual(['plant.example', null]);
  });

  it('is nobody yet for a browser alone', () => {
    const plan = assign([{ anonymousId: 'a1' }, { anonymousId: 'a1' }]);
    expect(plan.created).toEqual([]);
    expect(plan.assignments[0]).toEqual({ contactId: null, identity: { kind: 'anonymous', value: 'a1' } });
  });

  it('is somebody from the form on, with the browser before it', () => {
    const plan = assign([
      { anonymousId: 'a1' },
      form('ana@plant.example', { anonymousId: 'a1' }),
      { anonymousId: 'a1' },
    ]);
    expect(plan.assignments.map(({ contactId }) => contactId)).toEqual([null, 'c1', 'c1']);
    expect(plan.links).toEqual([{ identity: { kind: 'anonymous', value: 'a1' }, contactId: 'c1' }]);
    expect(plan.keys).toMatchObject([{ kind: 'email', key: 'ana@plant.example', contactId: 'c1' }]);
  });

  it('is the same person by e-mail, whatever the browser', () => {
    const plan = assign([
      form('ana@plant.example', { anonymousId: 'a1' }),
      form('ANA@plant.example', { anonymousId: 'a2' }),
    ]);
    expect(plan.created).toHaveLength(1);
    expect(plan.links.map(({ identity }) => identity.value)).toEqual(['a1', 'a2']);
  });

  it('never makes two users one', () => {
    const plan = assign([
      { userId: 'u1', anonymousId: 'shared' },
      { userId: 'u2', anonymousId: 'shared' },
    ]);
    expect(plan.assignments.map(({ contactId }) => contactId)).toEqual(['c1', 'c2']);
    expect(plan.warnings.map(({ code }) => code)).toContain('anon-already-identified');
    expect(plan.links.filter(({ identity }) => identity.value === 'shared')).toHaveLength(1);
  });

  it('takes an alias of somebody who was not known, and of nobody else', () => {
    const plan = assign([
      { anonymousId: 'a1' },
      { type: 'alias', userId: 'u1', previousId: 'a1' },
      { userId: 'u2' },
      { type: 'alias', userId: 'u1', previousId: 'u2' },
    ]);
    expect(plan.links.map(({ identity }) => `${identity.kind}:${identity.value}`)).toContain('anonymous:a1');
    expect(plan.warnings).toEqual([{ message: 3, code: 'previous-already-identified' }]);
  });

  it('finds who is known, and begins nobody without an id or an address', () => {
    const known = { ...nobody, keys: new Map([['email:ana@plant.example', 'old']]) };
    expect(assign([form('ana@plant.example')], known).assignments[0]).toEqual({ contactId: 'old', identity: null });
    expect(assign([{ properties: { email: 'ana@plant.example' } }]).created).toEqual([]);
    expect(assign([form('not an address')]).created).toEqual([]);
  });
});
