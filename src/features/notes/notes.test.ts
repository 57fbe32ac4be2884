import { beforeAll, describe, expect, it } from 'vitest';
import { type Caller, useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createAccount, createContact } from '../../../test/handoffs.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { getContactTimeline } from '../contacts/schema.ts';
import { sendNotifications } from '../notifications/send-notifications.ts';
import { createNote, deleteNote, editNote, getNote, listMentions, listNotes, readMentions } from './schema.ts';
import { writeNotes } from './write-notes.ts';

describe('notes and mentions', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let ana: TestMember;
  let ben: TestMember;
  let mia: TestMember;
  let head: TestMember;
  let dana: string;

  const ownerOf = (id: string, ownerId: string | null) =>
    test.databases.screens.updateTable('contacts').set({ ownerId }).where('id', '=', id).execute();
  const mailsTo = async (email: string) => {
    while (await sendNotifications(systemCtx(test, workspace)));
    return (await test.databases.screens.selectFrom('outbox').select('envelope').execute()).filter(({ envelope }) =>
      JSON.stringify(envelope).includes(email),
    ).length;
  };
  const unreadOf = async (caller: Caller) => (await test.call(caller, listMentions, { query: {} })).unread;

  beforeAll(async () => {
    workspace = await createWorkspace(test);
    await test.databases.screens
      .updateTable('workspaces')
      .set({ visibility: 'own' })
      .where('id', '=', workspace)
      .execute();
    ana = await createMember(test, workspace, { name: 'Ana Rep' });
    ben = await createMember(test, workspace, { name: 'Ben Rep' });
    mia = await createMember(test, workspace, { name: 'Mia Marketer', department: 'marketing' });
    head = await createMember(test, workspace, { name: 'Hans Head', role: 'head', heads: ['sales'] });
    dana = await createContact(test, workspace, { name: 'Dana Doe' });
    await ownerOf(dana, ana.id);
  });

  describe('notes', () => {
    it('are written by whoever may see the record, and seen by nobody else', async () => {
      const note = await test.call(ana, createNote, {
        body: { contactId: dana, body: '  Call after lunch.\r\nNot before.  ' },
      });
      expect(note).toMatchObject({
        body: 'Call after lunch.\nNot before.',
        about: { kind: 'contact', id: dana, name: 'Dana Doe' },
        author: { id: ana.id },
        mayEdit: true,
        version: 1,
      });
      expect((await test.send(ben, createNote, { body: { contactId: dana, body: 'Hello' } })).status).toBe(404);
      expect((await test.send(ben, getNote, { params: { noteId: note.id } })).status).toBe(404);
      expect((await test.call(ben, listNotes, { query: { contactId: dana } })).data).toEqual([]);
      expect((await test.call(head, listNotes, { query: { contactId: dana } })).data).toHaveLength(1);
    });

    it('are about exactly one record', async () => {
      const accountId = await createAccount(test, workspace);
      const both = { contactId: dana, accountId, body: 'Hello' };
      expect((await test.send(head, createNote, { body: both })).body.errors?.[0]?.pointer).toBe('#/contactId');
      expect((await test.send(head, createNote, { body: { body: 'Hello' } })).status).toBe(400);
      expect((await test.call(head, createNote, { body: { accountId, body: 'Hello' } })).about.kind).toBe('account');
    });

    it('refuse what is empty, too long or has control characters, and keep what is strange', async () => {
      for (const body of ['', ' \n ', 'x'.repeat(10_001), 'a\u0000b', 'a\u0007b']) {
        expect((await test.send(ana, createNote, { body: { contactId: dana, body } })).status).toBe(400);
      }
      const strange = '<script>alert(1)</script> \u202e مرحبا 👩‍👩‍👧 \t {{7*7}}';
      expect((await test.call(ana, createNote, { body: { contactId: dana, body: strange } })).body).toBe(strange);
    });

    it('are changed by their author, a head or an admin, each by the version they saw', async () => {
      const note = await test.call(ana, createNote, { body: { contactId: dana, body: 'First' } });
      const params = { noteId: note.id };
      const edited = await test.call(ana, editNote, { params, version: 1, body: { body: 'Second' } });
      expect(edited).toMatchObject({ body: 'Second', version: 2, editedAt: test.clock().toISOString() });
      expect((await test.send(head, editNote, { params, version: 1, body: { pinned: true } })).status).toBe(412);
      expect((await test.call(head, editNote, { params, version: 2, body: { pinned: true } })).pinned).toBe(true);
      await ownerOf(dana, ben.id);
      // Ben may read it now, and Ana no more.
      expect((await test.call(ben, getNote, { params })).mayEdit).toBe(false);
      expect((await test.send(ben, editNote, { params, version: 3, body: { body: 'Mine' } })).status).toBe(404);
      expect((await test.send(ana, deleteNote, { params })).status).toBe(404);
      await ownerOf(dana, ana.id);
      await test.call(ana, deleteNote, { params });
      expect((await test.send(head, getNote, { params })).status).toBe(404);
    });

    it('come in pages: the pinned ones first, then the latest', async () => {
      const contactId = await createContact(test, workspace, { name: 'Paged' });
      for (const [n, pinned] of [
        [1, false],
        [2, true],
        [3, false],
        [4, false],
      ] as const) {
        test.clock.advance(1000);
        await test.call(head, createNote, { body: { contactId, body: `Note ${n}`, pinned } });
      }
      const first = await test.call(head, listNotes, { query: { contactId, limit: 2 } });
      const second = await test.call(head, listNotes, {
        query: { contactId, limit: 2, cursor: first.nextCursor ?? '' },
      });
      expect([...first.data, ...second.data].map(({ body }) => body)).toEqual(['Note 2', 'Note 4', 'Note 3', 'Note 1']);
      expect(second.nextCursor).toBeNull();
    });

    it('are written once under an idempotency key', async () => {
      const contactId = await createContact(test, workspace);
      const headers = { 'idempotency-key': 'note-once' };
      const body = { contactId, body: 'Once' };
      const one = await test.call(head, createNote, { body, headers });
      const again = await test.call(head, createNote, { body, headers });
      expect(again.id).toBe(one.id);
      expect((await test.call(head, listNotes, { query: { contactId } })).data).toHaveLength(1);
    });
  });

  describe('mentions', () => {
    it('tell an active member who may see the record, once, in Baton and by mail', async () => {
      const [mails, unread] = [await mailsTo(head.email), await unreadOf(head)];
      const body = { contactId: dana, body: '@Hans Head please look', mentions: [head.id, head.id] };
      const note = await test.call(ana, createNote, { body });
      expect(note.mentions).toEqual([{ id: head.id, name: 'Hans Head', written: 'Hans Head' }]);
      const params = { noteId: note.id };
      await test.call(ana, editNote, { params, version: 1, body: { body: '@Hans Head, please look today' } });
      expect(await mailsTo(head.email)).toBe(mails + 1);
      const list = await test.call(head, listMentions, { query: {} });
      expect(list.unread).toBe(unread + 1);
      expect(list.data[0]).toMatchObject({ by: { id: ana.id }, readAt: null, note: { id: note.id } });
      expect((await test.call(head, readMentions, { body: { noteIds: [note.id] } })).unread).toBe(unread);
      // Who is no longer named is no longer mentioned.
      const left = await test.call(ana, editNote, { params, version: 2, body: { body: 'Done already' } });
      expect(left.mentions).toEqual([]);
    });

    it('are refused of who is not active, may not see the record, or is not named', async () => {
      const gone = await createMember(test, workspace, { name: 'Gone' });
      await test.databases.screens.updateTable('members').set({ active: false }).where('id', '=', gone.id).execute();
      const codes: string[] = [];
      for (const { id, name } of [gone, ben, { ...head, name: 'Somebody' }]) {
        const body = { contactId: dana, body: `@${name} look`, mentions: [id] };
        codes.push((await test.send(ana, createNote, { body })).body.code);
      }
      expect(codes).toEqual(['mention.not-active', 'mention.out-of-reach', 'mention.not-written']);
    });

    it('are not told to those who lost sight of the record, nor of a note that was removed', async () => {
      const contactId = await createContact(test, workspace, { name: 'Nobodys' });
      const note = await test.call(head, createNote, {
        body: { contactId, body: 'Ask @Mia Marketer', mentions: [mia.id] },
      });
      expect(await unreadOf(mia)).toBe(1);
      await ownerOf(contactId, ana.id);
      expect(await unreadOf(mia)).toBe(0);
      expect((await test.call(mia, listMentions, { query: {} })).data).toEqual([]);
      await ownerOf(contactId, null);
      expect(await unreadOf(mia)).toBe(1);
      await test.call(head, deleteNote, { params: { noteId: note.id } });
      expect(await unreadOf(mia)).toBe(0);
    });

    it('survive a new name: the note says what it said, the list says who it is', async () => {
      const note = await test.call(ana, createNote, {
        body: { contactId: dana, body: 'cc @Hans Head', mentions: [head.id] },
      });
      await test.databases.screens
        .updateTable('members')
        .set({ name: 'Hans Maier' })
        .where('id', '=', head.id)
        .execute();
      const edited = await test.call(ana, editNote, {
        params: { noteId: note.id },
        version: 1,
        body: { body: 'cc @Hans Head!', mentions: [head.id] },
      });
      expect(edited.mentions).toEqual([{ id: head.id, name: 'Hans Maier', written: 'Hans Head' }]);
      await test.databases.screens
        .updateTable('members')
        .set({ name: 'Hans Head' })
        .where('id', '=', head.id)
        .execute();
    });
  });

  describe('notes that are brought in', () => {
    it('keep when they were written, and come once', async () => {
      const contactId = await createContact(test, workspace, { name: 'Imported' });
      const at = new Date('2019-05-04T10:00:00Z');
      const row = { contactId, accountId: null, dealId: null, authorId: null, at, source: 'HubSpot' };
      const rows = ['1', '2', '1'].map((externalId) => ({ ...row, body: `Note ${externalId}`, externalId }));
      const write = () => tx(systemCtx(test, workspace), (ctx) => writeNotes(ctx, rows));
      const [first, again] = [await write(), await write()];
      expect(first.map(({ isNew }) => isNew)).toEqual([true, true, false]);
      expect(again.map(({ isNew }) => isNew)).toEqual([false, false, false]);
      expect(again.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
      expect(first[0]?.id).toBe(first[2]?.id);
      const timeline = await test.call(head, getContactTimeline, { params: { contactId }, query: { kinds: 'note' } });
      expect(timeline.data.map(({ at, detail }) => [at, detail.body])).toEqual([
        [at.toISOString(), 'Note 2'],
        [at.toISOString(), 'Note 1'],
      ]);
    });
  });
});
