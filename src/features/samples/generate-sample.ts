import { type Ctx, tx } from '../../context.ts';
import { type DemoOptions, type DemoPerson, makePeople } from '../../core/demo/person.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChange } from '../audit/record-change.ts';
import { readChannels } from '../channels/read-channels.ts';
import { resolveContacts } from '../contacts/resolve-contacts.ts';
import { markContacts } from '../marks/mark-contacts.ts';
import { judgeMarked } from '../qualification/judge-marked.ts';
import { foldRollups } from '../rollups/fold-rollups.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { recordTouches } from '../touches/record-touches.ts';
import { describePerson, describeTouch } from './describe-visit.ts';

/** So many people are one transaction, with some ten touches each. */
const peopleAtOnce = 400;

export type SampleCount = { people: number; touches: number };

/**
 * Fills a workspace with made-up people, companies and their journeys, as an import of history does: nobody is handed over,
 * no clock starts. The same seed gives the same sample; where it is there already nothing is added.
 *
 * @param onProgress is told after each part
 */
export async function generateSample(
  ctx: Ctx,
  options: DemoOptions,
  onProgress: (count: SampleCount) => void = () => undefined,
): Promise<SampleCount> {
  const channels = await readChannels(ctx);
  const count = { people: 0, touches: 0 };
  let part: DemoPerson[] = [];
  const save = async () => {
    if (part.length === 0) return;
    const people = part;
    part = [];
    await ensureTouchMonths(
      ctx,
      people.flatMap(({ touches }) => touches.map(({ at }) => at)),
    );
    await tx(ctx, async (ctx) => {
      const messages = people.map((person) => describePerson(person, options));
      const { owners, created } = await resolveContacts(ctx, messages);
      const fresh = new Set(created);
      const touches = people.flatMap((person, index) => {
        const owner = owners[index];
        if (!owner?.identityId || owner.contactId === null || !fresh.has(owner.contactId)) return [];
        const { identityId } = owner;
        return person.touches.map((touch) => describeTouch(touch, identityId, channels));
      });
      await recordTouches(ctx, touches);
      if ((await findRelayInForce(ctx)) === null) await markContacts(ctx, new Map(created.map((id) => [id, 'import'])));
      const after = { seed: options.seed, people: fresh.size, touches: touches.length };
      await recordChange(ctx, { verb: 'sample.generated', object: 'workspace', objectId: ctx.workspace, after });
      count.people += fresh.size;
      count.touches += touches.length;
    });
    // As they come: whoever opens the workspace finds it counted.
    while ((await judgeMarked(ctx, peopleAtOnce)) || (await foldRollups(ctx)));
    onProgress(count);
  };
  for (const person of makePeople(options)) {
    part.push(person);
    if (part.length === peopleAtOnce) await save();
  }
  await save();
  return count;
}
