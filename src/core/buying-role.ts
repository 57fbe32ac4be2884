/** What somebody is to their company when it buys. */
export const buyingRoles = [
  'initiator',
  'user',
  'influencer',
  'gatekeeper',
  'decision-maker',
  'approver',
  'buyer',
] as const;
export type BuyingRole = (typeof buyingRoles)[number];
