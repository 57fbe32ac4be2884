import { z } from 'zod';
import { contract } from '../../core/contract.ts';
import { Empty, Id, Instant, Named, PageQuery, page } from '../../core/wire.ts';

/** A span of time in which a member is not there; leads go to others, and the cover is named where there is one. */
export const Absence = z.object({
  id: Id,
  member: Named,
  from: Instant,
  to: Instant,
  cover: Named.nullable(),
  version: z.int(),
});
export type Absence = z.infer<typeof Absence>;

const AbsenceParams = z.object({ absenceId: Id });
const read = {
  roles: { admin: 'all', head: 'all', lead: 'visible', member: 'visible', viewer: 'visible', sponsor: 'all' },
  scope: 'members:read',
} as const;
const write = {
  roles: { admin: 'all', head: 'department', lead: 'team', member: 'own' },
  scope: 'members:write',
} as const;

export const listAbsences = contract({
  id: 'absences.list',
  method: 'GET',
  path: '/api/absences',
  summary: 'List absences that have not ended before an instant, the nearest first.',
  access: read,
  query: PageQuery.extend({ endsAfter: Instant.optional(), memberId: Id.optional() }),
  response: page(Absence),
});

export const createAbsence = contract({
  id: 'absences.create',
  method: 'POST',
  path: '/api/absences',
  summary: 'Record an absence.',
  access: write,
  body: z.strictObject({ memberId: Id, from: Instant, to: Instant, coverId: Id.nullable().optional() }),
  response: Absence,
  status: 201,
  example: { memberId: '{memberId}', from: '2026-04-01T00:00:00Z', to: '2026-04-08T00:00:00Z', coverId: null },
});

export const getAbsence = contract({
  id: 'absences.get',
  method: 'GET',
  path: '/api/absences/:absenceId',
  summary: 'Read one absence.',
  access: read,
  params: AbsenceParams,
  response: Absence,
  versioned: 'read',
});

export const editAbsence = contract({
  id: 'absences.edit',
  method: 'PATCH',
  path: '/api/absences/:absenceId',
  summary: 'Change the span or the cover of an absence.',
  access: write,
  params: AbsenceParams,
  body: z.strictObject({ from: Instant.optional(), to: Instant.optional(), coverId: Id.nullable().optional() }),
  response: Absence,
  versioned: 'edit',
  example: { to: '2026-04-09T00:00:00Z' },
});

export const deleteAbsence = contract({
  id: 'absences.delete',
  method: 'DELETE',
  path: '/api/absences/:absenceId',
  summary: 'Remove an absence that was recorded by mistake.',
  access: write,
  params: AbsenceParams,
  response: Empty,
  status: 204,
});
