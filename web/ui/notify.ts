import type { NotificationData } from '@mantine/notifications';
import type { ReactNode } from 'react';

/** Told when there is something to say: the list of messages is loaded then, not before. */
let onMessage: () => void = () => undefined;
export function whenNotified(listener: () => void): void {
  onMessage = listener;
}

/** A short word that something was done; it leaves by itself. Faults stand where they happened, not here. */
export async function notify(message: ReactNode, more: Partial<NotificationData> = {}): Promise<void> {
  onMessage();
  const { notifications } = await import('@mantine/notifications');
  const usual = { autoClose: 4000, color: 'shared', closeButtonProps: { 'aria-label': 'Close' } };
  notifications.show({ message, ...usual, ...more });
}

/** Takes a message away before its time, by the id that it was given. */
export async function hideNotice(id: string): Promise<void> {
  const { notifications } = await import('@mantine/notifications');
  notifications.hide(id);
}
