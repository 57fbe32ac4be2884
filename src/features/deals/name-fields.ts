/** The fields of a deal that a file can say, by column. */
export const dealFields = {
  name: 'name',
  stage: 'stage',
  amount: 'amount',
  expectedClose: 'expected_close',
  openedAt: 'opened_at',
  wonAt: 'won_at',
  lostAt: 'lost_at',
  lossReason: 'loss_reason',
  accountId: 'account',
  ownerId: 'owner',
  sdrId: 'sdr',
} as const;
