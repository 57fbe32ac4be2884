import { entryOfKind, fieldByWord, type ImportKind, objectOfKind, typeOfField, type ValueType } from './fields.ts';
import { headerKey, ownFieldKey, problemHeader } from './header-key.ts';
import { findPreset, type Preset, type TouchDefaults } from './presets.ts';
import type { ColumnProfile } from './profile-columns.ts';
import type { DateOrder } from './read-date.ts';
import type { DecimalSign } from './read-number.ts';

/** By what a row finds the record that it is about; `none` makes a new one of each row. */
export type KeyChoice = 'external-id' | 'email' | 'none';

export type Confidence = 'certain' | 'likely' | 'guess' | 'none';

/** What becomes of one column. `field` null leaves it out. */
export type MappedColumn = {
  field: string | null;
  type: ValueType;
  dateOrder: DateOrder | null;
  decimal: DecimalSign | null;
};

/** A mapping as it is proposed: `asks` is what people must say first, because the values do not. */
export type ProposedColumn = MappedColumn & { reason: string; confidence: Confidence; asks: Question | null };
export type Question = 'date-order' | 'decimal';

export type Proposal = {
  preset: { key: string; name: string } | null;
  kind: ImportKind;
  source: string;
  keyBy: KeyChoice;
  columns: ProposedColumn[];
  touch: TouchDefaults;
};

const anyTouch: TouchDefaults = { kind: 'event', name: null, department: 'marketing' };

/**
 * Proposes what each column of a file means: as the preset of its program says, else by the words of its header, else by its
 * values; what is left becomes own fields, so that nothing is lost unasked.
 *
 * @param kind what people say the rows are; null takes what the headers say
 * @example
 * const profiles = [{ filled: 1, shape: 'email', samples: ['a@b.example'], dateOrder: null, decimal: null }];
 * mapColumns(['Kontakt'], profiles, null).columns[0].field // 'contact.email'
 */
export function mapColumns(
  headers: readonly string[],
  profiles: readonly ColumnProfile[],
  kind: ImportKind | null,
): Proposal {
  const found = findPreset(headers);
  const preset = found !== null && (kind === null || kind === found.kind) ? found : null;
  const rows = kind ?? preset?.kind ?? guessKind(headers);
  const taken = new Set<string>();
  const columns = headers.map((header, at) => {
    const profile = profiles[at] ?? blankProfile;
    const proposed = proposeColumn(header, profile, rows, preset, taken);
    if (proposed.field !== null) taken.add(proposed.field);
    return { ...proposed, ...readAs(proposed.type, profile) };
  });
  return {
    preset: preset === null ? null : { key: preset.key, name: preset.name },
    kind: rows,
    source: preset?.source ?? 'file',
    keyBy: chooseKey(rows, preset, taken),
    columns,
    touch: preset?.touch ?? anyTouch,
  };
}

const blankProfile: ColumnProfile = { filled: 0, shape: 'empty', samples: [], dateOrder: null, decimal: null };

type Proposed = { field: string | null; type: ValueType; reason: string; confidence: Confidence };

function proposeColumn(
  header: string,
  profile: ColumnProfile,
  kind: ImportKind,
  preset: Preset | null,
  taken: ReadonlySet<string>,
): Proposed {
  if (header === problemHeader) {
    return { field: null, type: 'text', reason: 'Says why the row was refused last time.', confidence: 'certain' };
  }
  const key = headerKey(header);
  const given = preset?.columns[key];
  if (given !== undefined && preset !== null) {
    const [field, type] = given;
    return {
      field,
      type: type ?? typeOfField(field) ?? typeOfShape(profile),
      reason: `${preset.name} names it so.`,
      confidence: 'certain',
    };
  }
  const word = wordOf(key, kind);
  // Further e-mails and phones are kept; of any other field, the first column has the word.
  if (word !== null && (!taken.has(word) || repeatable.has(word))) {
    const type = typeOfField(word) ?? 'text';
    return profile.shape === 'email' && type !== 'email' && !taken.has('contact.email')
      ? byShape(header, profile, kind, taken)
      : { field: word, type, reason: `“${header.trim()}” means it.`, confidence: 'likely' };
  }
  return byShape(header, profile, kind, taken);
}

const repeatable: ReadonlySet<string> = new Set(['contact.email', 'contact.other-email', 'contact.phone']);

function byShape(header: string, profile: ColumnProfile, kind: ImportKind, taken: ReadonlySet<string>): Proposed {
  if (profile.shape === 'email' && !/^(?:accounts|members|spend)$/.test(kind) && !taken.has('contact.email')) {
    return { field: 'contact.email', type: 'email', reason: 'Its values are e-mail addresses.', confidence: 'guess' };
  }
  const own = ownFieldKey(header);
  // Entries have no fields of their own.
  const field = own === null || entryOfKind(kind) !== null ? null : `${objectOfKind[kind]}.custom.${own}`;
  if (field === null || taken.has(field)) {
    const reason = field === null ? 'Nothing says what it is; name a field for it.' : 'A column of this name is there.';
    return { field: null, type: 'text', reason, confidence: 'none' };
  }
  return { field, type: typeOfShape(profile), reason: 'Kept as a field of your own.', confidence: 'guess' };
}

/** Of files of companies, "Name" and "ID" are the company's; and so on for each kind. */
function wordOf(key: string, kind: ImportKind): string | null {
  const object = objectOfKind[kind];
  if (key === 'id' || key === 'record id' || key === 'external id' || key === 'externe id')
    return `${object}.external-id`;
  if (kind === 'accounts' && (key === 'name' || key === 'country' || key === 'land' || key === 'pays')) {
    return key === 'name' ? 'account.name' : 'account.country';
  }
  if (kind === 'deals' && (key === 'name' || key === 'title')) return 'deal.name';
  if (kind === 'deals' && key === 'stage') return 'deal.stage';
  const own = wordOfEntry(key, kind);
  if (own !== null) return own;
  const word = fieldByWord(key);
  // A lone column of a touch or deal does not make one of each contact; entries may speak of their deal.
  const isForeign = word !== null && !/^(?:contact|account)\./.test(word) && !word.startsWith(`${object}.`);
  return isForeign && !(entryOfKind(kind) !== null && word === 'deal.external-id') ? null : word;
}

/** Words that mean something else in each kind of file. */
function wordOfEntry(key: string, kind: ImportKind): string | null {
  const object = objectOfKind[kind];
  const isTime = ['date', 'time', 'at', 'datum', 'activity date', 'timestamp', 'create date', 'created at'].includes(
    key,
  );
  if (isTime && kind === 'spend') return 'spend.day';
  if (isTime && (kind === 'touches' || kind === 'activities' || kind === 'notes' || kind === 'stage-history')) {
    return key === 'time' && kind === 'activities' ? 'activity.time' : `${object}.at`;
  }
  if (kind === 'members' && ['name', 'email', 'e mail', 'full name'].includes(key)) {
    return key === 'name' || key === 'full name' ? 'member.name' : 'member.email';
  }
  if (kind === 'activities' && ['type', 'kind', 'subject', 'outcome', 'note', 'done', 'owner'].includes(key)) {
    return key === 'type' ? 'activity.kind' : `activity.${key}`;
  }
  if (kind === 'notes' && ['body', 'text', 'content'].includes(key)) return 'note.body';
  if (kind !== 'spend') return null;
  const word = fieldByWord(key);
  if (word === 'deal.amount') return 'spend.amount';
  if (key === 'source' || key === 'medium') return `spend.${key}`;
  return word !== null && /^touch\.(?:source|medium|campaign|content)$/.test(word)
    ? word.replace('touch', 'spend')
    : null;
}

function guessKind(headers: readonly string[]): ImportKind {
  const keys = headers.map(headerKey);
  const words = keys.map(fieldByWord);
  const isSpend = words.includes('spend.amount') && keys.some((key) => /\b(?:date|day|tag|datum)\b/.test(key));
  if (isSpend) return 'spend';
  const has = (...fields: string[]) => words.some((word) => word !== null && fields.includes(word));
  if (has('deal.name', 'deal.won-at', 'deal.external-id') || (has('deal.amount') && has('deal.expected-close')))
    return 'deals';
  if (has('contact.email', 'contact.first-name', 'contact.last-name', 'contact.phone')) {
    return has('touch.at') && has('touch.name') ? 'touches' : 'contacts';
  }
  return has('account.name', 'account.domain') ? 'accounts' : 'contacts';
}

function chooseKey(kind: ImportKind, preset: Preset | null, taken: ReadonlySet<string>): KeyChoice {
  const hasId = taken.has(`${objectOfKind[kind]}.external-id`);
  if (preset?.keyBy === 'external-id' && (hasId || taken.has('contact.external-id'))) return 'external-id';
  if (kind !== 'accounts' && kind !== 'deals') {
    return taken.has('contact.email') ? 'email' : taken.has('contact.external-id') ? 'external-id' : 'none';
  }
  return hasId ? 'external-id' : kind === 'accounts' ? 'external-id' : 'none';
}

function typeOfShape({ shape }: ColumnProfile): ValueType {
  return shape === 'number' || shape === 'boolean' || shape === 'date' ? shape : 'text';
}

/** How its dates and numbers are written, as far as the column says; else what to ask. */
function readAs(type: ValueType, profile: ColumnProfile): Pick<ProposedColumn, 'dateOrder' | 'decimal' | 'asks'> {
  const order = profile.dateOrder;
  const sign = profile.decimal;
  const isNumber = type === 'number' || type === 'money' || type === 'count';
  // Of a mixed column every value that fits one order alone is sure; the others are not.
  const isOrderOpen = type === 'date' && (order === 'ambiguous' || order === 'mixed');
  const isSignOpen = isNumber && (sign === 'ambiguous' || sign === 'mixed');
  return {
    dateOrder: order === 'dmy' || order === 'mdy' ? order : null,
    decimal: sign === '.' || sign === ',' ? sign : null,
    asks: isOrderOpen ? 'date-order' : isSignOpen ? 'decimal' : null,
  };
}

/**
 * What of a mapping people have not said yet though the values do not: the columns, by their index, with the question.
 *
 * @example
 * listOpenQuestions(
 *   [{ field: 'touch.at', type: 'date', dateOrder: null, decimal: null }],
 *   [{ filled: 1, shape: 'date', samples: ['1/2/2024'], dateOrder: 'ambiguous', decimal: null }],
 * ) // [{ column: 0, asks: 'date-order' }]
 */
export function listOpenQuestions(
  columns: readonly MappedColumn[],
  profiles: readonly ColumnProfile[],
): { column: number; asks: Question }[] {
  return columns.flatMap(({ field, type, dateOrder, decimal }, column) => {
    const { asks } = readAs(type, profiles[column] ?? blankProfile);
    const isAnswered = asks === 'date-order' ? dateOrder !== null : decimal !== null;
    return field === null || asks === null || isAnswered ? [] : [{ column, asks }];
  });
}
