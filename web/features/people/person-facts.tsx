/** What is known of a person, edited in its place. */
import { Button } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Contact } from '../../../src/features/contacts/schema.ts';
import { useLive } from '../../clock.ts';
import { type Format, useFormat } from '../../format.ts';
import { Card } from '../../ui/card.tsx';
import { languageName } from '../../ui/choices.ts';
import { LoadingState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { OwnFields } from './own-fields.tsx';
import styles from './record.module.css';

// Most who read a page change nothing: the form is loaded when it is opened.
const PersonForm = lazy(() => import('./person-form.tsx').then(({ PersonForm }) => ({ default: PersonForm })));

export function PersonFacts({ person }: { person: Contact }) {
  const [editing, setEditing] = useState(false);
  const mayEdit = person.mayEdit && !person.deletedAt && !person.mergedInto;
  return (
    <Card
      title="What is known"
      aside={
        mayEdit &&
        !editing && (
          <Button data-size="small" onClick={() => setEditing(true)}>
            Edit
          </Button>
        )
      }
    >
      {editing ? (
        <Suspense fallback={<LoadingState />}>
          <PersonForm person={person} onClose={() => setEditing(false)} />
        </Suspense>
      ) : (
        <Facts person={person} />
      )}
    </Card>
  );
}

function Facts({ person }: { person: Contact }) {
  const format = useFormat();
  const { emails, phones, country, zone, language, source, foundBy, protectedUntil, wakeUpAt, fields } = person;
  const time = useLive((at) => (zone ? format.timeIn(new Date(at), zone) : ''));
  const where = [country && countryName(country, format), time && `${time} there now`].filter(Boolean).join(', ');
  return (
    <dl className={styles.pairs}>
      {emails.length > 0 && (
        <Fact name="E-mail">
          {emails.map(({ value, bouncedAt }) => (
            <div key={value}>
              <a className="link" href={`mailto:${encodeURIComponent(value).replaceAll('%40', '@')}`}>
                {value}
              </a>
              {bouncedAt && <span className="cap"> bounced</span>}
            </div>
          ))}
        </Fact>
      )}
      {phones.length > 0 && (
        <Fact name="Phone">
          {phones.map(({ value }) => (
            <div key={value}>
              <a className="link" href={`tel:${encodeURIComponent(value)}`}>
                {value}
              </a>
            </div>
          ))}
        </Fact>
      )}
      {!(emails.length > 0 || phones.length > 0) && <Fact name="Reached by">Neither e-mail nor phone is known</Fact>}
      {where && <Fact name="Where">{where}</Fact>}
      {language && <Fact name="Language">{languageOf(language, format)}</Fact>}
      {source && (
        <Fact name="Source">
          <bdi>{source}</bdi>
        </Fact>
      )}
      {foundBy && (
        <Fact name="Found by">
          {foundBy.name}
          {protectedUntil && (
            <>
              , theirs until <TimeText at={protectedUntil} as="date" />
            </>
          )}
        </Fact>
      )}
      {wakeUpAt && (
        <Fact name="Wakes up">
          <TimeText at={wakeUpAt} as="date" />
        </Fact>
      )}
      <Fact name="Touches">{format.number(person.touchCount)}</Fact>
      <Fact name="Known since">
        <TimeText at={person.createdAt} as="date" />
      </Fact>
      <OwnFields object="contact" fields={fields} />
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Imports and forms bring names of countries as well as codes. */
export function countryName(country: string, format: Format): string {
  return /^[A-Z]{2}$/.test(country) ? format.country(country) : country;
}

function languageOf(language: string, format: Format): string {
  try {
    return languageName(language, format.locale);
  } catch {
    return language;
  }
}
