import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { fullTemplate } from '../../src/core/agreement/template-full.ts';
import {
  draftAgreement,
  getInForce,
  getVersion,
  proposeAgreement,
  signAgreement,
} from '../../src/features/agreements/schema.ts';
import { acceptInvitation, inviteMember } from '../../src/features/invitations/schema.ts';
import { createTeam } from '../../src/features/teams/schema.ts';
import { editDepartment, listDepartments } from '../../src/features/workspaces/schema.ts';
import type { Caller } from '../app.ts';
import { useBaton } from './baton.ts';
import { inspect, inspectLooks, looks, pick } from './browser.ts';

const password = 'a long enough password';

describe('the agreement, in a browser', () => {
  const baton = useBaton({ name: 'Amara Diallo', department: 'marketing', heads: ['marketing'] });
  const { owner: amara, say } = baton;
  const henrik: Caller = {};
  const sammy: Caller = {};
  const windows = new Map<Caller, Page>();

  const windowOf = async (caller: Caller): Promise<Page> => {
    const known = windows.get(caller);
    if (known) return known;
    const page = await baton.open(looks.desktop, caller);
    windows.set(caller, page);
    return page;
  };
  const join = async (caller: Caller, name: string, more: { role: 'head' | 'member'; heads?: 'sales' }) => {
    const email = `${name.split(' ')[0]?.toLowerCase()}@example.test`;
    const { link } = await say(amara, inviteMember, { body: { email, name, department: 'sales', ...more } });
    await say(caller, acceptInvitation, { body: { token: link.split('token=')[1] ?? '', name, password } });
  };
  const propose = async (caller: Caller, side: 'marketing' | 'sales', id: string, version: number) =>
    say(caller, proposeAgreement, {
      params: { versionId: id },
      body: { message: 'As we agreed.', for: side, effectiveAt: new Date().toISOString() },
      headers: { 'if-match': `"${version}"` },
    });
  const versionOf = (page: Page) => new URL(page.url()).pathname.split('/')[2] ?? '';

  /** In the editor: a promise gets another time, and says so. */
  const change = async (page: Page, part: RegExp, promise: RegExp, length: string, sentence: string) => {
    await page.getByRole('navigation', { name: 'Parts of the agreement' }).getByRole('button', { name: part }).click();
    await page.getByRole('button', { name: promise }).click();
    await page
      .getByRole('group', { name: 'Within' })
      .getByRole('textbox', { name: 'Within', exact: true })
      .fill(length);
    await page.getByText(sentence).waitFor();
  };
  const proposeInWindow = async (page: Page, message: string) => {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('link', { name: 'Read and propose' }).click();
    await page.getByRole('button', { name: 'Propose', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: /^Propose version/ });
    await dialog.getByRole('textbox', { name: /^What you propose/ }).fill(message);
    await pick(dialog.getByRole('radio', { name: 'As soon as both have signed' }));
    await dialog.getByRole('button', { name: 'Work it out' }).click();
    await dialog.getByText('0 people qualify by this text').waitFor();
    await dialog.getByRole('button', { name: 'Propose', exact: true }).click();
    await page.getByText('Waits for the head of Sales').first().waitFor();
  };

  beforeAll(async () => {
    await join(henrik, 'Henrik Vogel', { role: 'head', heads: 'sales' });
    await join(sammy, 'Sammy Okafor', { role: 'member' });
    await say(henrik, createTeam, { body: { name: 'Inbound', department: 'sales' } });
  }, 60_000);

  it('says how to begin, to those who may, and that it is written, to the others', { timeout: 60_000 }, async () => {
    const page = await windowOf(amara);
    await page.goto('/agreement');
    await page.getByRole('button', { name: 'Begin with five clauses' }).waitFor();
    await inspect(page, 'agreement-none');
    const rep = await windowOf(sammy);
    await rep.goto('/agreement');
    await rep.getByText(/write the first draft/).waitFor();
    expect(await rep.getByRole('button', { name: 'Begin with five clauses' }).count()).toBe(0);
  });

  it('reads as a contract from end to end', { timeout: 180_000 }, async () => {
    const whole = await say(amara, draftAgreement, { body: { from: 'text', source: fullTemplate } });
    const page = await windowOf(amara);
    await page.goto(`/agreement/${whole.id}`);
    await page.getByRole('heading', { name: 'What we promise each other' }).waitFor();
    for (const { text } of whole.sentences.filter(({ clause }) => /Commits\.|^routing/.test(clause))) {
      await page.getByText(text).first().waitFor();
    }
    await page.getByText('Measured once in force').first().waitFor();
    await inspectLooks(page, 'agreement-reading');
    // Both department words are one key away, and the word is questioned from there.
    await page
      .getByRole('region', { name: 'Sales promises' })
      .getByRole('button', { name: 'sales-ready lead' })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    const meaning = page.getByRole('dialog', { name: 'sales-ready lead' });
    await meaning.getByText('real lead').waitFor();
    await meaning.getByRole('button', { name: 'Question this word' }).click();
    const talk = page.getByRole('dialog', { name: /Sales-ready lead$/i });
    await talk.getByRole('textbox', { name: 'Your question' }).fill('Does it need a budget?');
    await talk.getByRole('button', { name: 'Ask' }).click();
    await talk.getByText('Open question').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^1 open question: clause 1\./ }).waitFor();
    // An address leads to its clause.
    await page.goto(`/agreement/${whole.id}#salesCommits.decide`);
    await page.locator('[data-target]', { hasText: 'Sales accepts or rejects' }).waitFor();
  });

  it('is drafted, proposed, compared, returned, amended, signed by both and confirmed', {
    timeout: 240_000,
  }, async () => {
    // What was in force before.
    const before = await say(amara, draftAgreement, { body: { from: 'template', template: 'minimal' } });
    const { hash, proposal } = await propose(amara, 'marketing', before.id, before.version);
    const params = { versionId: before.id };
    await say(amara, signAgreement, { params, body: { party: 'marketing', hash: hash ?? '', proposal } });
    await say(henrik, signAgreement, { params, body: { party: 'sales', hash: hash ?? '', proposal } });

    const mary = await windowOf(amara);
    await mary.goto('/agreement/drafts');
    await mary.getByRole('button', { name: 'New draft' }).first().click();
    await pick(mary.getByRole('radio', { name: /^Five clauses/ }));
    await mary.getByRole('button', { name: 'Begin the draft' }).click();
    await mary.waitForURL(/\/edit$/);
    const versionId = versionOf(mary);
    const answers = 'Sales answers a sales-ready lead within 3 business hours.';
    await change(mary, /^Promises of Sales/, /^First response/, '3', answers);
    await change(mary, /^Promises of Sales/, /^Accept or reject/, '1', 'within 1 business day,');
    await change(
      mary,
      /^Promises of Marketing/,
      /^Every rejection answered/,
      '2',
      'is answered within 2 business days.',
    );
    await proposeInWindow(mary, 'We answer sooner if you do.');

    const head = await windowOf(henrik);
    await head.goto('/agreement');
    await head.getByText('proposes version').waitFor();
    await head.getByRole('link', { name: 'Compare side by side' }).click();
    await head.getByRole('heading', { name: '3 clauses change' }).waitFor();
    await head.getByText('We answer sooner if you do.').waitFor();
    const row = head.getByRole('article', { name: /First response$/ });
    expect(await row.locator('del').textContent()).toBe('4');
    expect(await row.locator('ins').textContent()).toBe('3');
    await inspectLooks(head, 'agreement-comparison');
    await row.getByRole('button', { name: /^Comment/ }).click();
    const talk = head.getByRole('dialog', { name: /First response$/ });
    await talk.getByRole('button', { name: 'I cannot' }).click();
    await talk.getByText('1 cannot').waitFor();
    await talk.getByRole('textbox', { name: 'Your comment' }).fill('Not on Fridays.');
    await talk.getByRole('button', { name: 'Comment', exact: true }).click();
    await talk.getByText('Not on Fridays.').waitFor();
    await head.keyboard.press('Escape');
    await head
      .getByRole('link', { name: /^Version \d/ })
      .first()
      .click();
    await head.getByRole('button', { name: 'Return with comments' }).click();
    const returning = head.getByRole('dialog', { name: 'Return the proposal' });
    await returning.getByRole('textbox').fill('Three hours are too short on Fridays.');
    await returning.getByRole('button', { name: 'Return' }).click();
    await head.getByText('Henrik Vogel returned this proposal').waitFor();

    await mary.goto(`/agreement/${versionId}`);
    await mary.getByText('Three hours are too short on Fridays.').waitFor();
    await mary.getByRole('button', { name: /^1 comment: clause/ }).waitFor();
    await mary.getByRole('button', { name: 'Edit', exact: true }).click();
    const amended = 'Sales answers a sales-ready lead within 5 business hours.';
    await change(mary, /^Promises of Sales/, /^First response/, '5', amended);
    await proposeInWindow(mary, 'Five hours then.');
    await mary.getByRole('button', { name: 'Sign', exact: true }).click();
    const signing = mary.getByRole('dialog', { name: /^Sign version/ });
    expect(await signing.getByRole('button', { name: 'Sign for Marketing' }).isDisabled()).toBe(true);
    await pick(signing.getByRole('checkbox', { name: 'I have read this text' }));
    await signing.getByRole('button', { name: 'Sign for Marketing' }).click();
    await signing.getByText('Signed', { exact: true }).waitFor();
    expect(await signing.getByRole('button', { name: 'Sign for Sales' }).count()).toBe(0);

    await head.goto(`/agreement/${versionId}`);
    await head.getByText('Amara Diallo signed for Marketing').waitFor();
    await head.getByRole('button', { name: 'Sign', exact: true }).click();
    await pick(head.getByRole('checkbox', { name: 'I have read this text' }));
    await head.getByRole('button', { name: 'Sign for Sales' }).click();
    await head.getByRole('heading', { name: 'It is agreed' }).waitFor();
    await inspectLooks(head, 'agreement-signed');
    await head.getByRole('button', { name: 'Read the agreement' }).click();
    await head.getByRole('heading', { name: 'Signed by both' }).waitFor();

    const { data } = await say(henrik, getInForce, { query: {} });
    expect([data?.id, data?.status, data?.signedByOnePerson]).toEqual([versionId, 'in-force', false]);
    const address = await head.getByRole('link', { name: 'PDF' }).getAttribute('href');
    const pdf = (await (await head.request.get(address ?? '')).body()).toString('latin1');
    expect(pdf.startsWith('%PDF-')).toBe(true);
    expect(/SHA-256 ([0-9a-f]{64})/.exec(pdf)?.[1]).toBe(data?.hash);

    const rep = await windowOf(sammy);
    await rep.goto('/inbox');
    await rep.getByText('A new agreement is in force.').waitFor();
    await rep.getByRole('link', { name: 'Read it' }).click();
    await rep.getByText(amended).first().waitFor();
    await rep.getByRole('button', { name: 'I have read it' }).click();
    await rep.getByText('1 of 3 members have confirmed').waitFor();
    await rep.goto('/inbox');
    await rep
      .getByText('Nothing waits for you')
      .or(rep.getByRole('heading', { name: 'Inbox' }))
      .first()
      .waitFor();
    expect(await rep.getByText('A new agreement is in force.').count()).toBe(0);
  });

  it('asks one person who heads both for two signatures, each with its name', { timeout: 90_000 }, async () => {
    const { data: posts } = await say(amara, listDepartments, {});
    const heads = posts.find(({ department }) => department === 'marketing')?.headId ?? '';
    const sales = posts.find(({ department }) => department === 'sales');
    await say(amara, editDepartment, {
      params: { department: 'sales' },
      body: { headId: heads },
      headers: { 'if-match': `"${sales?.version}"` },
    });
    const draft = await say(amara, draftAgreement, { body: { from: 'in-force' } });
    await propose(amara, 'marketing', draft.id, draft.version);
    const page = await windowOf(amara);
    await page.goto(`/agreement/${draft.id}`);
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    const signing = page.getByRole('dialog');
    await pick(signing.getByRole('checkbox', { name: 'I have read this text' }));
    await inspect(page, 'agreement-two-signatures');
    await signing.getByRole('button', { name: 'Sign for Marketing' }).click();
    await signing.getByText('Signed', { exact: true }).waitFor();
    await signing.getByRole('button', { name: 'Sign for Sales' }).click();
    await signing.getByRole('heading', { name: 'It is agreed' }).waitFor();
    await signing.getByRole('button', { name: 'Read the agreement' }).click();
    await page.getByText('One person heads both departments and signed once for each.').waitFor();
    const { signatures, signedByOnePerson } = await say(amara, getVersion, { params: { versionId: draft.id } });
    expect(signedByOnePerson).toBe(true);
    expect(signatures.map(({ party }) => party).sort()).toEqual(['marketing', 'sales']);
  });
});
