import { beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../../src/features/accounts/schema.ts';
import { createContact } from '../../src/features/contacts/schema.ts';
import { createNote } from '../../src/features/notes/schema.ts';
import { createTask } from '../../src/features/tasks/schema.ts';
import type { Caller } from '../app.ts';
import { useBaton } from './baton.ts';
import { bothWays, inspect, inspectLooks, type Look, settle } from './browser.ts';

/** A script that would call out and open a dialog, a handler, Arabic with an override of the direction, and 5,000 letters. */
const hostile = [
  '<script>alert(1);fetch("https://canary.test/script")</script>',
  '<img src="https://canary.test/image" onerror="alert(2)">',
  '\u202Eمرحبا بالعالم\u202C',
  'W'.repeat(5_000),
].join(' ');

describe('notes, activities and tasks, in a browser', () => {
  const baton = useBaton();
  const { owner, join, say } = baton;
  const open = (caller: Caller, look?: Look) => baton.open(look, caller);
  let contactId: string;
  let accountId: string;
  let samId: string;
  const rep: Caller = {};

  beforeAll(async () => {
    samId = await join(rep, 'Sammy Sales');
    accountId = (await say(owner, createAccount, { body: { name: 'Kessler Pumps' } })).id;
    const body = { name: 'Olivia Hartmann', emails: ['olivia@kessler-pumps.test'], accountId, ownerId: samId };
    contactId = (await say(owner, createContact, { body })).id;
  }, 90_000);

  it('tells a colleague who is mentioned, found by the keyboard', { timeout: 90_000 }, async () => {
    const theirs = await open(rep);
    await theirs.goto('/tasks');
    await theirs.getByText('Nothing is to be done').waitFor();
    await inspect(theirs, 'tasks-none');
    await theirs.getByRole('button', { name: 'Notifications' }).click();
    await theirs.getByText('Nothing to tell you yet').waitFor();
    await inspect(theirs, 'notifications-none');

    const page = await open(owner);
    await page.goto(`/people/${contactId}`);
    const note = page.getByRole('textbox', { name: 'Note' });
    await note.click();
    await page.keyboard.type('@Samm');
    await page.getByRole('option', { name: /Sammy Sales/ }).waitFor();
    await inspect(page, 'mention-found');
    await page.keyboard.press('Enter');
    await page.keyboard.type('she asked for a price');
    expect(await note.inputValue()).toBe('@Sammy Sales she asked for a price');
    await page.getByRole('button', { name: 'Save note' }).click();
    await page.getByRole('region', { name: 'Timeline' }).getByText('she asked for a price').waitFor();
    await expect.poll(() => note.inputValue()).toBe('');

    await theirs.reload();
    await theirs.getByRole('button', { name: 'Notifications: 1 not read' }).click();
    await theirs.getByRole('link', { name: /she asked for a price/ }).waitFor();
    await inspect(theirs, 'notifications-unread');
    await theirs.getByRole('link', { name: /she asked for a price/ }).click();
    await theirs.waitForURL(`**/people/${contactId}`);
    await theirs.getByRole('region', { name: 'Timeline' }).getByText('she asked for a price').waitFor();
    await theirs.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
    // And no more of them, from now on.
    await theirs.getByRole('button', { name: 'Notifications', exact: true }).click();
    await theirs.getByRole('link', { name: 'Settings' }).last().click();
    const mentions = theirs.getByRole('radiogroup', { name: 'A note mentions you' });
    await mentions.getByText('Not at all').click();
    await settle(theirs);
    await theirs.reload();
    await mentions.waitFor();
    expect(await mentions.getByRole('radio', { name: 'Not at all' }).isChecked()).toBe(true);
    await inspect(theirs, 'notifications-settings');
    await mentions.getByText('Baton', { exact: true }).click();
    await settle(theirs);
    await theirs.goto(`/people/${contactId}`);
    await theirs.getByRole('region', { name: 'Timeline' }).getByText('she asked for a price').waitFor();
    // Not theirs to change.
    expect(await theirs.getByRole('button', { name: 'Actions for this note' }).count()).toBe(0);

    await page.getByRole('button', { name: 'Actions for this note' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    const text = page.getByRole('dialog').getByRole('textbox', { name: 'Note' });
    await text.fill('@Sammy Sales she asked for two prices');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('she asked for two prices').waitFor();
    await page.context().close();
    await theirs.context().close();
  });

  it('logs an activity, which stands on the timeline and can be withdrawn', { timeout: 90_000 }, async () => {
    const page = await open(rep);
    await page.goto(`/people/${contactId}`);
    await page.getByText('Activity', { exact: true }).click();
    await page.getByRole('combobox', { name: 'Outcome' }).click();
    await page.getByRole('option', { name: 'Reached' }).click();
    await page.getByRole('textbox', { name: 'Minutes' }).fill('7');
    await page.getByRole('textbox', { name: 'What was said' }).fill('Wants an offer by Friday');
    await inspect(page, 'activity-form');
    await page.getByRole('button', { name: 'Log', exact: true }).click();
    const timeline = page.getByRole('region', { name: 'Timeline' });
    await timeline.getByText('Called: reached, 7 minutes').waitFor();
    await timeline.getByText('Wants an offer by Friday').waitFor();
    await page.getByRole('combobox', { name: 'What the timeline shows' }).click();
    await page.getByRole('option', { name: 'Activities of Sales' }).click();
    await timeline.getByText('she asked for two prices').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Actions for this activity' }).click();
    await page.getByRole('menuitem', { name: 'Withdraw' }).click();
    await page.getByRole('textbox', { name: 'Why' }).fill('It was somebody else');
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await timeline.getByText('It was somebody else').waitFor();
    await page.context().close();
  });

  it('does a task, and takes that back', { timeout: 90_000 }, async () => {
    await say(owner, createTask, { body: { title: 'Call the fair', assigneeId: samId, dueOn: '2020-01-02' } });
    const page = await open(rep);
    await page.goto(`/people/${contactId}`);
    await page.getByText('Task', { exact: true }).click();
    await page.getByRole('textbox', { name: 'What is to be done' }).fill('Send the offer');
    await page.getByRole('button', { name: 'Add task' }).click();
    await page.getByRole('region', { name: 'Tasks' }).getByText('Send the offer').waitFor();
    await page.getByRole('link', { name: 'Tasks 1 due' }).click();
    await page.getByRole('heading', { name: 'Overdue' }).waitFor();
    await page.getByRole('heading', { name: 'Later' }).waitFor();
    // In its place: the list of what is done and the list of what is due are read one after the other.
    await page.getByRole('region', { name: 'Later' }).getByRole('checkbox', { name: 'Done: Send the offer' }).click();
    await page.getByRole('region', { name: 'Done' }).getByText('Send the offer').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('region', { name: 'Later' }).getByText('Send the offer').waitFor();
    await page.getByRole('region', { name: 'Later' }).getByRole('checkbox', { name: 'Done: Send the offer' }).click();
    await page.getByRole('region', { name: 'Done' }).getByText('Send the offer').waitFor();
    await page.goto(`/people/${contactId}`);
    await page.getByRole('region', { name: 'Timeline' }).getByText('Sammy Sales did: Send the offer').waitFor();
    await page.context().close();
  });

  it('shows whatever somebody wrote as text, in every look', { timeout: 180_000 }, async () => {
    await say(owner, createNote, { body: { contactId, body: `@Sammy Sales ${hostile}`, mentions: [samId] } });
    await say(owner, createNote, { body: { accountId, body: hostile, pinned: true } });
    await say(owner, createTask, {
      body: { contactId, title: `<b>${'W'.repeat(190)}</b>`, note: hostile, assigneeId: samId },
    });
    const window = await open(rep);
    const calls: string[] = [];
    window.on('request', (request) => {
      if (request.url().includes('canary')) calls.push(request.url());
    });
    window.on('dialog', (dialog) => {
      calls.push(dialog.message());
      void dialog.dismiss();
    });
    await window.goto(`/people/${contactId}`);
    await window.getByRole('region', { name: 'Timeline' }).getByText('onerror').first().waitFor();
    await inspectLooks(window, 'notes-person', bothWays);
    await window.goto(`/companies/${accountId}`);
    await window.getByText('Pinned', { exact: true }).waitFor();
    await inspectLooks(window, 'notes-company', bothWays);
    await window.goto('/tasks');
    await window.getByRole('heading', { name: 'Later' }).waitFor();
    await inspectLooks(window, 'tasks', bothWays);
    await window.getByRole('button', { name: /^Notifications/ }).click();
    await window
      .getByRole('link', { name: /Olivia Owner mentions you/ })
      .first()
      .waitFor();
    await inspectLooks(window, 'notifications', bothWays);
    expect(calls).toEqual([]);
    await window.context().close();
  });
});
