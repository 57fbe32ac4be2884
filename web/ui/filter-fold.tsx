/** Filters that wait behind a button on a phone, where they would push the list off the screen. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useNarrow } from './use-narrow.ts';

export function FilterFold({ label, children }: { label: string; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const narrow = useNarrow();
  return (
    <>
      {narrow && (
        <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide filters' : label}
        </Button>
      )}
      {(isOpen || !narrow) && children}
    </>
  );
}
