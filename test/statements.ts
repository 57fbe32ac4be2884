import type { StatementListener } from '../src/db/database.ts';

type Statement = { sql: string; parameters: readonly unknown[] };

/** Tables that belong to the installation and not to one workspace. */
const installationTables = new Set(['installation', 'sign_in_failures', 'migrations']);

/**
 * Statements that may speak of a workspace's table without naming the workspace, and why. Each is recognised by a part
 * of its text.
 */
const exempt: { part: RegExp; reason: string }[] = [
  {
    part: /token_hash" = |token_hash = /,
    reason: 'the secret names the workspace: nothing is known before it is found',
  },
  { part: /secret_hash" = |secret_hash = /, reason: 'the key names the workspace' },
  { part: /"email_key" = |email_key = /, reason: 'sign-in has an address only; it is unique in the installation' },
  {
    part: /^delete from .*(expires_at|valid_until|first_at)/s,
    reason: 'upkeep of what has expired, for all workspaces at once',
  },
  { part: /"write_key" = /, reason: 'the write key names the workspace' },
  { part: /from "forms" where "key" = /, reason: 'the key in the address of a form names the workspace' },
  {
    part: /from "inbound_\d{4}_\d\d_\d\d" i\s+left join cursors/,
    reason: 'a day of messages is dropped for all workspaces at once, when the last has read it',
  },
  {
    part: /^select distinct "workspace_id" from "agreement_versions" where "status" = /,
    reason: 'a loop looks for what is due in any workspace',
  },
  {
    part: /^select "id" from "workspaces" where "ready" = \$1 order by "id"$/,
    reason: 'upkeep visits each workspace in turn',
  },
];

/** Collects every statement that the code under test sends. */
export function createStatementLog(): {
  listener: StatementListener;
  findStrays(workspaces: Set<string>, tables: string[]): string[];
} {
  const seen = new Map<string, Statement[]>();
  return {
    listener(statement) {
      const { sql, parameters } = statement;
      const examples = seen.get(sql) ?? [];
      if (examples.length < 50) examples.push({ sql, parameters });
      seen.set(sql, examples);
    },
    /** Statements on a workspace's table that do not carry the id of a workspace as a parameter. */
    findStrays(workspaces, tables) {
      const ofWorkspace = tables.filter((table) => !installationTables.has(table));
      const strays: string[] = [];
      for (const [sql, examples] of seen) {
        const tablesUsed = ofWorkspace.filter((table) =>
          new RegExp(`(from|join|into|update)\\s+"?${table}"?\\b`, 'i').test(sql),
        );
        if (tablesUsed.length === 0 || exempt.some(({ part }) => part.test(sql))) continue;
        const names = /workspace_id/.test(sql) || tablesUsed.every((table) => table === 'workspaces');
        const carries = examples.every(({ parameters }) => parameters.some((value) => workspaces.has(String(value))));
        if (!names || !carries) strays.push(sql);
      }
      return strays;
    },
  };
}
