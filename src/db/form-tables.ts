import type { ColumnType, Generated } from 'kysely';
import type { ConsentText, FormDefinition } from '../core/forms/definition.ts';
import type { Answers, GivenConsent } from '../core/forms/read-submission.ts';
import type { FilledForm, Submission } from '../core/forms/tell-submission.ts';

/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>;

export type FormState = 'draft' | 'live' | 'closed';
export type SubmissionStatus = 'waiting' | 'accepted' | 'suspected';

/** A definition as it is stored: its consent texts have versions. */
export type StoredDefinition = Omit<FormDefinition, 'consents'> & { consents: ConsentText[] };

/** What the messages of a submission are made of: the form as it was then, and who sent it. */
export type UnsentParts = {
  form: FilledForm;
  submission: Omit<Submission, 'confirmedAt'>;
  address: string;
  userAgent: string;
  /** Epoch milliseconds at which its page was seen, where that is among the views. */
  seenAt?: number | null;
};

type FormTable = {
  workspaceId: string;
  id: string;
  key: string;
  slug: string;
  name: string;
  state: FormState;
  definition: Json<StoredDefinition>;
  sourceId: string;
  createdBy: string | null;
  createdAt: Date;
  updatedAt: Date;
  version: Generated<number>;
};

type FormConsentTextTable = {
  workspaceId: string;
  formId: string;
  purpose: string;
  version: number;
  text: string;
  createdAt: Date;
};

type FormSubmissionTable = {
  workspaceId: string;
  id: string;
  formId: string;
  formVersion: number;
  onceHash: Buffer;
  status: SubmissionStatus;
  suspicion: 'trap' | 'robot' | null;
  answers: Json<Answers>;
  consents: Json<GivenConsent[]>;
  selfReportedSource: string | null;
  pageUrl: string | null;
  page: string | null;
  unsent: ColumnType<UnsentParts | null, string | null, string | null>;
  submittedAt: Date;
  confirmHash: Buffer | null;
  confirmUntil: Date | null;
  confirmedAt: Date | null;
};

type FormPageDayTable = {
  workspaceId: string;
  formId: string;
  day: string;
  page: string;
  views: Generated<number>;
  converted: Generated<number>;
  submissions: Generated<number>;
  suspected: Generated<number>;
};

/** Forms, what was sent by them, and how many saw them. */
export type FormTables = {
  forms: FormTable;
  formConsentTexts: FormConsentTextTable;
  formSubmissions: FormSubmissionTable;
  formPageDays: FormPageDayTable;
};
