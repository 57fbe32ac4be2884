import type { Database } from '../../db/database.ts';
import { isSetUp } from './store.ts';

/** Whether this installation still has no owner. */
export const readSetup = async (db: Database): Promise<{ needed: boolean }> => ({ needed: !(await isSetUp(db)) });
