import { clauseLists, listIds, readPath, writePath } from './clause-lists.ts';
import type { AgreementChange, Edit } from './diff-agreements.ts';
import { fromPlain, type Plain, toPlain } from './plain-agreement.ts';
import type { Agreement } from './schema.ts';

/**
 * Applies changes to an agreement; with those of `diffAgreements(a, b)` on `a` it gives `b`.
 *
 * @throws Error when a change is about a clause that is not there
 * @throws ZodError when the result has not the form of an agreement
 * @example
 * const other = { ...agreement, name: 'Asia' };
 * applyChanges(agreement, diffAgreements(agreement, other)).name // 'Asia'
 */
export function applyChanges(agreement: Agreement, changes: readonly Pick<AgreementChange, 'edit'>[]): Agreement {
  const plain = structuredClone(toPlain(agreement));
  for (const { edit } of changes) {
    if (edit.kind === 'set') writePath(plain, edit.path, edit.after);
    else writePath(plain, edit.list, editList(readPath(plain, edit.list), edit));
  }
  return fromPlain(plain);
}

function editList(list: Plain | undefined, edit: Exclude<Edit, { kind: 'set' }>): Plain[] {
  const name = clauseLists.find(({ path }) => path.join('.') === edit.list.join('.'))?.id ?? 'key';
  const items = Array.isArray(list) ? list : [];
  const ids = listIds(items, name) ?? [];
  if (edit.kind === 'add') return items.toSpliced(edit.index, 0, edit.after);
  if (edit.kind === 'order') {
    const queue = [...edit.after];
    return items.map((item, index) => {
      if (!edit.after.includes(ids[index] ?? '')) return item;
      return items[ids.indexOf(queue.shift() ?? '')] as Plain;
    });
  }
  const place = ids.indexOf(edit.id);
  if (place < 0) throw new Error(`There is no ${edit.list.join('.')} "${edit.id}" to change.`);
  return edit.kind === 'remove' ? items.toSpliced(place, 1) : items.toSpliced(place, 1, edit.after);
}
