import type { Message } from '../../core/capture/read-message.ts';
import { decideChannel } from '../../core/channels/decide-channel.ts';
import type { DemoTouch } from '../../core/demo/journey.ts';
import type { DemoOptions, DemoPerson } from '../../core/demo/person.ts';
import type { SourcedMessage } from '../contacts/resolve-contacts.ts';
import type { NewTouch } from '../touches/record-touches.ts';

/** The site that the sample visits; its name belongs to nobody. */
const host = 'www.sample.example';
const source = 'Sample company';

/** Who somebody of a sample is, as known since an instant: their first touch unless said. */
export function describePerson(
  person: DemoPerson,
  { seed, until }: Pick<DemoOptions, 'seed' | 'until'>,
  at: number = person.touches[0]?.at ?? until,
): SourcedMessage {
  const { n, firstName, lastName, email, title, country, zone, company, consent } = person;
  const message: Message = {
    type: 'identify',
    at,
    knownAt: at,
    userId: `sample-${seed}-${n}`,
    anonymousId: null,
    previousId: null,
    contact: { email, firstName, lastName, country, zone, ...(title === null ? {} : { title }) },
    account:
      company === null
        ? {}
        : {
            name: company.name,
            domain: company.domain,
            industry: company.industry,
            country: company.country,
            employees: company.employees,
          },
    consent: { contact: consent },
    touch: null,
    refused: [],
  };
  return { ...message, source };
}

/** A touch of a sample as it is stored; history unless it is said to be live. */
export function describeTouch(
  touch: DemoTouch,
  identityId: number,
  channels: Parameters<typeof decideChannel>[0],
  live = false,
): NewTouch {
  const { landing, ...told } = touch;
  const isPage = touch.kind === 'page-viewed';
  const evidence = {
    isPage,
    host,
    referrer: landing ? '' : host,
    source: touch.source,
    medium: touch.medium,
    campaign: touch.campaign,
    clickIds: [],
  };
  return {
    ...told,
    identityId,
    knownAt: touch.at,
    host: isPage ? host : null,
    channel: decideChannel(channels, evidence).channel,
    department: 'marketing',
    memberId: null,
    live,
    props: {},
    messageHash: null,
  };
}
