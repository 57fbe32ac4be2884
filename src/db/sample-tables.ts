import type { Generated } from 'kysely';

export const sampleStates = ['waiting', 'making', 'ready', 'failed'] as const;

/** How far the sample of a workspace is. */
type SampleTable = {
  workspaceId: string;
  sampleId: string;
  status: (typeof sampleStates)[number];
  percent: Generated<number>;
  people: number;
  askedBy: string;
  askedAt: Date;
  finishedAt: Date | null;
};

export type SampleTables = { samples: SampleTable };
