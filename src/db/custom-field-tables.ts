import type { Generated } from 'kysely';
import type { CustomFieldType } from '../core/custom-field.ts';

type CustomFieldTable = {
  workspaceId: string;
  id: string;
  object: 'contact' | 'account';
  key: string;
  label: string;
  description: string | null;
  type: CustomFieldType;
  options: string[];
  position: number;
  archivedAt: Date | null;
  createdAt: Date;
  version: Generated<number>;
};

/** Own fields of people and companies. */
export type CustomFieldTables = { customFields: CustomFieldTable };
