/** The reasons of the agreement, each with its letter, in groups by what becomes of the lead; those that cannot be given say why. */
import { Radio } from '@mantine/core';
import { now } from '../../clock.ts';
import { type Format, useFormat } from '../../format.ts';
import styles from './return.module.css';
import { groupReasons, type Reason, type ReturnVerdict, verdictWords } from './verdict-words.ts';

/** How far the attempts are that some reasons need first. */
export type Made = { made: number; atLeast: number | null } | null;

export function ReasonPicker(props: {
  reasons: readonly Reason[];
  letters: ReadonlyMap<string, string>;
  chosen: string | null;
  made: Made;
  onChoose: (reason: Reason) => void;
}) {
  const format = useFormat();
  return (
    <div className={styles.groups} role="radiogroup" aria-label="Reason">
      {groupReasons(props.reasons).map(({ title, reasons }) => (
        <fieldset key={title} className={styles.group}>
          <legend>{title}</legend>
          {reasons.map((reason) => (
            <Row
              key={reason.key}
              reason={reason}
              letter={props.letters.get(reason.key)}
              isChosen={props.chosen === reason.key}
              aside={asideOf(reason, props.made, format)}
              onChoose={() => props.onChoose(reason)}
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

function Row(props: {
  reason: Reason;
  letter: string | undefined;
  isChosen: boolean;
  aside: string | null;
  onChoose: () => void;
}) {
  const { reason, letter, isChosen, aside, onChoose } = props;
  return (
    <label className={styles.reason} data-chosen={isChosen || undefined} data-off={!reason.allowed || undefined}>
      <input
        type="radio"
        name="reason"
        value={reason.key}
        checked={isChosen}
        onChange={onChoose}
        aria-keyshortcuts={letter?.toLocaleUpperCase()}
      />
      <span className={styles.letter} aria-hidden="true">
        {letter?.toLocaleUpperCase()}
      </span>
      <span className={styles.name}>{reason.name}</span>
      {aside && <small>{aside}</small>}
      {isChosen && !reason.allowed && (
        <span className={styles.why} role="alert">
          {reason.why}
        </span>
      )}
    </label>
  );
}

/** What is owed before it can be given, or when the lead would come back. */
function asideOf(reason: Reason, made: Made, format: Format): string | null {
  if (!reason.allowed) {
    return made?.atLeast ? `after ${made.atLeast} attempts: ${made.made} of ${made.atLeast}` : 'not now';
  }
  if (reason.wakeUpAt) {
    const days = Math.round((Date.parse(reason.wakeUpAt) - now().getTime()) / 86_400_000);
    return `in ${format.number(days)} days`;
  }
  if (reason.verdict === null) return 'you choose';
  return reason.textRequired ? 'with a sentence' : null;
}

/** For a reason that leaves the verdict to whoever gives it. */
export function VerdictPicker(props: {
  verdicts: readonly ReturnVerdict[];
  value: ReturnVerdict | null;
  onChange: (verdict: ReturnVerdict) => void;
}) {
  return (
    <Radio.Group
      label="What becomes of the lead?"
      value={props.value}
      onChange={(value) => {
        const verdict = props.verdicts.find((one) => one === value);
        if (verdict) props.onChange(verdict);
      }}
    >
      <div className={styles.verdicts}>
        {props.verdicts.map((verdict) => (
          <Radio key={verdict} value={verdict} label={verdictWords[verdict].choice} data-verdict="" />
        ))}
      </div>
    </Radio.Group>
  );
}
