/** Nothing that a program tracks happened before: an earlier time is a clock that was never set. */
const earliest = Date.UTC(2000, 0, 1);

/**
 * When a message happened, with its sender's clock put right: what passed between happening and sending is taken off the
 * time of receipt, as Segment does. Never later than the receipt; the receipt itself where the sender gives no usable time.
 *
 * @param happenedAt, sentAt, receivedAt epoch milliseconds
 * @example
 * correctTime({ happenedAt: 60_000_000_000, sentAt: 60_000_005_000, receivedAt: 1_700_000_000_000 }) // 1699999995000
 */
export function correctTime(times: { happenedAt: number | null; sentAt: number | null; receivedAt: number }): number {
  const { happenedAt, sentAt, receivedAt } = times;
  if (happenedAt === null) return receivedAt;
  const at = sentAt === null ? happenedAt : receivedAt - (sentAt - happenedAt);
  return at >= earliest ? Math.min(at, receivedAt) : receivedAt;
}
