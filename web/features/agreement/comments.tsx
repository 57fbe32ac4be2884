/** What is said of one clause: open questions first, each with its answers; and the field to say something. */
import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  type ClauseComment,
  getClauseHistory,
  listClauses,
  listComments,
  removeComment,
  resolveComment,
  writeComment,
} from '../../../src/features/clauses/schema.ts';
import { useAction, usePages } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { sayProblem } from '../settings/say.tsx';
import { useRoom } from './room.ts';
import styles from './talk.module.css';

const stale = [listComments, listClauses, getClauseHistory];

export function Comments({ path, asQuestion }: { path: string; asQuestion: boolean }) {
  const { versionId } = useRoom();
  const { member } = useSession();
  const list = usePages(listComments, { params: { versionId }, query: { clause: path } });
  const maySpeak = may(member.role, writeComment);
  return (
    <section className={styles.part} aria-labelledby="clause-comments">
      <h3 id="clause-comments">Comments and questions</h3>
      {list.error ? (
        <ErrorState error={list.error} what="The comments could not be loaded." retry={list.reload} />
      ) : !list.rows ? (
        <LoadingState lines={2} label="Loading the comments" />
      ) : list.rows.length === 0 ? (
        <p className="sub">Nobody has said anything yet.</p>
      ) : (
        <ul className={styles.comments}>
          {list.rows.map((comment) => (
            <Comment key={comment.id} comment={comment} maySpeak={maySpeak} />
          ))}
        </ul>
      )}
      {list.more && (
        <Button data-size="small" loading={list.more.busy} onClick={list.more.load}>
          Show earlier ones
        </Button>
      )}
      {maySpeak && <Say path={path} asQuestion={asQuestion} />}
    </section>
  );
}

function Comment({ comment, maySpeak }: { comment: ClauseComment; maySpeak: boolean }) {
  const [replying, setReplying] = useState(false);
  const [removing, setRemoving] = useState(false);
  const resolve = useAction(resolveComment, { refresh: stale });
  const remove = useAction(removeComment, { refresh: stale });
  const { id, kind, body, author, at, version, place, resolvedAt, resolvedBy, replies, mayRemove } = comment;
  const isOpen = kind === 'question' && resolvedAt === null;
  const params = { clauseCommentId: id };
  const setResolved = (resolved: boolean) => {
    resolve.mutateAsync({ params, body: { resolved } }).catch(sayProblem);
  };
  return (
    <li className={styles.comment} data-open={isOpen || undefined}>
      <p className={styles.by}>
        <b>
          <bdi>{author.name}</bdi>
        </b>{' '}
        <span className="cap">
          <TimeText at={at} as="ago" />, version {version.number}
          {place && `, from ${place}`}
        </span>
        {kind === 'question' && (
          <Verdict is={isOpen ? 'warn' : 'good'}>{isOpen ? 'Open question' : 'Answered'}</Verdict>
        )}
      </p>
      <p className={styles.body}>
        <bdi>{body}</bdi>
      </p>
      {replies.length > 0 && (
        <ul className={styles.replies}>
          {replies.map((reply) => (
            <li key={reply.id}>
              <p className={styles.by}>
                <b>
                  <bdi>{reply.author.name}</bdi>
                </b>{' '}
                <span className="cap">
                  <TimeText at={reply.at} as="ago" />
                </span>
              </p>
              <p className={styles.body}>
                <bdi>{reply.body}</bdi>
              </p>
            </li>
          ))}
        </ul>
      )}
      {resolvedBy && kind === 'question' && <p className="cap">Closed by {resolvedBy.name}</p>}
      <div className={styles.acts}>
        {maySpeak && !replying && (
          <button type="button" onClick={() => setReplying(true)}>
            Reply
          </button>
        )}
        {maySpeak && kind === 'question' && (
          <button type="button" disabled={resolve.isPending} onClick={() => setResolved(isOpen)}>
            {isOpen ? 'Mark as answered' : 'Open again'}
          </button>
        )}
        {mayRemove && (
          <button type="button" onClick={() => setRemoving(true)}>
            Remove
          </button>
        )}
      </div>
      {replying && <Reply comment={comment} onDone={() => setReplying(false)} />}
      <ConfirmDialog
        open={removing}
        onClose={() => setRemoving(false)}
        title={kind === 'question' ? 'Remove this question?' : 'Remove this comment?'}
        confirm="Remove"
        action={() => remove.mutateAsync({ params })}
      >
        {replies.length > 0 ? 'Its replies go with it.' : 'It is gone for everybody.'}
      </ConfirmDialog>
    </li>
  );
}

function Reply({ comment, onDone }: { comment: ClauseComment; onDone: () => void }) {
  const { versionId } = useRoom();
  const write = useAction(writeComment, { refresh: stale });
  const form = useServerForm({
    initial: { body: '' },
    check: ({ body }) => (body.trim() ? {} : { body: 'Please write something.' }),
    send: async ({ body }) => {
      await write.mutateAsync({ params: { versionId }, body: { clause: comment.clause, body, replyTo: comment.id } });
      onDone();
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <FormProblem problem={form.problem} />
      <Textarea label="Reply" autosize minRows={2} maxRows={8} data-autofocus {...form.fields.getInputProps('body')} />
      <FormActions busy={form.busy} others={<Button onClick={onDone}>Cancel</Button>}>
        Reply
      </FormActions>
    </form>
  );
}

function Say({ path, asQuestion }: { path: string; asQuestion: boolean }) {
  const { versionId } = useRoom();
  const write = useAction(writeComment, { refresh: stale });
  const [kind, setKind] = useState<'comment' | 'question'>(asQuestion ? 'question' : 'comment');
  const form = useServerForm({
    initial: { body: '' },
    check: ({ body }) => (body.trim() ? {} : { body: 'Please write something.' }),
    send: async ({ body }) => {
      await write.mutateAsync({ params: { versionId }, body: { clause: path, kind, body } });
      form.fields.reset();
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate className={styles.say}>
      <FormProblem problem={form.problem} />
      <SegmentedControl
        aria-label="Comment or question"
        value={kind}
        onChange={(value) => setKind(value === 'question' ? 'question' : 'comment')}
        data={[
          { value: 'comment', label: 'Comment' },
          { value: 'question', label: 'Question' },
        ]}
      />
      <Textarea
        aria-label={kind === 'question' ? 'Your question' : 'Your comment'}
        placeholder={kind === 'question' ? 'What is not clear?' : 'What do you think of this clause?'}
        description={kind === 'question' ? 'It stays open until somebody has answered it.' : undefined}
        autosize
        minRows={2}
        maxRows={10}
        {...form.fields.getInputProps('body')}
      />
      <FormActions busy={form.busy}>{kind === 'question' ? 'Ask' : 'Comment'}</FormActions>
    </form>
  );
}
