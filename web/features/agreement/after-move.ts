import {
  getChanges,
  getInForce,
  getVersion,
  listAcknowledgements,
  listVersions,
} from '../../../src/features/agreements/schema.ts';

/** What is read anew once a version has moved. */
export const afterMove = [getVersion, getInForce, listVersions, getChanges, listAcknowledgements];
