/** What somebody did lately. Instants are epoch milliseconds. */
export type Act = { kind: string; at: number; path: string | null; page: string | null };

/** Somebody with what they did lately, earliest first, and when they did something before that. */
export type Active = { acts: readonly Act[]; before: number | null; companionAt: number | null };

/** One moment, at the act that makes it, and how its sentence goes on behind the name. */
export type Moment = { kind: 'back' | 'page' | 'reply' | 'second-person'; at: number; words: string };

const day = 86_400_000;
/** Who was away for so long is back. */
const away = 30 * day;
/** Two people of a company within so long are active together. */
const together = 7 * day;

/**
 * What of somebody's acts calls for whoever has them: that they are back, viewed a page that counts, replied; and that they are the
 * second person of their company who becomes active within a week.
 *
 * @param pages paths with all below them; behind a `*` what a path contains
 */
export function findMoments({ acts, before, companionAt }: Active, pages: readonly string[]): Moment[] {
  const [first] = acts;
  if (first === undefined) return [];
  const moments: Moment[] = [];
  const gap = before === null ? 0 : first.at - before;
  if (gap >= away) moments.push({ kind: 'back', at: first.at, words: `is back after ${Math.floor(gap / day)} days` });
  const viewed = acts.find(({ kind, path }) => kind === 'page-viewed' && path !== null && isPage(path, pages));
  if (viewed !== undefined) {
    moments.push({ kind: 'page', at: viewed.at, words: `read ${toLine(viewed.page?.trim() || viewed.path || '')}` });
  }
  const reply = acts.find(({ kind }) => kind === 'email-replied');
  if (reply !== undefined) moments.push({ kind: 'reply', at: reply.at, words: 'replied' });
  const isNew = before === null || gap >= together;
  if (isNew && companionAt !== null && companionAt <= first.at && first.at - companionAt < together) {
    moments.push({ kind: 'second-person', at: first.at, words: '' });
  }
  return moments;
}

/** Titles come from anywhere: one line of a length that a sentence can carry. */
const toLine = (text: string) => [...text.replaceAll(/[\p{Cc}\s]+/gu, ' ')].slice(0, 80).join('');

function isPage(path: string, pages: readonly string[]): boolean {
  const seen = path.toLowerCase();
  return pages.some((given) => {
    const page = given.toLowerCase();
    if (page.startsWith('*')) return seen.includes(page.slice(1));
    const whole = page.replace(/\/+$/, '');
    return (
      seen === whole || seen.startsWith(`${whole}/`) || seen.startsWith(`${whole}?`) || seen.startsWith(`${whole}.`)
    );
  });
}

/** "is back after 34 days, read Pricing and replied" */
export function joinWords(moments: readonly Moment[]): string {
  const words = moments.map((moment) => moment.words).filter((text) => text !== '');
  const [last = ''] = words.slice(-1);
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
