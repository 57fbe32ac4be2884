export type Value = string | number | boolean | readonly string[];
/** By name; own fields as `custom.<key>`. Null is a blank cell. */
export type Values = Readonly<Record<string, Value | null>>;

/** What a row says of one record. Refs are keys such as `email:ana@plant.example` or `ext:4711`. */
export type RecordDraft = {
  /** By which it is found, the surest first; none makes a new record. */
  readonly find: readonly string[];
  /** Which are the record's from then on. */
  readonly gives: readonly string[];
  readonly values: Values;
};

export type ImportMode = 'create' | 'update' | 'both';
export type PlanOptions = {
  mode: ImportMode;
  /** What a blank cell does to a value that is there. */
  blanks: 'keep' | 'clear';
  /** Names that only a new record takes. */
  onlyNew?: readonly string[];
  /** Names that are filled where they are missing and else stay. */
  onlyFill?: readonly string[];
  newId: () => string;
};

export type RecordPlan = {
  /** Null where a record is neither there nor to be made. */
  id: string | null;
  outcome: 'created' | 'updated' | 'unchanged' | 'skipped';
  /** The record's values as they are to be. */
  values: Values;
  /** Refs that are new. */
  refs: string[];
  /** Refs that another record has and keeps. */
  held: string[];
};

/** Companies may share a name; a name that two have leads to neither. */
const isShared = (ref: string): boolean => ref.startsWith('name:');
const nobody = '';

/**
 * Decides of each row's draft which record it is about and what becomes of it, and remembers it, so that a later row finds
 * what an earlier one made. Nothing is written here.
 *
 * @example
 * const planner = new RecordPlanner({ mode: 'both', blanks: 'keep', newId: () => 'r1' });
 * const draft = { find: ['ext:7'], gives: ['ext:7'], values: { name: 'Ana', title: null } };
 * [planner.plan(draft).outcome, planner.plan(draft).outcome] // ['created', 'unchanged']
 */
export class RecordPlanner {
  private readonly ids = new Map<string, string>();
  private readonly records = new Map<string, Values>();
  private readonly options: PlanOptions;

  constructor(options: PlanOptions) {
    this.options = options;
  }

  /** Takes what is stored; what was planned since stands. */
  learn(
    refs: Iterable<readonly [ref: string, id: string]>,
    records: Iterable<readonly [id: string, values: Values]>,
  ): void {
    for (const [ref, id] of refs) this.hold(ref, id);
    for (const [id, values] of records) if (!this.records.has(id)) this.records.set(id, values);
  }

  /** The record that a draft finds, if any. */
  find({ find }: Pick<RecordDraft, 'find'>): string | undefined {
    return find.map((ref) => this.ids.get(ref)).find((id) => id !== undefined && id !== nobody);
  }

  /** Whether the mode leaves the draft's record out. */
  skips(draft: Pick<RecordDraft, 'find'>): boolean {
    return this.find(draft) === undefined ? this.options.mode === 'update' : this.options.mode === 'create';
  }

  plan({ find, gives, values }: RecordDraft): RecordPlan {
    const { onlyNew = [] } = this.options;
    const found = this.find({ find });
    const before = found === undefined ? undefined : (this.records.get(found) ?? {});
    if (this.skips({ find })) {
      return { id: found ?? null, outcome: 'skipped', values: before ?? {}, refs: [], held: [] };
    }
    const id = found ?? this.options.newId();
    const { refs, held } = this.give(gives, id);
    const given =
      found === undefined ? Object.entries(values) : Object.entries(values).filter(([name]) => !onlyNew.includes(name));
    const after = this.apply(before ?? {}, given);
    this.records.set(id, after);
    const outcome =
      before === undefined ? 'created' : isSame(before, after) && refs.length === 0 ? 'unchanged' : 'updated';
    return { id, outcome, values: after, refs, held };
  }

  private give(gives: readonly string[], id: string): { refs: string[]; held: string[] } {
    const refs: string[] = [];
    const held: string[] = [];
    for (const ref of gives) {
      const holder = this.ids.get(ref);
      if (holder !== undefined && holder !== id && !isShared(ref)) held.push(ref);
      else if (holder === undefined && !isShared(ref)) refs.push(ref);
      this.hold(ref, id);
    }
    return { refs, held };
  }

  private hold(ref: string, id: string): void {
    const holder = this.ids.get(ref);
    if (holder === undefined) this.ids.set(ref, id);
    else if (holder !== id && isShared(ref)) this.ids.set(ref, nobody);
  }

  private apply(before: Values, given: readonly (readonly [string, Value | null])[]): Values {
    const { blanks, onlyFill = [] } = this.options;
    const after: Record<string, Value | null> = { ...before };
    for (const [name, value] of given) {
      const has = (after[name] ?? null) !== null;
      if (value === null ? has && blanks === 'clear' && !onlyFill.includes(name) : !(has && onlyFill.includes(name))) {
        after[name] = value;
      }
    }
    return after;
  }
}

function isSame(before: Values, after: Values): boolean {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].every((name) => {
    const [a, b] = [before[name] ?? null, after[name] ?? null];
    return a === b || JSON.stringify(a) === JSON.stringify(b);
  });
}
