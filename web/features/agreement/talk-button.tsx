/** How much is said of a clause; opens the talk. Silent clauses show it when they are pointed at. */
import { UnstyledButton } from '@mantine/core';
import { Icon } from '../../ui/icon.tsx';
import styles from './agreement.module.css';
import { useRoom } from './room.ts';
import { sayTalk } from './talk-words.ts';

export function TalkButton({
  path,
  number,
  name,
  isAlwaysSeen = false,
}: {
  path: string;
  number: string;
  name: string;
  isAlwaysSeen?: boolean;
}) {
  const { discuss, readings } = useRoom();
  const comments = readings.get(path)?.comments;
  const said = comments ? sayTalk(comments) : '';
  return (
    <UnstyledButton
      className={`${styles.talk} ${said || isAlwaysSeen ? '' : styles.silent}`}
      data-open={(comments?.openQuestions ?? 0) > 0 || undefined}
      onClick={() => discuss(path)}
      aria-label={`${said || 'Comment'}: clause ${number}, ${name}`}
    >
      <Icon name="comment" size={14} />
      <span>{said || 'Comment'}</span>
    </UnstyledButton>
  );
}
