import type { MemberDepartment, Role } from '../access.ts';
import type { WorkingHours } from '../calendar/schema.ts';

/** How somebody of the sample company works; shares are of the time that the agreement gives, 1 being all of it. */
export type Temper = {
  /** When the first response comes, on average. */
  responds: number;
  /** When a lead is accepted or rejected, on average. */
  decides: number;
  /** How many leads are never worked, from 0 to 1. */
  neglects: number;
  /** How many are rejected that another would have taken, from 0 to 1. */
  picky: number;
  /** How many of those who talk become a deal, and how many of the deals are won, from 0 to 1. */
  opens: number;
  wins: number;
};

export type CastMember = {
  readonly key: string;
  readonly name: string;
  readonly department: MemberDepartment;
  readonly role: Role;
  /** The team of Sales that gives them leads, by its key, with how many they take to one of the others. */
  readonly team?: { readonly key: string; readonly weight: number; readonly cap: number };
  readonly temper?: Temper;
};

const steady: Temper = { responds: 0.35, decides: 0.3, neglects: 0.04, picky: 0.1, opens: 0.7, wins: 0.5 };
const inEurope = (weight: number, cap = 40) => ({ key: 'europe', weight, cap });
const inAmerica = (weight: number, cap = 40) => ({ key: 'north-america', weight, cap });

/** Everybody of the sample company. Nobody of them can sign in, and their addresses belong to nobody. */
export const cast: readonly CastMember[] = [
  { key: 'miriam', name: 'Miriam Hofmann', department: 'marketing', role: 'head' },
  { key: 'tom', name: 'Tom Becker', department: 'marketing', role: 'member' },
  { key: 'priya', name: 'Priya Nair', department: 'marketing', role: 'member' },
  { key: 'henrik', name: 'Henrik Lund', department: 'sales', role: 'head' },
  { key: 'clara', name: 'Clara Stein', department: 'both', role: 'sponsor' },
  {
    ...{ key: 'katharina', name: 'Katharina Vogt', department: 'sales', role: 'lead', team: inEurope(1) },
    temper: { ...steady, wins: 0.5 },
  },
  {
    ...{ key: 'jonas', name: 'Jonas Weber', department: 'sales', role: 'member', team: inEurope(3) },
    temper: { ...steady, responds: 0.2, decides: 0.15, neglects: 0.01 },
  },
  {
    ...{ key: 'amelie', name: 'Amélie Laurent', department: 'sales', role: 'member', team: inEurope(2) },
    temper: steady,
  },
  // He decides late and leaves leads unworked: a symptom that is planted.
  {
    ...{ key: 'piotr', name: 'Piotr Zieliński', department: 'sales', role: 'member', team: inEurope(2) },
    temper: { responds: 1.5, decides: 1.15, neglects: 0.6, picky: 0.2, opens: 0.4, wins: 0.25 },
  },
  {
    ...{ key: 'marcus', name: 'Marcus Reed', department: 'sales', role: 'lead', team: inAmerica(1) },
    temper: { ...steady, wins: 0.5 },
  },
  {
    ...{ key: 'grace', name: 'Grace Okafor', department: 'sales', role: 'member', team: inAmerica(2) },
    temper: { ...steady, responds: 0.25 },
  },
  {
    ...{ key: 'diego', name: 'Diego Alvarez', department: 'sales', role: 'member', team: inAmerica(2) },
    temper: { ...steady, responds: 0.6, neglects: 0.1, picky: 0.2 },
  },
  {
    ...{ key: 'lars', name: 'Lars Nyström', department: 'sales', role: 'member' },
    team: { key: 'public-sector', weight: 1, cap: 40 },
    temper: { ...steady, responds: 0.5 },
  },
];

const day = ['09:00-12:30', '13:30-18:00'];
const officeHours = { mon: day, tue: day, wed: day, thu: day, fri: ['09:00-12:30', '13:30-17:00'] };
const nineToFive = ['09:00-17:00'];

/** The hours of the company, which those of a team replace. */
export const sampleHours: WorkingHours = {
  zone: 'Europe/Berlin',
  hours: officeHours,
  holidays: 'DE-BE',
  closed: [],
  days: {},
};

/** The teams of the sample company's Sales. */
export const sampleTeams: readonly { key: string; name: string; lead: string; hours: WorkingHours | null }[] = [
  { key: 'europe', name: 'Europe', lead: 'katharina', hours: null },
  {
    key: 'north-america',
    name: 'North America',
    lead: 'marcus',
    hours: {
      zone: 'America/New_York',
      hours: { mon: nineToFive, tue: nineToFive, wed: nineToFive, thu: nineToFive, fri: nineToFive },
      holidays: 'US',
      closed: [],
      days: {},
    },
  },
  { key: 'public-sector', name: 'Public sector', lead: 'lars', hours: null },
];

/** Days of absence, counted from the end of the story: negative ones are past. */
export const sampleAbsences: readonly { key: string; from: number; to: number; cover: string | null }[] = [
  { key: 'amelie', from: -72, to: -61, cover: 'jonas' },
  { key: 'marcus', from: -45, to: -38, cover: 'grace' },
  // Nobody stands in: what comes for the public sector waits in the queue.
  { key: 'lars', from: -4, to: 5, cover: null },
  { key: 'grace', from: 9, to: 16, cover: 'diego' },
];
