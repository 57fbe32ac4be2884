import type { CustomField } from '../../../src/features/custom-fields/schema.ts';
import { useCustomFields } from '../../custom-fields.ts';
import { type Format, useFormat } from '../../format.ts';
import styles from './record.module.css';

type Props = { object: 'contact' | 'account'; fields: Readonly<Record<string, unknown>> };

/** The fields that a workspace keeps beside ours, as pairs of a record's facts: in their order, then what is not defined. */
export function OwnFields({ object, fields }: Props) {
  const format = useFormat();
  const defined = (useCustomFields() ?? []).filter((field) => field.object === object);
  const known = new Map(defined.map((field) => [field.key, field]));
  const keys = [...defined.map(({ key }) => key), ...Object.keys(fields).filter((key) => !known.has(key))];
  return keys
    .filter((key) => Object.hasOwn(fields, key))
    .map((key) => {
      const text = wordOf(fields[key], known.get(key), format);
      return (
        <div key={key}>
          <dt>
            <bdi>{known.get(key)?.label ?? key}</bdi>
          </dt>
          <dd>
            <bdi className={styles.long} title={text}>
              {text}
            </bdi>
          </dd>
        </div>
      );
    });
}

function wordOf(value: unknown, field: CustomField | undefined, format: Format): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return field?.type === 'number' ? format.number(value) : String(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  // What came with a message may be no day at all.
  if (field?.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return format.day(value);
  return value;
}
