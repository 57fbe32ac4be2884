/** A dialog that is a sheet from the foot of the screen on a phone, where thumbs are, and a window in the middle elsewhere. */
import { Drawer, Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import styles from './sheet.module.css';

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
  const narrow = useMediaQuery('(max-width: 820px)', false, { getInitialValueInEffect: false }) ?? false;
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
