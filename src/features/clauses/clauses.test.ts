import { describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { listVerbs, readContents } from '../../../test/contents.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { draftAgreement, editAgreement, getVersion, proposeAgreement, signAgreement } from '../agreements/schema.ts';
import * as contracts from './schema.ts';

const words = `vocabulary:
  - { term: Lead, owner: head-of-sales, marketing_says: contact, sales_says: name, means: Somebody whom we can reach. }
`;
const text = lapText.replace('personas:', `${words}personas:`);

describe('what is said around the text of the agreement', () => {
  const test = useTestApp();

  const house = async () => {
    const workspace = await createWorkspace(test);
    const mary = await createMember(test, workspace, {
      ...{ name: 'Mary', role: 'head', department: 'marketing', heads: ['marketing'] },
    });
    const saul = await createMember(test, workspace, { name: 'Saul', role: 'head', heads: ['sales'] });
    const sam = await createMember(test, workspace, { name: 'Sam' });
    const viewer = await createMember(test, workspace, { name: 'Vera', role: 'viewer' });
    return { workspace, mary, saul, sam, viewer };
  };
  const draft = (by: TestMember, source = text) => test.call(by, draftAgreement, { body: { from: 'text', source } });
  const clauseOf = async (by: TestMember, versionId: string, clause: string) => {
    const { data } = await test.call(by, contracts.listClauses, { params: { versionId } });
    return data.find((one) => one.clause === clause);
  };

  it('reads clause by clause: place, sentence, and what will be measured, never a figure', async () => {
    const { mary } = await house();
    const version = await draft(mary);
    const { data } = await test.call(mary, contracts.listClauses, { params: { versionId: version.id } });
    expect(data.map(({ clause, sentence }) => [clause, sentence])).toEqual(
      version.sentences.map(({ clause, text }) => [clause, text]),
    );
    expect(data.find(({ clause }) => clause === 'salesCommits.respond')).toMatchObject({
      section: 'salesCommits',
      name: 'First response',
      comments: { all: 0, openQuestions: 0 },
      changes: 1,
      compliance: {
        state: 'not-in-force',
        sentence: expect.stringMatching(
          /^What will be measured: the share of leads .* in time, to be kept at 90.%\.$/u,
        ),
      },
      canKeep: { yes: 0, no: 0, unanswered: 2, outdated: 0, remarks: [], asked: false, mine: null },
    });
    expect(data.find(({ section }) => section === 'vocabulary')).toMatchObject({ compliance: null, canKeep: null });
    expect(version.agreement).toMatchObject({ name: 'One lap', salesCommits: [{ key: 'respond' }, {}, {}, {}] });
    expect(version.parties).toMatchObject([
      { party: 'marketing', head: { name: 'Mary' }, deputy: null, signs: [{ name: 'Mary' }] },
      { party: 'sales', head: { name: 'Saul' } },
    ]);
  });

  it('takes comments and questions, replies and answers, and carries open ones to later versions', async () => {
    const { workspace, mary, sam, viewer } = await house();
    const { id: versionId } = await draft(mary);
    const params = { versionId };
    const clause = 'salesCommits.respond';
    const asked = await test.call(sam, contracts.writeComment, {
      params,
      body: { clause, kind: 'question', body: 'On Fridays too?' },
    });
    expect(asked).toMatchObject({ kind: 'question', author: { name: 'Sam' }, version: { number: 1 }, mayRemove: true });
    await test.call(mary, contracts.writeComment, { params, body: { clause, body: 'Good.' } });
    await test.call(mary, contracts.writeComment, { params, body: { clause, body: 'Yes.', replyTo: asked.id } });
    expect((await clauseOf(sam, versionId, clause))?.comments).toEqual({ all: 2, openQuestions: 1 });

    const later = await draft(mary);
    const page = await test.call(mary, contracts.listComments, {
      params: { versionId: later.id },
      query: { clause, limit: 1 },
    });
    expect(page.data).toMatchObject([{ id: asked.id, replies: [{ body: 'Yes.' }], mayRemove: false }]);
    const rest = await test.call(mary, contracts.listComments, {
      params: { versionId: later.id },
      query: { clause, limit: 1, cursor: page.nextCursor ?? '' },
    });
    expect(rest).toMatchObject({ data: [{ body: 'Good.' }], nextCursor: null });

    const closed = await test.call(mary, contracts.resolveComment, {
      params: { clauseCommentId: asked.id },
      body: { reply: 'Fridays until five.' },
    });
    expect(closed).toMatchObject({ resolvedBy: { name: 'Mary' }, replies: [{}, { body: 'Fridays until five.' }] });
    expect((await clauseOf(sam, versionId, clause))?.comments).toEqual({ all: 2, openQuestions: 0 });
    const again = await test.call(sam, contracts.resolveComment, {
      params: { clauseCommentId: asked.id },
      body: { resolved: false },
    });
    expect(again.resolvedAt).toBeNull();

    const refused = await test.send(viewer, contracts.writeComment, { params, body: { clause, body: 'Hm.' } });
    expect(refused.status).toBe(403);
    const foreign = await test.send(sam, contracts.writeComment, {
      params,
      body: { clause: 'salesCommits.x', body: 'x' },
    });
    expect(foreign.body).toMatchObject({ code: 'clause.not-found', errors: [{ pointer: '#/clause' }] });
    const other = await test.send(mary, contracts.removeComment, { params: { clauseCommentId: asked.id } });
    expect(other.body.code).toBe('comment.forbidden');
    await test.call(sam, contracts.removeComment, { params: { clauseCommentId: asked.id } });
    expect((await clauseOf(sam, versionId, clause))?.comments).toEqual({ all: 1, openQuestions: 0 });
    expect(await listVerbs(test, workspace, versionId)).toContain('clause-comment.removed');
  });

  it('asks whom a promise binds whether they can keep it, and forgets answers to another sentence', async () => {
    const { mary, saul, sam, viewer } = await house();
    const version = await draft(mary);
    const params = { versionId: version.id };
    const answer = (by: TestMember, clause: string, canKeep: boolean, remark: string | null = null) =>
      test.send(by, contracts.answerClause, { params, body: { clause, canKeep, remark } });
    expect((await answer(sam, 'salesCommits.respond', false, 'Not on Fridays.')).body.canKeep).toMatchObject({
      ...{ yes: 0, no: 1, unanswered: 1, asked: true },
      remarks: [{ canKeep: false, remark: 'Not on Fridays.' }],
      mine: { canKeep: false, remark: 'Not on Fridays.', isCurrent: true },
    });
    expect((await answer(saul, 'salesCommits.respond', true)).body.canKeep).toMatchObject({
      yes: 1,
      no: 1,
      unanswered: 0,
    });
    expect((await answer(sam, 'salesCommits.respond', true)).body.canKeep).toMatchObject({
      yes: 2,
      no: 0,
      remarks: [],
    });
    expect((await answer(sam, 'marketingCommits.answer', true)).body.code).toBe('clause.not-bound');
    expect((await answer(sam, 'stages.lead', true)).body.code).toBe('clause.no-promise');
    expect((await answer(viewer, 'salesCommits.respond', true)).status).toBe(403);

    const edits = [{ op: 'set' as const, path: ['salesCommits', 'respond', 'within'], value: { business: '2h' } }];
    await test.call(mary, editAgreement, { params, body: { edits }, version: version.version });
    expect((await clauseOf(sam, version.id, 'salesCommits.respond'))?.canKeep).toMatchObject({
      ...{ yes: 0, no: 0, unanswered: 2, outdated: 2 },
      mine: { canKeep: true, isCurrent: false },
    });
  });

  it('tells the history of each clause: which versions wrote or changed it, and who proposed them', async () => {
    const { workspace, mary, saul } = await house();
    await agreeOn(test, workspace, text);
    const second = await draft(mary, text.replace('within: { business: 4h }', 'within: { business: 2h }'));
    const params = { versionId: second.id };
    const body = { message: 'Half the time.', for: 'marketing' } as const;
    const { proposal, hash } = await test.call(mary, proposeAgreement, { params, body, version: second.version });
    for (const [by, party] of [
      [mary, 'marketing'],
      [saul, 'sales'],
    ] as const) {
      await test.call(by, signAgreement, { params, body: { party, hash: hash ?? '', proposal } });
    }
    const history = async (clause: string) =>
      (await test.call(mary, contracts.getClauseHistory, { params, query: { clause } })).data;
    expect(await history('salesCommits.respond')).toMatchObject([
      {
        version: { number: 2, status: 'in-force' },
        kind: 'changed',
        before: expect.stringContaining('4 business hours'),
        after: expect.stringContaining('2 business hours'),
        proposedBy: { name: 'Mary' },
        proposedFor: 'marketing',
        message: 'Half the time.',
      },
      { version: { number: 1, status: 'superseded' }, kind: 'written', before: '', proposedBy: null },
    ]);
    expect(await history('salesCommits.decide')).toMatchObject([{ version: { number: 1 }, kind: 'written' }]);
    expect(await clauseOf(mary, second.id, 'salesCommits.respond')).toMatchObject({ changes: 2 });
    expect(await clauseOf(mary, second.id, 'salesCommits.respond')).toMatchObject({
      compliance: { state: 'not-measured' },
    });
  });

  it('gives the agreed words to tooltips anywhere, and takes questions about them', async () => {
    const { workspace, sam } = await house();
    expect(await test.call(sam, contracts.listVocabulary)).toEqual({ version: null, data: [] });
    await agreeOn(test, workspace, text);
    const asked = await test.call(sam, contracts.questionWord, {
      body: { term: 'Lead', body: 'A returning customer too?', place: '/inbox' },
    });
    expect(asked).toMatchObject({ clause: 'vocabulary.Lead', kind: 'question', place: '/inbox' });
    expect((await test.call(sam, contracts.listVocabulary)).data).toMatchObject([
      {
        ...{ term: 'Lead', marketingSays: 'contact', salesSays: 'name', means: 'Somebody whom we can reach.' },
        owner: { head: 'head-of-sales', person: { name: 'Saul' } },
        openQuestions: 1,
      },
    ]);
    const unknown = await test.send(sam, contracts.questionWord, { body: { term: 'MQL', body: 'What is it?' } });
    expect(unknown.body.code).toBe('vocabulary.unknown');
  });

  it('edits target companies one by one, with who proposed each and what the other side objects', async () => {
    const { mary, saul, sam } = await house();
    const { id: versionId } = await draft(mary);
    const params = { versionId };
    const first = await test.call(mary, contracts.setTarget, {
      ...{ params, version: 1 },
      body: { domain: 'Plant.example', tier: 1, name: 'Plant', reason: 'Asked twice.' },
    });
    expect(first.source).toContain('target_accounts:');
    expect(first).toMatchObject({ version: 2, valid: true });
    const second = await test.call(mary, contracts.setTarget, {
      ...{ params, version: 2 },
      body: { domain: 'works.example', tier: 2 },
    });
    expect(second.hash).not.toBe(first.hash);
    const stale = await test.send(mary, contracts.removeTarget, {
      params,
      version: 2,
      body: { domain: 'works.example' },
    });
    expect(stale.status).toBe(412);
    const own = await test.send(mary, contracts.objectTarget, {
      params,
      body: { domain: 'plant.example', text: 'No.' },
    });
    expect(own.body.code).toBe('target.own-side');
    const held = await test.call(sam, contracts.objectTarget, {
      params,
      body: { domain: 'plant.example', text: 'They signed elsewhere.' },
    });
    expect(held).toMatchObject({ objection: { by: { name: 'Sam' }, text: 'They signed elsewhere.' }, mayObject: true });
    expect(await test.call(saul, contracts.listTargets, { params })).toMatchObject({
      tiers: [
        { tier: 1, count: 1 },
        { tier: 2, count: 1 },
      ],
      data: [
        { domain: 'plant.example', tier: 1, name: 'Plant', proposal: { by: { name: 'Mary' }, reason: 'Asked twice.' } },
        { domain: 'works.example', tier: 2, objection: null },
      ],
    });
    // To another tier: proposed anew, what was held against it is settled.
    await test.call(mary, contracts.setTarget, { params, version: 3, body: { domain: 'plant.example', tier: 2 } });
    await test.call(mary, contracts.removeTarget, { params, version: 4, body: { domain: 'works.example' } });
    const { data } = await test.call(saul, contracts.listTargets, { params });
    expect(data).toMatchObject([{ domain: 'plant.example', tier: 2, name: 'Plant', objection: null }]);
    expect((await test.call(mary, getVersion, { params })).source).toContain(
      '{ name: Plant, domain: plant.example, tier: 2 }',
    );
  });

  it('shows and takes nothing of another workspace', async () => {
    const { workspace, mary } = await house();
    const { id: versionId } = await draft(mary);
    const said = await test.call(mary, contracts.writeComment, {
      params: { versionId },
      body: { clause: 'stages.lead', body: 'Ours.' },
    });
    const abroad = await house();
    const before = await readContents(test, workspace);
    const params = { versionId };
    const clauseCommentId = said.id;
    const answers = [
      await test.send(abroad.mary, contracts.listClauses, { params }),
      await test.send(abroad.mary, contracts.getClauseHistory, { params, query: { clause: 'stages.lead' } }),
      await test.send(abroad.mary, contracts.listComments, { params, query: {} }),
      await test.send(abroad.mary, contracts.writeComment, { params, body: { clause: 'stages.lead', body: 'x' } }),
      await test.send(abroad.mary, contracts.resolveComment, { params: { clauseCommentId }, body: {} }),
      await test.send(abroad.mary, contracts.removeComment, { params: { clauseCommentId } }),
      await test.send(abroad.mary, contracts.listTargets, { params }),
      await test.send(abroad.mary, contracts.setTarget, { params, version: 1, body: { domain: 'a.example', tier: 1 } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect(await readContents(test, workspace)).toEqual(before);
  });
});
