/** Where a form can stand: its own page, a part of yours by one tag, or a form of yours that posts to it. */
import type { Form } from '../../../src/features/forms/schema.ts';
import { Card } from '../../ui/card.tsx';
import { CopyCode } from '../../ui/copy-code.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import styles from './forms.module.css';
import { frameFor, postFor, tagFor } from './share-texts.ts';

export function Share({ form }: { form: Form }) {
  const { hosts, state, url } = form;
  const origin = new URL(url).origin;
  return (
    <>
      <Card
        title="Its own page"
        lead="For links in mails, posts and on slides. What the link says, such as utm_source, is kept."
      >
        <div className="stack">
          {state !== 'live' && (
            <Verdict is="warn">{state === 'draft' ? 'Nobody can open it yet' : 'It is closed'}</Verdict>
          )}
          <CopyField label="Address" value={url} />
          {state === 'live' && (
            <p>
              <a className="link" href={url} target="_blank" rel="noreferrer">
                Open the page in a new window
              </a>
            </p>
          )}
        </div>
      </Card>
      <Card
        title="In your page"
        lead="Put this line where the form is to stand. It takes the height that it needs, and knows the visitor that your page knows."
      >
        <div className="stack">
          {hosts.length === 0 && <NoHosts />}
          <CopyCode label="the tag of the form" value={tagFor(form)} />
          <p className="sub">
            Under a content security policy, allow <code>{origin}</code> in <code>script-src</code> and{' '}
            <code>frame-src</code>. It sets no cookie of a third party.
          </p>
          <details className={styles.more}>
            <summary>For pages that allow no script</summary>
            <CopyCode label="the frame of the form" value={frameFor(form)} />
            <p className="sub">The height is yours to choose, and the visitor is not known as the one of your page.</p>
          </details>
        </div>
      </Card>
      <Card
        title="A form of your own"
        lead="Plain HTML on one of the hosts of the form. Where something is wrong, the visitor comes back to _failure with baton_error and baton_fields in the address."
      >
        <div className="stack">
          {hosts.length === 0 && <NoHosts />}
          <CopyCode label="the example of a form" value={postFor(form)} />
          <p className="sub">
            The value of a box of consent says which version of the text your page shows. Leave <code>_website</code>{' '}
            where nobody sees it: robots fill it in. Without <code>_success</code> and <code>_failure</code> pages of
            Baton answer.
          </p>
        </div>
      </Card>
    </>
  );
}

function NoHosts() {
  return (
    <p className="sub">
      <Verdict is="warn">No host is named</Verdict> Only pages of hosts that the form names may show it or post to it.
      Name those of your site under Build.
    </p>
  );
}
