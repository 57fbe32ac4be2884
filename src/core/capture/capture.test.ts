import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage } from './read-message.ts';
import { readDomainOfSite } from './read-site.ts';
import { readRecord, readText } from './read-text.ts';
import { correctTime } from './read-time.ts';
import { readAccountTraits, readContactTraits } from './read-traits.ts';
import { readEventKind } from './touch-kind.ts';

const now = Date.UTC(2026, 5, 1);
const times = { happenedAt: null, sentAt: null, receivedAt: now };
const read = (body: Record<string, unknown>) => readMessage(body, times);

describe('a message of the tracking API', () => {
  it('is the examples of the docstrings', () => {
    expect(readEventKind('Form  Submitted')).toEqual({ kind: 'form-submitted' });
    expect(readEventKind('Button Pressed')).toEqual({ kind: 'event' });
    const slow = { happenedAt: 60_000_000_000, sentAt: 60_000_005_000, receivedAt: 1_700_000_000_000 };
    expect(correctTime(slow)).toBe(1_699_999_995_000);
    expect(readContactTraits({ first_name: 'Ana', plan: 'pro', address: { country: 'DE' } }, true)).toEqual({
      firstName: 'Ana',
      country: 'DE',
      custom: { plan: 'pro' },
    });
    expect(readAccountTraits({ name: 'Plant', website: 'https://www.plant.example/', employees: '200' })).toEqual({
      name: 'Plant',
      domain: 'plant.example',
      employees: 200,
    });
    expect([readText(' COO '), readRecord('text')]).toEqual(['COO', {}]);
    expect([readDomainOfSite('https://www.plant.example/about'), readDomainOfSite('gmail.com')]).toEqual([
      'plant.example',
      null,
    ]);
    const body = { type: 'track', event: 'Form Submitted', userId: 'u1', properties: { form: 'demo-request' } };
    expect(readMessage(body, { happenedAt: null, sentAt: null, receivedAt: 5 })?.touch?.form).toBe('demo-request');
  });

  it.each<[string, Record<string, unknown>, string, string | null]>([
    ['page', { type: 'page', name: 'Pricing', properties: { path: '/pricing' } }, 'page-viewed', null],
    ['screen', { type: 'screen', name: 'Home' }, 'screen-viewed', null],
    ['form id', { type: 'track', event: 'form submitted', properties: { formId: 'f7' } }, 'form-submitted', 'f7'],
    ['form name', { type: 'track', event: 'FORM SUBMITTED', properties: { name: 'News' } }, 'form-submitted', 'News'],
    ['demo', { type: 'track', event: 'Demo Requested' }, 'form-submitted', 'demo-request'],
    ['click', { type: 'track', event: 'Email Link Clicked' }, 'email-clicked', null],
    ['webinar', { type: 'track', event: 'Webinar Attended' }, 'webinar-attended', null],
    ['any other', { type: 'track', event: 'Signed up' }, 'event', null],
    ['no name', { type: 'track' }, 'event', null],
  ])('%s', (_name, body, kind, form) => {
    expect(read(body)?.touch).toMatchObject({ kind, form });
  });

  it('leaves no touch where it only says who somebody is', () => {
    for (const type of ['identify', 'group', 'alias']) expect(read({ type })?.touch).toBeNull();
    expect(read({ type: 'purchase' })).toBeNull();
    expect(read({ type: 7 })).toBeNull();
  });

  it('takes the fields of a form as what somebody says of themselves', () => {
    const properties = {
      form: 'demo-request',
      email: 'olivia@plant.example',
      firstName: 'Olivia',
      company: 'Plant',
      budget: '10k',
      name: 'demo-request',
    };
    const message = read({ type: 'track', event: 'Form Submitted', properties });
    expect(message?.contact).toEqual({ email: 'olivia@plant.example', firstName: 'Olivia' });
    expect(message?.account).toEqual({ name: 'Plant' });
    expect(message?.touch?.props).toEqual(properties);
    expect(read({ type: 'track', event: 'Viewed', properties })?.contact).toEqual({});
  });

  it('reads where somebody was and where from', () => {
    const context = {
      page: { url: 'https://www.Plant.example/pricing?x=1', path: '/pricing' },
      campaign: { name: 'spring', source: 'google', medium: 'cpc' },
      locale: 'de-AT',
      timezone: 'Europe/Vienna',
    };
    const message = read({ type: 'page', context });
    expect(message?.touch).toMatchObject({
      path: '/pricing',
      host: 'www.plant.example',
      campaign: 'spring',
      source: 'google',
      medium: 'cpc',
    });
    expect(message?.contact).toEqual({ language: 'de', zone: 'Europe/Vienna' });
  });

  it('reads consent from traits and from the consent manager', () => {
    const body = {
      type: 'identify',
      traits: { consent: { contact: 'granted', mail: false } },
      context: { consent: { categoryPreferences: { mail: true, 'bad key!': true, ads: 'perhaps' } } },
    };
    expect(read(body)?.consent).toEqual({ contact: true, mail: true });
  });

  it('refuses ids that name nobody, and says which', () => {
    const message = read({ type: 'track', event: 'x', userId: '[object Object]', anonymousId: 'an1' });
    expect([message?.userId, message?.anonymousId, message?.refused]).toEqual([null, 'an1', ['userId']]);
    expect(read({ type: 'track', event: 'x', userId: null })?.refused).toEqual([]);
  });

  it('is never later than its receipt, and never from a clock that was not set', () => {
    expect(correctTime({ happenedAt: now + 5000, sentAt: null, receivedAt: now })).toBe(now);
    expect(correctTime({ happenedAt: 0, sentAt: null, receivedAt: now })).toBe(now);
    expect(correctTime({ happenedAt: now - 5000, sentAt: null, receivedAt: now })).toBe(now - 5000);
  });

  it('can be anything without an error', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.anything()),
        fc.constantFrom('track', 'page', 'identify', 'group'),
        (any, type) => {
          const message = readMessage({ ...any, type }, times);
          expect(message?.at).toBe(now);
          const hostile = {
            type,
            traits: any,
            properties: any,
            context: { traits: any, page: any, campaign: any, consent: any },
          };
          expect(readMessage(hostile, times)).not.toBeNull();
        },
      ),
    );
  });
});
