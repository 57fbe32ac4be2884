import type { FormField } from './definition.ts';
import type { Answers, GivenConsent } from './read-submission.ts';

/** The form that was filled in, as far as its messages speak of it. */
export type FilledForm = { id: string; slug: string; name: string; version: number; fields: readonly FormField[] };

export type Submission = {
  id: string;
  /** When it was sent, and when the link in the mail was used; instants as text. */
  at: string;
  confirmedAt: string | null;
  answers: Answers;
  consents: readonly GivenConsent[];
  heard: string | null;
  /** Of the browser, where the snippet gave it one. */
  anonymousId: string | null;
  /** The page that the form stood on, with what its link said and the page before. */
  page: { url: string | null; search: string | null; referrer: string | null };
};

type Message = { type: 'track' | 'identify'; messageId: string } & Record<string, unknown>;

/**
 * Says a submission in messages of the tracking API, so that it goes the way of every touch. Fields of your own are told
 * first, by an `identify`. A box that was left empty says nothing: only what was ticked is consent.
 *
 * @example
 * tellSubmission({ id: 'f', slug: 'demo-request', name: 'Demo', version: 1, fields: [] }, { id: 's', at: '2026-03-02T09:00:00Z',
 *   confirmedAt: null, answers: {}, consents: [], heard: null, anonymousId: null, page: { url: null, search: null, referrer: null } })
 *   .map(({ type, messageId }) => [type, messageId]) // [['track', 's']]
 */
export function tellSubmission(form: FilledForm, submission: Submission): Message[] {
  const { id, at, confirmedAt, answers, heard } = submission;
  const [traits, own, props]: Record<string, string | boolean>[] = [{}, {}, {}];
  for (const { key, fills } of form.fields) {
    const answer = answers[key];
    if (answer === undefined) continue;
    if (fills === null) Object.assign(props as object, { [key]: answer });
    else if (fills === 'own') Object.assign(own as object, { [key]: answer });
    else Object.assign(traits as object, { [fills]: String(answer) });
  }
  const common = { anonymousId: submission.anonymousId ?? id, timestamp: at };
  const ticked = submission.consents.filter((consent) => consent.ticked);
  const proof = { form: form.slug, formVersion: form.version, submissionId: id, submittedAt: at, confirmedAt };
  const track: Message = {
    type: 'track',
    messageId: id,
    event: 'Form Submitted',
    ...common,
    properties: {
      ...props,
      form: form.slug,
      formId: form.id,
      formName: form.name,
      formVersion: form.version,
      submissionId: id,
      ...(heard === null ? {} : { self_reported_source: heard }),
    },
    context: {
      traits,
      page: Object.fromEntries(Object.entries(submission.page).filter(([, value]) => value !== null)),
      library: { name: 'baton-form' },
      ...(ticked.length === 0
        ? {}
        : {
            consent: {
              categoryPreferences: Object.fromEntries(ticked.map(({ purpose }) => [purpose, true])),
              textVersions: Object.fromEntries(
                ticked.flatMap(({ purpose, version }) =>
                  version === null ? [] : [[purpose, `${form.slug}/${version}`]],
                ),
              ),
              proof,
            },
          }),
    },
  };
  if (Object.keys(own as object).length === 0) return [track];
  const identify: Message = { type: 'identify', messageId: `${id}:fields`, ...common, traits: { ...traits, ...own } };
  return [identify, track];
}
