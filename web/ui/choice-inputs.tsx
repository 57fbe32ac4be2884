/** Selects for time zone, currency, language and the first day of the fiscal year. They take what `form.getInputProps` gives. */
import { type OptionsFilter, Select, type SelectProps } from '@mantine/core';
import { type MouseEvent, useMemo } from 'react';
import styles from './choice-inputs.module.css';
import { currencyChoices, languageChoices, monthChoices, zoneChoices } from './choices.ts';

type ChoiceProps = Omit<SelectProps, 'data'>;

/** What begins a word comes first: "lis" finds Europe/Lisbon before America/Indianapolis. */
const wordsFirst: OptionsFilter = ({ options, search }) => {
  const text = search.trim().toLocaleLowerCase();
  const beginsWord = (label: string) => label.split(/[\s/·(]+/).some((word) => word.startsWith(text));
  const found = options.flatMap((option) => {
    const label = 'label' in option ? String(option.label).toLocaleLowerCase() : '';
    return label.includes(text) ? [{ option, rank: beginsWord(label) ? 0 : 1 }] : [];
  });
  return found.sort((a, b) => a.rank - b.rank).map(({ option }) => option);
};

/** Lists are long: typing narrows them, and only so many are drawn. */
const long = {
  searchable: true,
  filter: wordsFirst,
  limit: 80,
  nothingFoundMessage: 'Nothing like that',
  // What is chosen is marked, so that typing replaces it; with the keyboard browsers do that by themselves.
  onClick: (event: MouseEvent<HTMLInputElement>) => event.currentTarget.select(),
};

export function ZoneSelect(props: ChoiceProps) {
  const data = useMemo(() => zoneChoices(props.value), [props.value]);
  return <Select label="Time zone" {...long} {...props} data={data} />;
}

export function CurrencySelect({ locale, ...props }: ChoiceProps & { locale: string }) {
  const data = useMemo(() => currencyChoices(locale), [locale]);
  return <Select label="Currency" {...long} {...props} data={data} />;
}

export function LanguageSelect({ locale, ...props }: ChoiceProps & { locale: string }) {
  const data = useMemo(() => languageChoices(locale, props.value), [locale, props.value]);
  return <Select label="Dates and numbers as in" {...long} {...props} data={data} />;
}

/** `MM-DD`: a month and a day of it that comes every year. */
export function FiscalStartInput(props: {
  value: string;
  onChange: (value: string) => void;
  locale: string;
  error?: unknown;
}) {
  const [month = '01', day = '01'] = props.value.split('-');
  const days = new Date(Date.UTC(2026, Number(month), 0)).getUTCDate();
  const dayChoices = Array.from({ length: days }, (_, index) => String(index + 1).padStart(2, '0'));
  const setMonth = (next: string | null) => {
    if (!next) return;
    const last = new Date(Date.UTC(2026, Number(next), 0)).getUTCDate();
    props.onChange(`${next}-${String(Math.min(Number(day), last)).padStart(2, '0')}`);
  };
  return (
    <fieldset className={styles.fiscal}>
      <legend>The fiscal year begins on</legend>
      <Select
        aria-label="Day of the month"
        data={dayChoices.map((value) => ({ value, label: String(Number(value)) }))}
        value={day}
        onChange={(next) => next && props.onChange(`${month}-${next}`)}
      />
      <Select aria-label="Month" data={monthChoices(props.locale)} value={month} onChange={setMonth} />
      {typeof props.error === 'string' && <p className={styles.fault}>{props.error}</p>}
    </fieldset>
  );
}
