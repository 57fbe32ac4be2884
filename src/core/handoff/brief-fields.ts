/** The parts of a brief that a rep can call useful or useless. */
export const briefFields = [
  'because',
  'why-now',
  'scores',
  'persona',
  'approach',
  'segment',
  'company',
  'colleagues',
  'route',
] as const;
export type BriefField = (typeof briefFields)[number];
