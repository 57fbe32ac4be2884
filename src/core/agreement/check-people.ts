import { suggestWord } from './nearest-word.ts';
import type { Finding } from './problem.ts';
import type { Agreement } from './schema.ts';

/** Who there is to route to: keys of teams, and ids of active members. */
export type People = { teams: readonly string[]; members: readonly string[] };

/**
 * Routing rules that name a team or member who is not there: such a rule finds nobody, and the next one applies.
 *
 * @example
 * checkPeople(agreement, { teams: [], members: [] })[0].code // 'agreement.unknown-team': its rules name teams
 */
export function checkPeople({ routing }: Pick<Agreement, 'routing'>, people: People | undefined): Finding[] {
  if (people === undefined) return [];
  return routing.flatMap(({ to }, index): Finding[] => {
    const path = ['routing', index, 'to'];
    if (to.kind === 'team' && !people.teams.includes(to.team)) {
      const message = `There is no team with the key "${to.team}".`;
      const remedy = suggestWord(to.team, people.teams);
      return [{ severity: 'warning', code: 'agreement.unknown-team', path, message, remedy }];
    }
    if (to.kind === 'member' && !people.members.includes(to.member)) {
      const message = 'There is no active member with this id.';
      const remedy = 'Write the id of an active member, or name a team.';
      return [{ severity: 'warning', code: 'agreement.unknown-member', path, message, remedy }];
    }
    return [];
  });
}
