import {
  getChanges,
  getInForce,
  getVersion,
  listAcknowledgements,
  listVersions,
} from '../../../src/features/agreements/schema.ts';
import { getClauseHistory, listClauses } from '../../../src/features/clauses/schema.ts';

/** What is read anew once a version has moved. */
export const afterMove = [
  getVersion,
  getInForce,
  listVersions,
  getChanges,
  listAcknowledgements,
  listClauses,
  getClauseHistory,
];
