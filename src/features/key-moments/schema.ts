import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';

/** A path and all below it; behind a `*`, what a path contains. */
const PagePath = z
  .string()
  .trim()
  .max(200)
  .regex(/^[/*][^\s]+$/, 'Begin with "/" for a path and all below it, or with "*" for what a path contains.');

/** Which pages make a key moment when somebody views them. */
export const MomentSettings = z.object({
  /** Null where the agreement says: the pages to which its scoring gives points. */
  paths: z.array(z.string()).nullable(),
  /** What holds now. */
  inForce: z.array(z.string()),
});
export type MomentSettings = z.infer<typeof MomentSettings>;

export const getMomentSettings = contract({
  id: 'moment-settings.get',
  method: 'GET',
  path: '/api/moment-settings',
  summary: 'Read which pages make a key moment.',
  access: { roles: everyRole('all') },
  response: MomentSettings,
});

export const editMomentSettings = contract({
  id: 'moment-settings.edit',
  method: 'PUT',
  path: '/api/moment-settings',
  summary: 'Choose which pages make a key moment, or leave it to the agreement.',
  access: { roles: { admin: 'all', head: 'all' } },
  body: z.strictObject({ paths: z.array(PagePath).max(50).nullable() }),
  response: MomentSettings,
  example: { paths: ['/pricing'] },
});
