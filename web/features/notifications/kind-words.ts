import type { NotificationKind } from '../../../src/core/notification.ts';
import type { Notification } from '../../../src/features/notifications/schema.ts';

/** What a kind is called in the panel, and in the settings. */
export const kindWords: Record<NotificationKind, { short: string; long: string }> = {
  'lead-offered': { short: 'New lead', long: 'A new lead is yours' },
  'lead-reassigned': { short: 'Lead given to you', long: 'A lead of somebody else becomes yours' },
  'key-moment': {
    short: 'Key moment',
    long: 'Somebody you have reads a page that counts, is back, replies, or a second person of the company is active',
  },
  'promise-escalated': { short: 'Promise', long: 'The time of a promise runs out or is over' },
  'rejection-to-answer': { short: 'To answer', long: 'A rejection that you must answer' },
  'rejection-answered': { short: 'Answer', long: 'Marketing answers a rejection of yours' },
  'rejection-contested': { short: 'To rule on', long: 'A contested rejection that you rule on' },
  'rejection-decided': { short: 'Ruling', long: 'The heads have ruled on a rejection' },
  'lead-handed-back': { short: 'Handed back', long: 'Sales hands a lead back to you' },
  'lead-woken': { short: 'Due again', long: 'A lead that you took back is due again' },
  mention: { short: 'Mention', long: 'A note mentions you' },
  'task-due': { short: 'Task', long: 'A task of yours is due' },
  agreement: { short: 'Agreement', long: 'The agreement is proposed, signed, returned or to be reviewed' },
  'agreement-to-confirm': { short: 'To confirm', long: 'A new agreement waits to be confirmed' },
};

/** Where a notification leads to. */
export function linkOf({ object, objectId, record }: Pick<Notification, 'object' | 'objectId' | 'record'>) {
  switch (object) {
    case 'handoff':
      return { to: '/inbox', search: { handoff: objectId } } as const;
    case 'rejection':
      return { to: '/answers', search: { rejection: objectId } } as const;
    case 'agreement':
      return { to: '/agreement' } as const;
    case 'note':
    case 'contact':
    case 'account':
    case 'deal':
      return toRecord(record);
    case 'task':
      return { to: '/tasks' } as const;
  }
}

function toRecord(record: Notification['record']) {
  if (record?.kind === 'contact') return { to: '/people/$contactId', params: { contactId: record.id } } as const;
  if (record?.kind === 'account') return { to: '/companies/$accountId', params: { accountId: record.id } } as const;
  if (record?.kind === 'deal') return { to: '/deals/$dealId', params: { dealId: record.id } } as const;
  // What nobody may see any more leads nowhere.
  return { to: '/' } as const;
}
