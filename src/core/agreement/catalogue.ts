import { type Field, fieldDefinitions, findField, sideStages } from './fields.ts';
import { nearestWord } from './nearest-word.ts';
import type { FieldType } from './operators.ts';

/** The types of the workspace's own fields by name (`contact.custom.plan`); of a choice with the values that it can have. */
export type CustomFields = Readonly<Record<string, FieldType | { type: FieldType; choices: readonly string[] }>>;

/** What the fields of one agreement in one workspace may hold: the field list together with the agreement's own keys. */
export type Catalogue = {
  choices: Record<'personas' | 'segments' | 'stages' | 'journey', readonly string[]>;
  /** Those that are defined; others may hold values, too. */
  customFields?: CustomFields | undefined;
  /** In which days and instants without an offset are read. */
  zone: string;
  /** Decimal places of the agreement's currency: amounts are written in whole units and compared in minor ones. */
  currencyDigits: number;
};

type Keyed = readonly { key: string }[];
type CatalogueSource = {
  currency: string;
  calendar?: { timezone: string } | undefined;
  personas: Keyed;
  segments: Keyed;
  stages: Keyed;
  journey: Keyed;
};

/**
 * The catalogue of an agreement. Without a calendar, times are read in UTC.
 *
 * @example
 * const source = { currency: 'EUR', personas: [], segments: [{ key: 'smb' }], stages: [], journey: [] };
 * buildCatalogue(source).choices.segments // ['smb']
 */
export function buildCatalogue(source: CatalogueSource, customFields?: CustomFields): Catalogue {
  const keys = (list: Keyed) => list.map(({ key }) => key);
  return {
    choices: {
      personas: keys(source.personas),
      segments: keys(source.segments),
      stages: [...keys(source.stages), ...sideStages],
      journey: keys(source.journey),
    },
    customFields,
    zone: source.calendar?.timezone ?? 'UTC',
    currencyDigits: countCurrencyDigits(source.currency),
  };
}

/**
 * Decimal places of a currency by ISO 4217, as the runtime knows them.
 *
 * @example
 * countCurrencyDigits('JPY') // 0
 */
export function countCurrencyDigits(currency: string): number {
  const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}

/** A field as a catalogue knows it: its type is settled and its choices are those of the agreement. */
export type CatalogueField = Field & { choices?: readonly string[] };

/**
 * Finds a field with the type and choices that it has here; undefined when there is none. An own field that is not
 * defined takes the type of the value that it is compared with.
 *
 * @example
 * const source = { currency: 'EUR', personas: [], segments: [{ key: 'smb' }], stages: [], journey: [] };
 * resolveField('segment', buildCatalogue(source))?.choices // ['smb']
 */
export function resolveField(name: string, catalogue: Catalogue, value?: unknown): CatalogueField | undefined {
  const field = findField(name);
  if (field === undefined) return;
  if (field.choicesFrom !== undefined) return { ...field, choices: catalogue.choices[field.choicesFrom] };
  if (field.key === undefined || field.name.startsWith('consent.')) return field;
  if (field.name.startsWith('touch.prop.')) return { ...field, type: guessType(value) };
  const defined = catalogue.customFields?.[field.name] ?? guessType(value);
  if (typeof defined === 'string') return { ...field, type: defined };
  const { type, choices } = defined;
  return { ...field, type, label: field.label || `"${field.key}"`, choices };
}

function guessType(value: unknown): FieldType {
  const sample: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof sample === 'number') return 'number';
  return typeof sample === 'boolean' ? 'bool' : 'text';
}

/**
 * The field name that was most likely meant, or undefined.
 *
 * @example
 * const source = { currency: 'EUR', personas: [], segments: [], stages: [], journey: [] };
 * nearestField('contact.e-mail', buildCatalogue(source)) // 'contact.email'
 */
export function nearestField(name: string, catalogue: Catalogue): string | undefined {
  const known = fieldDefinitions.map((one) => one.name).filter((one) => !one.endsWith('*'));
  const own = Object.keys(catalogue.customFields ?? {});
  const lastPart = name.slice(name.lastIndexOf('.') + 1);
  return nearestWord(name, [...known, ...own]) ?? known.find((one) => one.slice(one.lastIndexOf('.') + 1) === lastPart);
}
