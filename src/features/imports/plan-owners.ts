import type { RecordObject } from '../../core/imports/fields.ts';
import type { RecordPlan, RecordPlanner } from '../../core/imports/plan-records.ts';
import type { OwnerField, RowDraft } from '../../core/imports/read-row.ts';

/** What the owners of a row are here. */
export type PlannedOwners = {
  /** What its records say of them, by object. */
  values: Partial<Record<RecordObject, Record<string, string>>>;
  named: Partial<Record<OwnerField, string>>;
  /** Who becomes a member without sign-in. */
  members: (RecordPlan & { id: string })[];
  problems: string[];
};

const ownerNames: Readonly<Record<OwnerField, readonly [object: RecordObject | null, property: string]>> = {
  'contact.owner': ['contact', 'ownerId'],
  'account.owner': ['account', 'ownerId'],
  'deal.owner': ['deal', 'ownerId'],
  'deal.sdr': ['deal', 'sdrId'],
  'activity.owner': [null, 'memberId'],
  'note.author': [null, 'authorId'],
};

/** Whom the owners of a row are here. A name that nobody has stays as a text of the record, so that nothing is lost. */
export function planOwners(draft: RowDraft, planner: RecordPlanner): PlannedOwners {
  const values: PlannedOwners['values'] = {};
  const named: PlannedOwners['named'] = {};
  const members: PlannedOwners['members'] = [];
  const problems: string[] = [];
  for (const { field, draft: owner } of draft.owners) {
    const plan = planner.plan({ ...owner, values: {} });
    const [object, property] = ownerNames[field];
    if (plan.id !== null && plan.outcome !== 'skipped') {
      // What it is called is in the draft: plans of members hold no values.
      if (plan.outcome === 'created') members.push({ ...plan, id: plan.id, values: owner.values });
      named[field] = plan.id;
      if (object !== null) values[object] = { ...values[object], [property]: plan.id };
      continue;
    }
    const known = planner.find(owner);
    if (known !== undefined) {
      named[field] = known;
      if (object !== null) values[object] = { ...values[object], [property]: known };
      continue;
    }
    const text = String(owner.values.name ?? owner.values.email ?? '');
    if (object !== null) values[object] = { ...values[object], [`custom.${field.replace('.', '_')}`]: text };
    problems.push(`No member is called “${text}”${object === null ? '' : ': kept as a text'}.`);
  }
  return { values, named, members, problems };
}
