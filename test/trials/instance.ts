import type { CallInput, CallOutput, Contract } from '../../src/core/contract.ts';
import { draftAgreement, proposeAgreement, signAgreement } from '../../src/features/agreements/schema.ts';
import { runSetup } from '../../src/features/workspaces/schema.ts';
import type { Caller } from '../app.ts';
import { callServer } from '../server-process.ts';

/** Calls a route of a Baton under trial; anything but its success ends the trial. */
export async function call<C extends Contract>(
  url: string,
  caller: Caller,
  contract: C,
  input: CallInput<C> & { headers?: Record<string, string> },
): Promise<CallOutput<C>> {
  const answer = await callServer(url, caller, contract, input);
  if (answer?.status !== (contract.status ?? 200)) {
    throw new Error(`${contract.id} answered ${JSON.stringify(answer)}`);
  }
  return answer.body;
}

/** Goes through the first run as somebody who heads both departments, so that one person can sign for both. */
export async function setUpBoth(url: string, zone: string): Promise<Caller> {
  const owner: Caller = {};
  await call(url, owner, runSetup, {
    body: {
      owner: {
        name: 'Olivia Owner',
        email: 'olivia@example.test',
        password: 'a long enough password',
        department: 'both',
        heads: ['marketing', 'sales'],
      },
      workspace: { name: 'Trial', currency: 'EUR', zone, locale: 'en-GB', fiscalStart: '01-01' },
      calendar: { zone, hours: { mon: ['09:00-17:00'] }, holidays: null, closed: [], days: {} },
    },
  });
  return owner;
}

/** Puts a text in force by the signatures of both departments. */
export async function agree(
  url: string,
  owner: Caller,
  text: { from: 'text'; source: string } | { from: 'template'; template: 'minimal' },
): Promise<void> {
  const draft = await call(url, owner, draftAgreement, { body: text });
  const params = { versionId: draft.id };
  const { hash, proposal } = await call(url, owner, proposeAgreement, {
    params,
    body: { message: 'To begin with', for: 'marketing' },
    headers: { 'if-match': `"${draft.version}"` },
  });
  for (const party of ['marketing', 'sales'] as const) {
    await call(url, owner, signAgreement, { params, body: { party, hash: hash ?? '', proposal } });
  }
}
