/** How the reader wishes to be told of each kind. */
import { SegmentedControl } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { NotificationKind, NotificationWay } from '../../../src/core/notification.ts';
import {
  editNotificationSettings,
  getNotificationSettings,
  type NotificationSettings,
} from '../../../src/features/notifications/schema.ts';
import { queryOf, useAction } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { sayProblem } from '../settings/say.tsx';
import { kindWords } from './kind-words.ts';
import styles from './notifications.module.css';

const ways: { value: NotificationWay; label: string }[] = [
  { value: 'mail', label: 'Baton and mail' },
  { value: 'app', label: 'Baton' },
  { value: 'none', label: 'Not at all' },
];

export function WaysCard() {
  const settings = useQuery(queryOf(getNotificationSettings, {}));
  return (
    <div id="notifications">
      <Card
        title="Notifications"
        lead="Mails wait for your working hours and then come as one, but for a promise whose time is over."
      >
        {settings.data && <Ways rows={settings.data.data} />}
        {!settings.data && !settings.error && <LoadingState lines={6} label="Loading your settings" />}
        {settings.error && (
          <ErrorState
            error={settings.error}
            what="Your settings could not be loaded."
            retry={() => void settings.refetch()}
          />
        )}
      </Card>
    </div>
  );
}

function Ways({ rows }: { rows: NotificationSettings['data'] }) {
  const client = useQueryClient();
  const edit = useAction(editNotificationSettings);
  const choose = (kind: NotificationKind, way: NotificationWay) => {
    const { queryKey } = queryOf(getNotificationSettings, {});
    const before = client.getQueryData(queryKey);
    // It stands at once; a refusal puts it back.
    client.setQueryData(queryKey, { data: rows.map((row) => (row.kind === kind ? { ...row, way } : row)) });
    edit
      .mutateAsync({ body: { ways: { [kind]: way } } })
      .then((saved) => client.setQueryData(queryKey, saved))
      .catch((error: unknown) => {
        client.setQueryData(queryKey, before);
        return sayProblem(error);
      });
  };
  return (
    <div className={styles.ways}>
      {rows.map(({ kind, way }) => (
        <div key={kind} className={styles.way}>
          <span id={`way-${kind}`}>{kindWords[kind].long}</span>
          <SegmentedControl
            aria-labelledby={`way-${kind}`}
            data={ways}
            value={way}
            onChange={(next) => choose(kind, next as NotificationWay)}
          />
        </div>
      ))}
    </div>
  );
}
