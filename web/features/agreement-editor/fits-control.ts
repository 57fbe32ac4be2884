import { isPlainRecord, type Plain } from '../../../src/core/agreement/plain-agreement.ts';
import type { Field } from './clause-fields.ts';
import * as values from './field-values.ts';
import { isWhole } from './unfinished-condition.ts';

/** The type of what stands there is what the control can show; else its text is edited as it is. */
export function fits({ input }: Field, value: Plain | undefined): boolean {
  if (value === undefined || value === null) return true;
  switch (input.kind) {
    case 'number':
      return typeof value === 'number';
    case 'share':
      return values.readShare(value) !== null;
    case 'duration':
      return values.readLength(value) !== null || (value === 'never' && input.canBeNever === true);
    case 'business-time':
      return values.readBusiness(value) !== null;
    case 'amount-per':
      return values.readPer(value) !== null;
    case 'count-per':
      return values.readCountPer(value) !== null;
    case 'open-cap':
      return values.readCap(value) !== null;
    case 'people-range':
      return values.readRange(value) !== null;
    case 'target':
      return values.readTarget(value) !== null;
    case 'recurrence':
      return values.readMeeting(value) !== null;
    case 'quiet-hours':
      return values.readQuiet(value) !== null;
    case 'moment':
      return values.readMoment(value) !== null || (value === 'open' && input.canBeOpen === true);
    case 'choices':
    case 'words':
    case 'clause-keys':
    case 'fields':
      return Array.isArray(value) && value.every((one) => typeof one === 'string');
    case 'bool':
      return typeof value === 'boolean';
    case 'condition':
      return isWhole(value);
    case 'enter-when':
      return value === 'created' || isWhole(value);
    case 'edges':
    case 'tiers':
    case 'hours':
    case 'own-days':
      return isPlainRecord(value);
    default:
      return typeof value === 'string';
  }
}
