/** A short word that something was done; it leaves by itself. Faults stand where they happened, not here. */
export async function notify(message: string): Promise<void> {
  const { notifications } = await import('@mantine/notifications');
  notifications.show({ message, autoClose: 4000, withBorder: false, color: 'shared' });
}
