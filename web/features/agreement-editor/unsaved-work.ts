/** Changes of a draft that are not saved yet, kept in this browser: a reload or a lost connection takes nothing away. */
import { z } from 'zod';

const Work = z.object({
  source: z.string(),
  /** What it was made from. */
  base: z.object({ source: z.string(), version: z.number() }),
  at: z.string(),
});
export type UnsavedWork = z.infer<typeof Work>;

const keyOf = (memberId: string, versionId: string) => `baton-draft:${memberId}:${versionId}`;

export function findWork(memberId: string, versionId: string): UnsavedWork | null {
  try {
    const text = localStorage.getItem(keyOf(memberId, versionId));
    return text === null ? null : (Work.safeParse(JSON.parse(text)).data ?? null);
  } catch {
    return null;
  }
}

/** False where the browser keeps nothing: then only leaving is warned about. */
export function keepWork(memberId: string, versionId: string, work: UnsavedWork | null): boolean {
  try {
    if (work) localStorage.setItem(keyOf(memberId, versionId), JSON.stringify(work));
    else localStorage.removeItem(keyOf(memberId, versionId));
    return true;
  } catch {
    return false;
  }
}
