import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { fillTemplate, type TemplateName } from '../../core/agreement/fill-template.ts';
import type { WorkingHours } from '../../core/calendar/schema.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { readCalendars } from '../calendars/read-calendars.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { listTeams } from '../teams/list-teams.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { checkText, toVersionText } from './check-text.ts';
import { lockAgreements } from './lock-version.ts';
import { readVersion } from './read-version.ts';
import type { AgreementVersion, draftAgreement as contract } from './schema.ts';
import { findCurrent, findVersion, insertDraft } from './store.ts';

type Beginning = z.output<NonNullable<(typeof contract)['body']>>;

/** Begins a new version. A text with problems is kept as it is: it says what is wrong with it until it can be proposed. */
export async function draftAgreement(ctx: Ctx, beginning: Beginning): Promise<AgreementVersion> {
  return tx(ctx, async (ctx) => {
    await lockAgreements(ctx);
    const source = await findBeginning(ctx, beginning);
    const id = newId(ctx.now);
    const text = toVersionText(source, await checkText(ctx, source));
    const number = await insertDraft(ctx, id, await findResponsibleMember(ctx), text);
    const after = { number, from: beginning.from, name: text.name, hash: text.hash };
    await recordChange(ctx, { verb: 'agreement.drafted', object: 'agreement', objectId: id, after });
    return readVersion(ctx, id);
  });
}

async function findBeginning(ctx: Ctx, beginning: Beginning): Promise<string> {
  if (beginning.from === 'text') return beginning.source;
  if (beginning.from === 'template') return fillFor(ctx, beginning.template);
  if (beginning.from === 'version') {
    return requireFound('agreement', await findVersion(ctx, beginning.versionId)).source;
  }
  const current = await findCurrent(ctx);
  if (current) return current.source;
  throw new BatonError(
    'conflict',
    'agreement.none-in-force',
    'No agreement is in force yet. Begin from a template or from a text.',
  );
}

/** Office hours, for a workspace without a calendar. */
const officeDay = ['09:00-17:00'];
const officeHours = { mon: officeDay, tue: officeDay, wed: officeDay, thu: officeDay, fri: officeDay };

async function fillFor(ctx: Ctx, template: TemplateName): Promise<string> {
  const { name, currency, zone } = await readWorkspace(ctx);
  const { data: calendars } = await readCalendars(ctx);
  const { data: teams } = await listTeams(ctx);
  const own = calendars.find(({ owner }) => owner.kind === 'workspace');
  const calendar: WorkingHours = own ?? { zone, hours: officeHours, holidays: null, closed: [], days: {} };
  const team = teams.find(({ department, key }) => department === 'sales' && key !== null)?.key ?? 'inbound';
  return fillTemplate(template, { name: `Agreement of ${name}`.slice(0, 200), currency, calendar, team, now: ctx.now });
}
