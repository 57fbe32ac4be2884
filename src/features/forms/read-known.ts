import type { PageRequest } from '../../http/page.ts';
import type { PublicForm } from './store.ts';

/** As long as people stay in one position, by and large. */
const keptFor = 180 * 86_400;

/** One a workspace: what a browser told one company is not known to another. It never leaves pages of forms. */
const cookieOf = ({ workspaceId }: PublicForm): string => `baton_known_${workspaceId.slice(-12)}`;

/**
 * Progressive fields of a form that this browser has answered before, as it says itself: by a cookie of Baton's pages, or in
 * a frame by what the page around it kept. No record of anybody is looked at.
 */
export function readKnown(form: PublicForm, { query, cookies }: PageRequest): string[] {
  const said = query.has('embed') ? (query.get('known') ?? '') : (cookies[cookieOf(form)] ?? '');
  const keys = new Set(said.split('.'));
  return form.definition.fields.flatMap(({ key, progressive }) => (progressive && keys.has(key) ? [key] : []));
}

/** The cookie that remembers which progressive fields were answered, not what; null where there is none to remember. */
export function rememberKnown(form: PublicForm, { cookies }: PageRequest, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const name = cookieOf(form);
  // Further keys are of other forms. A cookie holds 4 KB.
  const before = (cookies[name] ?? '').split('.').filter((key) => /^[A-Za-z]\w{0,63}$/.test(key));
  const keys = [...new Set([...known, ...before])].slice(0, 50);
  return `${name}=${keys.join('.')}; Path=/; Max-Age=${keptFor}; HttpOnly; SameSite=Lax`;
}
