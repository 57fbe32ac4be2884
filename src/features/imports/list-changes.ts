import type { RecordObject } from '../../core/imports/fields.ts';
import { accountFields, contactFields, listDifferences } from '../../core/record-fields.ts';
import type { AccountSave } from '../accounts/save-accounts.ts';
import type { ContactSave } from '../contacts/save-contacts.ts';
import { dealFields } from '../deals/name-fields.ts';
import type { DealSave } from '../deals/save-deals.ts';
import type { NotedChange } from '../import-records/record-made.ts';
import type { Loaded, PlannedRow } from './plan-rows.ts';

const fieldsOf = { account: accountFields, contact: contactFields, deal: dealFields } as const;

type Saves = { account: readonly AccountSave[]; contact: readonly ContactSave[]; deal: readonly DealSave[] };

/** What an import changes on records that were there before, field by field, so that undoing can set it back. */
export function listChanges(planned: readonly PlannedRow[], saves: Saves, loaded: Loaded): NotedChange[] {
  return (['account', 'contact', 'deal'] as const).flatMap((object) => {
    const rows = new Map(
      planned.flatMap(({ number, plans }) => (plans[object]?.id ? [[plans[object].id, number]] : [])),
    );
    const fields = saves[object].flatMap((save): NotedChange[] => {
      const { before, after } = save;
      if (before === null) return [];
      const told: Readonly<Record<string, number>> = 'toldAt' in before ? before.toldAt : {};
      return listDifferences(fieldsOf[object], before, after).map(({ field, old, new: next }) => ({
        ...{ object, recordId: after.id, rowNumber: rows.get(after.id) ?? 0, field, old, new: next },
        oldToldAt: told[field] ?? null,
      }));
    });
    return [...fields, ...listRefs(planned, object, loaded)];
  });
}

/** Keys and ids that a record got that was there before. */
function listRefs(
  planned: readonly PlannedRow[],
  object: Exclude<RecordObject, 'touch'>,
  loaded: Loaded,
): NotedChange[] {
  return planned.flatMap(({ number, plans }) => {
    const { id, refs = [] } = plans[object] ?? {};
    if (!id || !loaded[object].has(id)) return [];
    return refs.map((ref) => ({
      ...{ object, recordId: id, rowNumber: number, field: `ref:${ref}`, old: null, new: true, oldToldAt: null },
    }));
  });
}
