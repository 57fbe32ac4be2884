/** Told when there is something to say: the list of messages is loaded then, not before. */
let onMessage: () => void = () => undefined;
export function whenNotified(listener: () => void): void {
  onMessage = listener;
}

/** A short word that something was done; it leaves by itself. Faults stand where they happened, not here. */
export async function notify(message: string): Promise<void> {
  onMessage();
  const { notifications } = await import('@mantine/notifications');
  notifications.show({ message, autoClose: 4000, color: 'shared', closeButtonProps: { 'aria-label': 'Close' } });
}
