import { type Ctx, tx } from '../../context.ts';
import { sampleHours, sampleTeams } from '../../core/demo/cast.ts';
import { planEnding } from '../../core/demo/ending.ts';
import { makeCampaign } from '../../core/demo/journey.ts';
import { giveawayCampaign } from '../../core/demo/sample-agreement.ts';
import { makeStory } from '../../core/demo/story.ts';
import { startChance } from '../../core/statistics/chance.ts';
import { newId } from '../../db/ids.ts';
import { ensureAuditMonths } from '../audit/ensure-audit-months.ts';
import { recordChange } from '../audit/record-change.ts';
import { prepareHours } from '../calendars/prepare-hours.ts';
import { nameMembers } from '../members/name-members.ts';
import { saveSpend } from '../spend/save-spend.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { assignPosts } from '../workspaces/assign-posts.ts';
import { playStory } from './play-story.ts';
import { asWorkspace } from './read-sample.ts';
import { type Actors, requireActor, seedSample } from './seed-sample.ts';
import { findSample, openSample, removeRows, updateSample } from './store.ts';

const day = 86_400_000;
/** The agreement came into force so long ago. */
const length = 152 * day;
/** The same story wherever it is told. */
const usualSeed = 7;

/** Makes the sample that a workspace has asked for. What an earlier try has left is removed first; done already, nothing happens. */
export async function runSample(home: Ctx, seed: number = usualSeed): Promise<void> {
  const sample = await findSample(home);
  if (sample === undefined || sample.status === 'ready') return;
  const { sampleId, people, askedBy } = sample;
  const report = async (share: number) => {
    const percent = Math.min(99, Math.round(share * 100));
    if (await updateSample(home, sampleId, { status: 'making', percent })) return;
    throw new Error('The sample is not wanted any more');
  };
  try {
    await report(0);
    await removeRows(home, sampleId);
    await tellStory({ ...home, workspace: asWorkspace(sampleId) }, { home, seed, people, askedBy, report });
    await updateSample(home, sampleId, { status: 'ready', percent: 100, finishedAt: home.now });
  } catch (error) {
    await removeRows(home, sampleId);
    await updateSample(home, sampleId, { status: 'failed', percent: 0, finishedAt: home.now });
    throw error;
  }
}

type Telling = { home: Ctx; seed: number; people: number; askedBy: string; report: (share: number) => Promise<void> };

async function tellStory(outer: Ctx, { home, seed, people, askedBy, report }: Telling): Promise<void> {
  const end = outer.now.getTime();
  const from = Math.floor((end - length) / day) * day + day / 4;
  // No work is left for a queue: what the story brings about, it brings about itself.
  const ctx: Ctx = { ...outer, now: new Date(from), enqueue: async () => {} };
  // No month is shorter.
  for (let at = from; at <= end; at += 28 * day) {
    await ensureAuditMonths(ctx.db, new Date(at));
    await ensureTouchMonths(ctx, [at]);
  }
  await ensureTouchMonths(ctx, [end]);
  await ensureAuditMonths(ctx.db, outer.now);
  const name = (await nameMembers(home, [askedBy])).get(askedBy) ?? 'Guest';
  const actors = await seedSample(ctx, home.workspace, { id: askedBy, name }, end);
  const { leads, quietFrom } = planEnding(end, await loadHours(outer));
  const story = makeStory({ seed, people, from, until: end, planted: leads });
  const scripts = new Map(
    story.slice(-leads.length).map(({ email }, at) => [email, leads[at]?.script ?? 'waits'] as const),
  );
  const steps = planSpend(seed, from, end, actors);
  const refused = await playStory(ctx, actors, { seed, from, end, quietFrom, people: story, scripts, steps }, report);
  ctx.log.info({ workspace: ctx.workspace, refused: Object.fromEntries(refused) }, 'the sample company is made');
  await tx({ ...ctx, now: outer.now }, async (ctx) => {
    // Whoever looks decides what waits for the heads; those who were stand in.
    for (const [department, key] of [
      ['marketing', 'miriam'],
      ['sales', 'henrik'],
    ] as const) {
      await assignPosts(ctx, department, { headId: askedBy, deputyId: requireActor(actors, key).id }, null);
    }
    await openSample(ctx);
  });
}

/** The hours of those who work for each country. */
async function loadHours({ now }: Ctx) {
  const american = sampleTeams.find(({ key }) => key === 'north-america')?.hours ?? sampleHours;
  const load = (key: string, hours: typeof sampleHours) => prepareHours({ key: `sample:${key}`, hours }, now, now);
  return { DE: await load('europe', sampleHours), US: await load('north-america', american) };
}

/** What campaigns cost, in minor units a week, on average. */
const budgets = [
  { source: 'google', medium: 'cpc', campaign: null, weekly: 140_000 },
  // The one whose leads Sales rejects costs most: a symptom that is planted.
  { source: 'linkedin', medium: 'paid-social', campaign: giveawayCampaign, weekly: 210_000 },
] as const;

/** Marketing notes each week what was spent. */
function planSpend(seed: number, from: number, end: number, actors: Actors) {
  const chance = startChance(seed + 23);
  const steps: { at: number; run: (ctx: Ctx) => Promise<void> }[] = [];
  for (let at = from + 7 * day; at < end; at += 7 * day) {
    const rows = budgets.map(({ weekly, campaign, ...one }) => ({
      ...{ id: newId(new Date(at)), day: new Date(at - day).toISOString().slice(0, 10), channel: null, content: null },
      ...{ ...one, campaign: campaign ?? makeCampaign(at), currency: 'EUR' },
      amount: Math.round(weekly * (0.8 + 0.4 * chance.next())),
    }));
    steps.push({
      at,
      run: async (ctx) => {
        const as = { ...ctx, actor: requireActor(actors, 'tom') };
        await saveSpend(
          as,
          rows.map((after) => ({ before: null, after })),
        );
        await recordChange(as, { verb: 'spend.noted', object: 'spend', objectId: null, after: { rows: rows.length } });
      },
    });
  }
  return steps;
}
