/** Keys that work everywhere: the palette, `g` and a letter, `?`. Keys without Ctrl can be switched off (WCAG 2.1.4). */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { rooms } from './rooms.ts';

const storageKey = 'baton-shortcuts';
/** How long `g` waits for its letter. */
const waitMs = 1200;

/** A key that works while a page is open. */
export type PageKey = { key: string; what: string; run: () => void; repeats?: boolean };

/** Those of what is open. One listener serves them all, so that the letter after `g` never does something else. */
const openKeys = new Set<readonly PageKey[]>();
export const pageKeys = (): PageKey[] => [...openKeys].flat();

/**
 * Keys of a page while it is open, without Ctrl; the list of shortcuts shows them.
 *
 * @example
 * usePageKeys([{ key: 'a', what: 'Accept the lead', run: accept }]);
 */
export function usePageKeys(keys: readonly PageKey[]): void {
  useEffect(() => {
    openKeys.add(keys);
    return () => {
      openKeys.delete(keys);
    };
  }, [keys]);
}

export function useShortcutChoice(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(readChoice);
  const choose = (next: boolean) => {
    setOn(next);
    try {
      localStorage.setItem(storageKey, next ? 'on' : 'off');
    } catch {
      // Storage is closed to us: the choice holds until the page is left.
    }
  };
  return [on, choose];
}

function readChoice(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

export function useShortcuts(options: { letters: boolean; onPalette: () => void; onHelp: () => void }): void {
  const { letters, onPalette, onHelp } = options;
  const navigate = useNavigate();
  useEffect(() => {
    let goUntil = 0;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        onPalette();
        return;
      }
      if (!letters || event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
      if (event.key === '?') {
        event.preventDefault();
        onHelp();
      } else if (event.key === 'g') {
        goUntil = event.timeStamp + waitMs;
      } else if (event.timeStamp < goUntil) {
        goUntil = 0;
        const room = rooms.find(({ key }) => key === event.key);
        if (room) void navigate({ to: room.path });
      } else {
        runPageKey(event);
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [letters, onPalette, onHelp, navigate]);
}

function runPageKey(event: KeyboardEvent): void {
  const found = pageKeys().find(({ key }) => key === event.key);
  // A key that is held down moves on and on; it changes data once.
  if (!found || (event.repeat && !found.repeats)) return;
  event.preventDefault();
  found.run();
}

/** Somebody is typing, or a dialog has the keyboard. */
function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const busy = 'input:not([type="checkbox"]), textarea, select, [role="dialog"], [role="menu"]';
  return target.isContentEditable || target.closest(busy) !== null;
}
