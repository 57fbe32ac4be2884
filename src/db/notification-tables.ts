import type { Generated } from 'kysely';
import type { NotificationKind, NotificationWay } from '../core/notification.ts';

type NotificationTable = {
  workspaceId: string;
  id: string;
  memberId: string;
  kind: NotificationKind;
  key: string;
  object: string;
  objectId: string;
  contactId: string | null;
  accountId: string | null;
  dealId: string | null;
  text: string;
  urgent: Generated<boolean>;
  letter: Buffer | null;
  at: Date;
  readAt: Date | null;
  mailAt: Date | null;
};

type NotificationSettingTable = {
  workspaceId: string;
  memberId: string;
  kind: NotificationKind;
  way: NotificationWay;
};

type MomentSettingTable = { workspaceId: string; paths: string[]; updatedAt: Date };
type ActToTellTable = { workspaceId: string; number: Generated<string>; contactId: string };
type KeyMomentTable = { workspaceId: string; contactId: string; kind: string; day: string };

/** What members are told, and how. */
export type NotificationTables = {
  notifications: NotificationTable;
  notificationSettings: NotificationSettingTable;
  momentSettings: MomentSettingTable;
  actsToTell: ActToTellTable;
  keyMoments: KeyMomentTable;
};
