/** A dialog that is a sheet from the foot of the screen on a phone, where thumbs are, and a window in the middle elsewhere. */
import { Drawer, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './sheet.module.css';
import { useNarrow } from './use-narrow.ts';

export function Sheet({
  title,
  onClose,
  size = 520,
  children,
}: {
  title: ReactNode;
  onClose: () => void;
  size?: number;
  children: ReactNode;
}) {
  const narrow = useNarrow();
  const usual = { opened: true, onClose, title, closeButtonProps: { 'aria-label': 'Close' } };
  if (narrow) {
    return (
      <Drawer {...usual} position="bottom" size="auto" radius="lg" classNames={{ content: styles.sheet ?? '' }}>
        {children}
      </Drawer>
    );
  }
  return (
    <Modal {...usual} size={size}>
      {children}
    </Modal>
  );
}
