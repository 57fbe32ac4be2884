/** The page of the form as the server would show it, of what is typed now. Nothing in it can be sent. */
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { previewForm } from '../../../src/features/forms/schema.ts';
import { queryOf } from '../../queries.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { bodyOf, type FormValues } from './form-values.ts';
import styles from './forms.module.css';

/** Nobody sees what stands between two letters. */
const settles = 350;

export function Preview({ values }: { values: FormValues }) {
  const [settled] = useDebouncedValue(values, settles);
  const body = bodyOf(settled);
  const isWhole = previewForm.body?.safeParse(body).success === true;
  const { data, error, refetch } = useQuery({
    ...queryOf(previewForm, { body }),
    enabled: isWhole,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
  return (
    <section className={styles.preview} aria-label="Preview">
      <div className={styles.previewHead}>
        <h3>The page as people see it</h3>
        <span role="status">
          {isWhole ? (
            <Verdict is="good">Up to date</Verdict>
          ) : (
            <Verdict is="warn">Waits until the form is complete</Verdict>
          )}
        </span>
      </div>
      {data ? (
        <PageFrame page={data.page} />
      ) : error ? (
        <ErrorState error={error} what="The page could not be shown." retry={() => void refetch()} />
      ) : (
        <LoadingState lines={8} label="Loading the page" />
      )}
    </section>
  );
}

/**
 * The page in a frame of its own, which sends nothing and leads nowhere. Our policy holds in it, so that it runs no script;
 * its style is given as an object, because as text the policy would refuse that too.
 */
function PageFrame({ page }: { page: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const fill = useCallback(() => {
    const inner = frame.current?.contentDocument;
    const window = inner?.defaultView;
    if (!inner || !window) return;
    const [element = '', style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    const given = new DOMParser().parseFromString(page.replace(element, ''), 'text/html');
    const sheet = new window.CSSStyleSheet();
    sheet.replaceSync(style);
    inner.adoptedStyleSheets = [sheet];
    inner.documentElement.lang = given.documentElement.lang;
    inner.title = given.title;
    inner.body.replaceChildren(...given.body.childNodes);
  }, [page]);
  useEffect(fill, [fill]);
  return (
    <iframe
      ref={frame}
      className={styles.frame}
      title="The page of the form"
      sandbox="allow-same-origin allow-scripts"
      onLoad={fill}
    />
  );
}
