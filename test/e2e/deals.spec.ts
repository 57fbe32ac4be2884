import { beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../../src/features/accounts/schema.ts';
import { createContact } from '../../src/features/contacts/schema.ts';
import { createDeal, loseDeal, moveDeal, putDealContact } from '../../src/features/deals/schema.ts';
import { createNote } from '../../src/features/notes/schema.ts';
import { useBaton } from './baton.ts';
import { inspect, inspectLooks } from './browser.ts';

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('deals, in a browser', () => {
  const baton = useBaton();
  const { open, sayAsOwner: say } = baton;
  let kessler: string;

  const euros = (minor: number) => ({ minor, currency: 'EUR' });

  beforeAll(async () => {
    const page = await open();
    await page.goto('/deals');
    await page.getByText('No deal is open yet').waitFor();
    await page.context().close();
    const { id: accountId } = await say(createAccount, { body: { name: 'Kessler Pumps', domains: ['kessler.test'] } });
    const { id: olivia } = await say(createContact, {
      body: { name: 'Olivia Hartmann', title: 'Head of Operations', emails: ['olivia@kessler.test'], accountId },
    });
    const make = async (name: string, stage: string, minor: number | null, days: number | null) => {
      const worth = { amount: minor === null ? null : euros(minor), expectedClose: days === null ? null : day(days) };
      const made = await say(createDeal, {
        body: { name, ...worth, accountId, contacts: [{ contactId: olivia, role: 'decision-maker' }] },
      });
      if (stage !== 'discovery') await say(moveDeal, { params: { dealId: made.id }, body: { stage } });
      return made.id;
    };
    kessler = await make('Pumps for all plants', 'proposal', 9_000_000, 40);
    await say(createNote, { body: { dealId: kessler, body: 'They compare us with two others.' } });
    const { id: otto } = await say(createContact, { body: { name: 'Otto Finance', title: 'CFO', accountId } });
    await say(putDealContact, { params: { dealId: kessler, contactId: otto }, body: { role: 'approver' } });
    await make('Spare parts service', 'discovery', null, null);
    await make(
      'Monitoring of the northern plants and of everything that belongs to them',
      'negotiation',
      4_250_050,
      -3,
    );
    const lost = await make('Old enquiry', 'solution', 120_000, 12);
    await say(loseDeal, { params: { dealId: lost }, body: { reason: 'price' } });
  });

  it('move on the board by dragging and by the menu, ask for what is missing, and are won', async () => {
    const page = await open();
    await page.goto('/deals');
    const lane = (name: string) => page.getByRole('region', { name, exact: true });
    await lane('Proposal').getByText('1 deal, €90,000').waitFor();
    await page.getByText('Pumps for all plants').dragTo(lane('Negotiation'));
    await lane('Negotiation').getByText('2 deals').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await lane('Proposal').getByText('Pumps for all plants').waitFor();
    // What a stage asks for is asked for where it is filled in.
    await page.getByRole('button', { name: 'Move Spare parts service' }).click();
    await page.getByRole('menuitem', { name: 'Proposal' }).click();
    await page.getByText(/this deal needs an amount, an expected close/).waitFor();
    await page.getByRole('textbox', { name: 'Amount' }).fill('12.500,50');
    await page.getByLabel('Expected close').fill(day(20));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('€12,500.50').first().waitFor();
    await page.getByRole('button', { name: 'Won', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Won' }).click();
    await page.getByRole('button', { name: 'Open again' }).waitFor();
    await page.getByText('The deal “Spare parts service” was won').waitFor();
    // Found by name from anywhere.
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search people, companies').fill('pumps for');
    await page.getByRole('dialog').getByText('Pumps for all plants').click();
    await page.waitForURL(`**/deals/${kessler}`);
    await page.context().close();
  });

  it('are opened for a person, and lost with a reason', async () => {
    const page = await open();
    await page.goto(`/deals/${kessler}`);
    await page.getByRole('link', { name: 'Olivia Hartmann' }).first().click();
    await page.getByRole('region', { name: 'Deals' }).getByRole('link', { name: 'Open a deal' }).click();
    await page.getByRole('heading', { name: 'Open a deal with Olivia Hartmann' }).waitFor();
    await page.getByRole('textbox', { name: 'Amount' }).fill('5000');
    await page.getByRole('button', { name: 'Open the deal' }).click();
    await page.getByText('Opened at Discovery').waitFor();
    await page.getByRole('button', { name: 'Lost', exact: true }).click();
    await page.getByRole('combobox', { name: 'Reason' }).click();
    await page.getByRole('option', { name: 'Price' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Lost' }).click();
    await page.getByText('Reason: Price').waitFor();
    await page.goto('/deals?view=table&status=lost');
    await page.getByRole('link', { name: 'Old enquiry' }).waitFor();
    expect(await page.getByRole('link', { name: 'Pumps for all plants' }).count()).toBe(0);
    await page.goto('/deals/stages');
    await page.getByRole('button', { name: 'Move Solution up' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The stages are saved.').waitFor();
    await inspect(page, 'deals-stages');
    await page.context().close();
  });

  it('can be worked with in every look', { timeout: 60_000 }, async () => {
    const page = await open();
    await page.goto('/deals');
    await page.getByText('Pumps for all plants').waitFor();
    await inspectLooks(page, 'deals-board');
    await page.goto(`/deals/${kessler}`);
    await page.getByText('They compare us with two others.').waitFor();
    await inspectLooks(page, 'deals-page');
    await page.context().close();
  });
});
