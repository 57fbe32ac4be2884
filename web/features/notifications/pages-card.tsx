/** Which pages call for whoever has the person that views them. */
import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  editMomentSettings,
  getMomentSettings,
  type MomentSettings,
} from '../../../src/features/key-moments/schema.ts';
import { queryOf, useAction } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { say, sayProblem } from '../settings/say.tsx';

export function PagesCard() {
  const { member } = useSession();
  const settings = useQuery(queryOf(getMomentSettings, {}));
  const mayEdit = may(member.role, editMomentSettings);
  return (
    <Card
      title="Pages that count"
      lead="Whoever has a lead, a person or a company is told when one of these pages is viewed."
    >
      {settings.data &&
        (mayEdit ? (
          <Pages key={settings.dataUpdatedAt} settings={settings.data} />
        ) : (
          <PathList paths={settings.data.inForce} />
        ))}
      {!settings.data && !settings.error && <LoadingState lines={2} label="Loading the pages" />}
      {settings.error && (
        <ErrorState
          error={settings.error}
          what="The pages could not be loaded."
          retry={() => void settings.refetch()}
        />
      )}
    </Card>
  );
}

function Pages({ settings }: { settings: MomentSettings }) {
  const edit = useAction(editMomentSettings, { refresh: [getMomentSettings] });
  const [source, setSource] = useState(settings.paths === null ? 'agreement' : 'own');
  const [text, setText] = useState(settings.inForce.join('\n'));
  const paths = source === 'own' ? toPaths(text) : null;
  const isChanged = JSON.stringify(paths) !== JSON.stringify(settings.paths);
  const wrong = toPaths(text).find((path) => !/^[/*][^\s]+$/.test(path));
  const save = () =>
    edit
      .mutateAsync({ body: { paths } })
      .then(() => say('The pages are saved.'))
      .catch(sayProblem);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong === undefined || source === 'agreement') void save();
      }}
    >
      <SegmentedControl
        aria-label="Which pages count"
        data={[
          { value: 'agreement', label: 'As the agreement scores them' },
          { value: 'own', label: 'These' },
        ]}
        value={source}
        onChange={setSource}
      />
      {source === 'agreement' && settings.paths === null && <PathList paths={settings.inForce} />}
      {source === 'own' && (
        <Textarea
          label="Paths, one in each line"
          description="A path counts with all below it; behind a * stands what a path contains."
          autosize
          minRows={3}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={wrong === undefined ? null : `Begin “${wrong}” with / or *, without spaces.`}
        />
      )}
      <div>
        <Button type="submit" variant="filled" loading={edit.isPending} disabled={!isChanged}>
          Save
        </Button>
      </div>
    </form>
  );
}

const toPaths = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function PathList({ paths }: { paths: readonly string[] }) {
  if (paths.length === 0) return <p className="cap">No agreement in force gives points to a page.</p>;
  return (
    <p>
      {paths.map((path) => (
        <code key={path}>{path} </code>
      ))}
    </p>
  );
}
