import { Link } from '@tanstack/react-router';
import type { Brief, Handoff } from '../../../src/features/handoffs/schema.ts';
import { now, useLive } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { useSession } from '../../session.ts';
import { departmentName } from '../../ui/department.ts';
import { Half } from '../../ui/half.tsx';
import styles from './brief.module.css';

/** The touches that mattered, the newest first, each with the department that it belongs to. */
export function Touches({ touches }: { touches: Brief['whyNow'] }) {
  const format = useFormat();
  if (touches.length === 0) return null;
  return (
    <ul className={styles.touches} aria-label="Why now">
      {touches.map((touch) => (
        <li key={touch.id}>
          <span title={departmentName[touch.department]}>
            <Half department={touch.department} />
          </span>
          <time dateTime={touch.at} title={format.exact(touch.at)}>
            {format.when(touch.at, now())}
          </time>
          <span className={styles.touch}>
            {touch.text}
            {(touch.campaign || touch.channel) && (
              <span className={styles.source}>{[touch.campaign, touch.channel].filter(Boolean).join(' · ')}</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What the agreement says about such a person. */
export function Approach({ brief: { persona } }: { brief: Brief }) {
  const format = useFormat();
  const traits: [string, string | null][] = persona
    ? [
        ['Prefers', persona.prefers.length > 0 ? format.list(persona.prefers.map(channelWord)) : null],
        ['Trusts', persona.trusts.length > 0 ? format.list(persona.trusts) : null],
        ['Biggest challenge', persona.biggestChallenge],
        ['Role in a purchase', persona.roleInPurchase?.replaceAll('-', ' ') ?? null],
      ]
    : [];
  return (
    <section>
      <h3>{persona ? `How to approach: ${persona.name}` : 'How to approach'}</h3>
      {persona?.salesApproach && <p className={styles.approach}>{persona.salesApproach}</p>}
      {!persona && <p className="sub">No persona of the agreement fits this person.</p>}
      <Pairs of={traits} />
    </section>
  );
}

const channelWord = (channel: string): string => (channel === 'email' ? 'e-mail' : channel.replaceAll('-', ' '));

export function Contact({ handoff: { contact, account } }: { handoff: Handoff }) {
  const format = useFormat();
  const { zone } = contact;
  const time = useLive((at) => (zone ? format.timeIn(new Date(at), zone) : ''));
  return (
    <section>
      <h3>How to reach them</h3>
      <dl className={styles.pairs}>
        {contact.email && (
          <div>
            <dt>E-mail</dt>
            <dd>
              <a className="link" href={`mailto:${contact.email}`}>
                {contact.email}
              </a>
            </dd>
          </div>
        )}
        {contact.phone && (
          <div>
            <dt>Phone</dt>
            <dd>
              <a className="link" href={`tel:${contact.phone}`}>
                {contact.phone}
              </a>
            </dd>
          </div>
        )}
        {(zone || contact.country) && (
          <div>
            <dt>Where</dt>
            <dd>
              {[contact.country && format.country(contact.country), time && `${time} there now`]
                .filter(Boolean)
                .join(', ')}
            </dd>
          </div>
        )}
        {account && (
          <div>
            <dt>Company</dt>
            <dd>
              {[
                account.name,
                account.industry,
                account.employees !== null && `${format.number(account.employees)} people`,
                account.country && account.country !== contact.country && format.country(account.country),
                account.domain,
              ]
                .filter(Boolean)
                .join(', ')}
            </dd>
          </div>
        )}
      </dl>
      {!(contact.email || contact.phone) && (
        <p className="sub">Neither an e-mail address nor a phone number is known.</p>
      )}
    </section>
  );
}

export function Colleagues({ handoff: { account, colleagues } }: { handoff: Handoff }) {
  if (!account) return null;
  return (
    <section>
      <h3>Others at {account.name}</h3>
      <ul className={styles.colleagues}>
        {colleagues.map(({ id, name, title, grade }) => (
          <li key={id}>
            <span>
              <Link to="/people/$contactId" params={{ contactId: id }} className="link">
                {name}
              </Link>
              {title && `, ${title}`}
            </span>
            <span>{grade ?? 'no grade yet'}</span>
          </li>
        ))}
      </ul>
      {colleagues.length === 0 && <p className="sub">Nobody else of this company is known yet.</p>}
    </section>
  );
}

/** How it came to this member, and by which text. */
export function Route({ handoff: { brief, member, offeredAt } }: { handoff: Handoff }) {
  const format = useFormat();
  const session = useSession();
  const toWhom = member.id === session.member.id ? 'you' : member.name;
  return (
    <section className={styles.wide}>
      <h3>How it came to {toWhom}</h3>
      <p className={styles.prose}>{brief.route.sentence}</p>
      <p className="cap">
        {brief.route.rule && `Clause ${brief.route.rule} · `}Handed over {format.when(offeredAt, now())} by{' '}
        {brief.agreement.name}, version {brief.agreement.number}
      </p>
    </section>
  );
}

function Pairs({ of }: { of: [string, string | null][] }) {
  const known = of.filter(([, value]) => value);
  if (known.length === 0) return null;
  return (
    <dl className={styles.pairs}>
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
