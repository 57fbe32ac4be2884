import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from '../../ui/icon.tsx';
import styles from './people.module.css';

/** Between two keys of somebody who types slowly. */
const pauseMs = 250;

/** A search that stands in the address. What is typed is asked for after a pause; another address fills it anew. */
export function SearchInput(props: {
  placeholder: string;
  value: string | undefined;
  onSearch: (search: string) => void;
}) {
  const { value = '', onSearch } = props;
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const [sent, setSent] = useState(value);
  if (value !== seen) {
    setSeen(value);
    // The answer to what was asked here takes nothing away from what was typed since.
    if (value !== sent) setTyped(value);
  }
  const search = useDebouncedCallback((text: string) => {
    setSent(text.trim());
    onSearch(text.trim());
  }, pauseMs);
  return (
    <TextInput
      className={styles.search}
      label="Search"
      placeholder={props.placeholder}
      type="search"
      leftSection={<Icon name="search" />}
      maxLength={100}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
    />
  );
}
