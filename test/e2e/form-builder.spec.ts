import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { editForm, listForms } from '../../src/features/forms/schema.ts';
import type { Caller } from '../app.ts';
import { useBaton } from './baton.ts';
import { bothWays, inspect, inspectLooks, type Look, openWindow, pick } from './browser.ts';
import { userAgent } from './website.ts';

const soon = { timeout: 20_000, interval: 300 };
const evil = `"><img src=x onerror=alert(1)>`;

describe('a form from its first field to its first person, in a browser', () => {
  const baton = useBaton({});
  const { owner, sayAsOwner: say } = baton;
  const openAs = (caller: Caller, look?: Look) => baton.open(look, caller);
  let page: Page;
  let address = '';
  let formPath = '';

  const preview = (of = page) => of.frameLocator('iframe[title="The page of the form"]');
  const visit = async () => {
    const window = await openWindow(baton.browser, baton.server.url);
    // Without a window a browser names itself a robot, and robots are thanked whatever they send.
    await window.context().setExtraHTTPHeaders({ 'user-agent': userAgent });
    await window.goto(address);
    return window;
  };
  /** Whoever is quicker than a person is asked to send it once more. */
  const send = async (visitor: Page) => {
    const thanks = visitor.getByRole('heading', { name: 'Thank you' });
    await expect
      .poll(async () => {
        const button = visitor.getByRole('button', { name: 'Ask for it' });
        if ((await thanks.count()) === 0) await button.click();
        await visitor.getByRole('heading').first().waitFor();
        return thanks.count();
      }, soon)
      .toBe(1);
  };

  beforeAll(async () => {
    page = await openAs(owner);
  }, 60_000);

  it('is created with the questions that most need', { timeout: 60_000 }, async () => {
    await page.goto('/settings/forms');
    await page.getByText('No form asks anybody anything yet').waitFor();
    await inspect(page, 'forms-empty');
    await page.getByRole('button', { name: 'Create a form' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Create a form' });
    await dialog.getByRole('button', { name: 'Create the form' }).click();
    await dialog.getByText('Please fill this in.').first().waitFor();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Ask for a demo');
    await inspect(page, 'forms-create');
    await dialog.getByRole('button', { name: 'Create the form' }).click();
    await page.getByRole('heading', { name: 'Ask for a demo' }).waitFor();
    formPath = new URL(page.url()).pathname;
    await preview().getByLabel('Work e-mail').waitFor();
  });

  it('is built beside the page that people will see', { timeout: 90_000 }, async () => {
    await page.getByRole('button', { name: 'Add a field' }).click();
    await page.getByRole('textbox', { name: 'Label' }).fill('Team size');
    expect(await page.getByRole('textbox', { name: 'Key' }).inputValue()).toBe('team_size');
    await page.getByRole('combobox', { name: 'Type' }).click();
    await page.getByRole('option', { name: 'Choice from a list' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('A choice needs at least two different answers.').waitFor();
    await page.getByRole('textbox', { name: 'Answers' }).fill('1-9\n10 or more');
    await pick(page.getByRole('checkbox', { name: 'Ask once' }));
    await preview().getByLabel('Team size').waitFor();
    await page.getByRole('textbox', { name: 'Button' }).fill('Ask for it');
    await page.getByRole('textbox', { name: 'Text above the fields' }).fill(`We call you. ${evil}`);
    await preview().getByText(`We call you. ${evil}`).waitFor();
    await inspect(page, 'form-build');
    const order = () => page.getByRole('list', { name: 'Fields' }).locator('bdi').allTextContents();
    const up = page.getByRole('button', { name: 'Move Team size up' });
    await up.focus();
    await page.keyboard.press('Enter');
    expect(await order()).toEqual(['Work e-mail', 'Team size', 'Your name']);
    expect(
      await page.evaluate<boolean>('document.activeElement?.getAttribute("aria-label") === "Move Team size up"'),
    ).toBe(true);
    await page.getByText('Team size is number 2 of 3 now.').waitFor({ state: 'attached' });
    const rows = page.getByRole('list', { name: 'Fields' }).getByRole('listitem');
    // All of them in sight: what scrolls under a drag is another drag.
    await page.getByRole('button', { name: /^Team size/ }).click();
    await page.evaluate('scrollTo(0, 0)');
    await rows.nth(0).getByTitle('Drag to another place').dragTo(rows.nth(2));
    expect(await order()).toEqual(['Team size', 'Your name', 'Work e-mail']);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').first().waitFor();
  });

  it('asks before changes are left behind, and keeps them when somebody else was faster', {
    timeout: 60_000,
  }, async () => {
    await page.getByRole('textbox', { name: 'Text above the fields' }).fill('Typed meanwhile');
    await page.getByText('Share', { exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
    await dialog.getByRole('button', { name: 'Stay here' }).click();
    expect(await page.getByRole('textbox', { name: 'Text above the fields' }).inputValue()).toBe('Typed meanwhile');
    const [form] = (await say(listForms, { query: {} })).data;
    if (!form) throw new Error('there is no form');
    const headers = { 'if-match': `"${form.version}"` };
    await say(editForm, { params: { formId: form.id }, body: { thanks: { text: 'Bye', redirectUrl: null } }, headers });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Somebody changed this meanwhile.').waitFor();
    await page.getByRole('button', { name: 'Load the newest version' }).click();
    await page.getByText('They changed: After sending.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Thanks' }).inputValue()).toBe('Bye');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' });
  });

  it('goes online, is opened by its address and sent', { timeout: 90_000 }, async () => {
    await page.getByRole('button', { name: 'Put online' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Put online' }).click();
    await page.getByText('Online', { exact: true }).waitFor();
    await page.goto(`${formPath}?show=share`);
    address = await page.getByRole('textbox', { name: 'Address' }).inputValue();
    await page.getByText(/^<script async src=".*data-form=/).waitFor();
    await inspect(page, 'form-share');
    const visitor = await visit();
    await visitor.getByLabel('Work e-mail').fill('olivia@plant.example');
    await visitor.getByLabel('Your name').fill(`Olivia ${evil}`);
    await visitor.getByLabel('Team size').selectOption('10 or more');
    await visitor.getByLabel('How did you hear about us?').fill(`A friend ${evil}`);
    await visitor.getByLabel('You may contact me about this request.').check();
    await send(visitor);
    // What this browser has answered it is not asked again.
    await visitor.goto(address);
    expect(await visitor.getByLabel('Team size').count()).toBe(0);
    // A browser that fills in everything.
    await visitor.getByLabel('Work e-mail').fill('otto@plant.example');
    await visitor.getByLabel('Your name').fill('Otto');
    await visitor.getByLabel('You may contact me about this request.').check();
    await visitor.evaluate(`document.querySelector('[name=_website]').value = 'x'`);
    await visitor.getByRole('button', { name: 'Ask for it' }).click();
    await visitor.getByRole('heading', { name: 'Thank you' }).waitFor();
    await visitor.context().close();
  });

  it('shows what came of it, and lets a wrong suspicion be cleared', { timeout: 90_000 }, async () => {
    await page.goto(`${formPath}?show=results`);
    const list = page.getByRole('list', { name: 'Submissions, the newest first' });
    await list.getByText(`A friend ${evil}`).waitFor();
    await page.getByText('2 of 30 views').first().waitFor();
    await page.getByText('Its own page').first().waitFor();
    await list.getByText('Filled in a field that people cannot see.').waitFor();
    await inspect(page, 'form-results');
    await list.getByRole('button', { name: 'It is a person: accept it' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click();
    await list.getByText('Filled in a field that people cannot see.').waitFor({ state: 'detached' });
    await page.getByText('Table', { exact: true }).click();
    await page.getByRole('region', { name: 'Counts by day' }).waitFor();
    await page.goto(`${formPath}?show=results&status=suspected`);
    await page.getByText('Nothing like that was sent').waitFor();
    await expect
      .poll(async () => {
        await page.goto(`${formPath}?show=results`);
        await list.waitFor();
        return list.getByRole('link', { name: 'Open the person' }).count();
      }, soon)
      .toBe(2);
    await list.getByRole('link', { name: 'Open the person' }).last().click();
    await page.getByRole('heading', { name: `Olivia ${evil}` }).waitFor();
  });

  it('is whole for everybody: light and dark, wide and narrow', { timeout: 240_000 }, async () => {
    const window = await openAs(owner);
    await window.goto('/settings/forms');
    await window.getByRole('link', { name: 'Ask for a demo' }).waitFor();
    await inspectLooks(window, 'forms', bothWays);
    await window.goto(formPath);
    await preview(window).getByLabel('Work e-mail').waitFor();
    await window.getByRole('button', { name: /^Team size/ }).click();
    await inspectLooks(window, 'form-build', bothWays);
    await window.goto(`${formPath}?show=share`);
    await window.getByRole('textbox', { name: 'Address' }).waitFor();
    await inspectLooks(window, 'form-share', bothWays);
    await window.goto(`${formPath}?show=results`);
    await window.getByText(`A friend ${evil}`).waitFor();
    await inspectLooks(window, 'form-results', bothWays);
    await window.context().close();
  });
});
