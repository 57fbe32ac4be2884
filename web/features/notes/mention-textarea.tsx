/** A text in which "@" finds a member: arrows choose, Enter takes, Escape leaves it as it was typed. */
import { Popover, Textarea, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { listMembers } from '../../../src/features/members/schema.ts';
import { queryOf } from '../../queries.ts';
import { Face } from '../../ui/half.tsx';
import { findMention, type MentionSearch, putMention } from './mention-search.ts';
import styles from './notes.module.css';

export type Named = { id: string; name: string };

const mostShown = 6;

export function MentionTextarea(props: {
  label: string;
  isLabelHidden?: boolean;
  placeholder?: string;
  value: string;
  onChange: (text: string) => void;
  /** A member was chosen. */
  onMention: (member: Named) => void;
  error?: ReactNode;
  isFocused?: boolean;
  minRows?: number;
}) {
  const { value, onChange, onMention } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [search, setSearch] = useState<MentionSearch | null>(null);
  const [active, setActive] = useState(0);
  const id = useId();
  const found = useFound(search);
  const isOpen = search !== null && found.length > 0;
  const look = (text: string, caret: number) => {
    setSearch(findMention(text, caret));
    setActive(0);
  };
  const take = (member: Named) => {
    if (search === null) return;
    const { text, caret } = putMention(value, search, member.name);
    // Drawn at once: whoever types on meanwhile would type before the caret is put behind the name, and be scrambled.
    flushSync(() => {
      onChange(text);
      onMention(member);
      setSearch(null);
    });
    field.current?.focus();
    field.current?.setSelectionRange(caret, caret);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen || event.nativeEvent.isComposing) return;
    const member = found[active];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setActive((active + step + found.length) % found.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && member) take(member);
    else if (event.key === 'Escape') setSearch(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Popover
      opened={isOpen}
      position="bottom-start"
      width={280}
      trapFocus={false}
      returnFocus={false}
      withRoles={false}
    >
      <Popover.Target>
        <div>
          <Textarea
            ref={field}
            {...(props.isLabelHidden ? { 'aria-label': props.label } : { label: props.label })}
            placeholder={props.placeholder ?? ''}
            error={props.error}
            autosize
            minRows={props.minRows ?? 2}
            maxRows={14}
            maxLength={10_000}
            value={value}
            {...(props.isFocused ? { 'data-autofocus': true } : {})}
            onChange={({ currentTarget }) => {
              onChange(currentTarget.value);
              look(currentTarget.value, currentTarget.selectionStart);
            }}
            onSelect={({ currentTarget }) => {
              if (search !== null) setSearch(findMention(currentTarget.value, currentTarget.selectionStart));
            }}
            onBlur={() => setSearch(null)}
            onKeyDownCapture={onKeyDown}
            aria-autocomplete="list"
            {...(isOpen ? { 'aria-controls': id, 'aria-activedescendant': `${id}-${active}` } : {})}
          />
        </div>
      </Popover.Target>
      <Popover.Dropdown className={styles.found ?? ''}>
        <div role="listbox" id={id} aria-label="Members">
          {found.map((member, n) => (
            <UnstyledButton
              key={member.id}
              id={`${id}-${n}`}
              role="option"
              aria-selected={n === active}
              className={styles.option}
              tabIndex={-1}
              // The text keeps the keyboard.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(member)}
            >
              <Face name={member.name} department={member.department} />
              <span className={styles.optionName}>{member.name}</span>
            </UnstyledButton>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function useFound(search: MentionSearch | null) {
  const [name] = useDebouncedValue(search?.name.trim() ?? '', 120);
  const { data } = useQuery({
    ...queryOf(listMembers, { query: { limit: mostShown, active: 'true', ...(name ? { search: name } : {}) } }),
    enabled: search !== null,
    placeholderData: keepPreviousData,
  });
  return search === null ? [] : (data?.data ?? []);
}
