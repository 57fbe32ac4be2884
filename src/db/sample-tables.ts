import type { Generated } from 'kysely';

export type SampleState = 'waiting' | 'making' | 'ready' | 'failed';

/** How far the sample of a workspace is. */
type SampleTable = {
  workspaceId: string;
  sampleId: string;
  status: SampleState;
  percent: Generated<number>;
  people: number;
  askedBy: string;
  askedAt: Date;
  finishedAt: Date | null;
};

export type SampleTables = { samples: SampleTable };
