/** One message: what it is, of whom, when; opened, its JSON as text. */
import { useState } from 'react';
import type { ReceivedMessage } from '../../../src/features/capture/schema.ts';
import { Icon } from '../../ui/icon.tsx';
import { Tag } from '../../ui/tag.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { writeJson, writePlain } from './json-words.ts';
import styles from './sources.module.css';

export function MessageLine({ message }: { message: ReceivedMessage }) {
  const [open, setOpen] = useState(false);
  const id = `message-${message.seq}`;
  const { type, name, userId, anonymousId, receivedAt } = message;
  return (
    <li className={styles.entry}>
      <button
        type="button"
        className={styles.line}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <span className={styles.arrow} data-open={open || undefined}>
          <Icon name="right" />
        </span>
        <Tag>{type}</Tag>
        <span className={styles.what}>
          <bdi className={styles.cut}>{name === null ? 'Without a name' : writePlain(name)}</bdi>
          <small className={styles.cut}>
            {userId ? 'user ' : 'visitor '}
            <bdi>{writePlain(userId ?? anonymousId ?? 'unknown')}</bdi>
          </small>
        </span>
        <span className={styles.when}>
          <TimeText at={receivedAt} as="ago" />
        </span>
      </button>
      <div id={id} hidden={!open}>
        {open && <Opened message={message} />}
      </div>
    </li>
  );
}

function Opened({ message }: { message: ReceivedMessage }) {
  const { receivedAt, happenedAt, messageId, body } = message;
  return (
    <div className={styles.opened}>
      <dl className={styles.proof}>
        <div>
          <dt>Received</dt>
          <dd>
            <TimeText at={receivedAt} />
          </dd>
        </div>
        <div>
          <dt>Happened</dt>
          <dd>{happenedAt ? <TimeText at={happenedAt} /> : 'when it was received'}</dd>
        </div>
        <div>
          <dt>Message id</dt>
          <dd>
            <code>{writePlain(messageId)}</code>
          </dd>
        </div>
      </dl>
      <JsonText label="The message as JSON" text={writeJson(body)} />
    </div>
  );
}

/** Never as markup, left to right, and of a bounded height. */
export function JsonText({ label, text }: { label: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.json} aria-label={label} tabIndex={0}>
      <pre dir="ltr">{text}</pre>
    </section>
  );
}
