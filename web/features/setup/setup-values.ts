import type { z } from 'zod';
import { findHoursProblems } from '../../../src/core/calendar/hours.ts';
import { weekdays } from '../../../src/core/calendar/schema.ts';
import { runSetup } from '../../../src/features/workspaces/schema.ts';
import { faultsOf } from '../../ui/form.tsx';
import type { Place } from './guess-place.ts';

/** What the first three steps fill: the body of `POST /api/setup`, whose calendar follows the workspace's zone. */
export type SetupValues = z.input<NonNullable<typeof runSetup.body>>;

export type SetupStep = 'you' | 'company' | 'hours';
export const setupSteps: readonly SetupStep[] = ['you', 'company', 'hours'];

export function startValues(place: Place): SetupValues {
  const office = ['09:00-17:00'];
  return {
    owner: { name: '', email: '', password: '', department: 'marketing', heads: ['marketing'] },
    workspace: {
      name: '',
      currency: place.currency,
      zone: place.zone,
      locale: place.locale,
      fiscalStart: '01-01',
    },
    calendar: {
      zone: place.zone,
      hours: Object.fromEntries(weekdays.slice(0, 5).map((day) => [day, [...office]])),
      holidays: place.country,
      closed: [],
      days: {},
    },
    setupToken: '',
  };
}

/** Which step a field belongs to, so that a fault takes people back to it. */
export function stepOf(path: string): SetupStep {
  if (path.startsWith('workspace')) return 'company';
  if (path.startsWith('calendar')) return 'hours';
  return 'you';
}

/** What a step still lacks, by field. */
export function faultsIn(step: SetupStep, values: SetupValues, tokenNeeded: boolean): Record<string, string> {
  const faults = faultsOf(runSetup.body, values);
  if (step === 'hours' && !Object.keys(faults).some((path) => path.startsWith('calendar.hours'))) {
    for (const { pointer, detail } of findHoursProblems(toBody(values).calendar)) {
      faults[`calendar.${pointer.replace('#/', '').replaceAll('/', '.')}`] ??= detail;
    }
  }
  const token = tokenNeeded && !values.setupToken?.trim() ? { setupToken: 'Copy it from the console of Baton.' } : {};
  return Object.fromEntries(Object.entries({ ...faults, ...token }).filter(([path]) => stepOf(path) === step));
}

/** What is sent: days that are closed and an unused token are left out. */
export function toBody({ owner, workspace, calendar, setupToken }: SetupValues): SetupValues {
  const open = weekdays.filter((day) => (calendar.hours[day] ?? []).length > 0);
  return {
    owner,
    workspace,
    calendar: {
      ...calendar,
      zone: workspace.zone,
      hours: Object.fromEntries(open.map((day) => [day, calendar.hours[day]])),
    },
    ...(setupToken?.trim() ? { setupToken: setupToken.trim() } : {}),
  };
}
