import { z } from 'zod';
import { Department, everyRole, MemberDepartment, Visibility } from '../../core/access.ts';
import { WorkingHours } from '../../core/calendar/schema.ts';
import { contract } from '../../core/contract.ts';
import { Currency, Email, Id, Instant, Line, Locale, Password, Zone } from '../../core/wire.ts';
import { SessionState } from '../sessions/schema.ts';

/** First day of the fiscal year, `MM-DD`. 29 February is not offered: it does not come every year. */
export const FiscalStart = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'Write the first day of the fiscal year as MM-DD, such as 01-01.')
  .refine((text) => {
    const [month, day] = text.split('-').map(Number) as [number, number];
    return day <= (month === 2 ? 28 : [4, 6, 9, 11].includes(month) ? 30 : 31);
  }, 'That day does not come every year.');

export const Workspace = z.object({
  id: Id,
  name: z.string(),
  currency: z.string(),
  zone: z.string(),
  locale: z.string(),
  fiscalStart: z.string(),
  /** Made-up people: nothing in it is real. */
  sample: z.boolean(),
  /** What members see unless their own setting says otherwise. */
  visibility: Visibility,
  /** Business days in which leads still come to members who have not confirmed a new agreement. */
  acknowledgeDays: z.int(),
  /** Business hours in which Sales finds somebody for a lead for whom nobody is available. */
  queueHours: z.int(),
  createdAt: Instant,
  version: z.int(),
});
export type Workspace = z.infer<typeof Workspace>;

export const getSetup = contract({
  id: 'setup.get',
  method: 'GET',
  path: '/api/setup',
  summary: 'Say whether this Baton still has no owner.',
  access: 'public',
  response: z.object({
    needed: z.boolean(),
    /** Baton listens beyond this machine: the first run needs the token printed on its console. */
    tokenNeeded: z.boolean(),
  }),
});

export const runSetup = contract({
  id: 'setup.run',
  method: 'POST',
  path: '/api/setup',
  summary: 'Create the workspace, its owner and its calendar, once.',
  access: 'public',
  body: z.strictObject({
    owner: z.strictObject({
      name: Line,
      email: Email,
      password: Password,
      department: MemberDepartment,
      /** Departments that the owner heads. */
      heads: z.array(Department).max(2),
    }),
    workspace: z.strictObject({ name: Line, currency: Currency, zone: Zone, locale: Locale, fiscalStart: FiscalStart }),
    calendar: WorkingHours,
    setupToken: z.string().max(100).optional(),
  }),
  response: SessionState,
  status: 201,
  example: {
    owner: {
      name: 'Olivia Owner',
      email: 'olivia@example.test',
      password: 'a long enough password',
      department: 'marketing',
      heads: ['marketing'],
    },
    workspace: { name: 'Example', currency: 'EUR', zone: 'Europe/Berlin', locale: 'en-GB', fiscalStart: '01-01' },
    calendar: { zone: 'Europe/Berlin', hours: { mon: ['09:00-17:00'] }, holidays: 'DE-BE', closed: [], days: {} },
  },
});

export const getWorkspace = contract({
  id: 'workspace.get',
  method: 'GET',
  path: '/api/workspace',
  summary: 'Read the workspace.',
  access: { roles: everyRole('all'), scope: 'workspace:read' },
  response: Workspace,
  versioned: 'read',
});

export const editWorkspace = contract({
  id: 'workspace.edit',
  method: 'PATCH',
  path: '/api/workspace',
  summary: 'Change the settings of the workspace.',
  access: { roles: { admin: 'all' }, scope: 'workspace:write' },
  body: z.strictObject({
    name: Line.optional(),
    currency: Currency.optional(),
    zone: Zone.optional(),
    locale: Locale.optional(),
    fiscalStart: FiscalStart.optional(),
    visibility: Visibility.optional(),
    acknowledgeDays: z.int().min(0).max(60, 'Please write at most 60 days.').optional(),
    queueHours: z.int().min(1, 'Please write at least 1 hour.').max(80, 'Please write at most 80 hours.').optional(),
  }),
  response: Workspace,
  versioned: 'edit',
  example: { name: 'Example Inc.' },
});

/** Who heads a department, and who signs and arbitrates when the head is absent. */
export const DepartmentPost = z.object({
  department: Department,
  headId: Id.nullable(),
  deputyId: Id.nullable(),
  version: z.int(),
});
export type DepartmentPost = z.infer<typeof DepartmentPost>;

export const listDepartments = contract({
  id: 'departments.list',
  method: 'GET',
  path: '/api/departments',
  summary: 'List both departments with head and deputy.',
  access: { roles: everyRole('all'), scope: 'workspace:read' },
  response: z.object({ data: z.array(DepartmentPost) }),
});

export const editDepartment = contract({
  id: 'departments.edit',
  method: 'PATCH',
  path: '/api/departments/:department',
  summary: 'Name the head or the deputy of a department. A head may name only their own deputy.',
  access: { roles: { admin: 'all', head: 'department' }, scope: 'workspace:write' },
  params: z.object({ department: Department }),
  body: z.strictObject({ headId: Id.nullable().optional(), deputyId: Id.nullable().optional() }),
  response: DepartmentPost,
  versioned: 'edit',
  example: { deputyId: '{memberId}' },
});
