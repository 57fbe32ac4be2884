/** "Why this channel", tried on an example: the rules run here, nothing is sent. */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ChannelTable } from '../../../src/core/channels/channel-rule.ts';
import { type ChannelDecision, nameChannel } from '../../../src/core/channels/decide-channel.ts';
import { Card } from '../../ui/card.tsx';
import styles from './channels.module.css';
import { addressFault, tryAddress } from './read-example.ts';

type Trial = {
  address: string;
  before: string;
  setAddress: (address: string) => void;
  setBefore: (before: string) => void;
  decision: ChannelDecision | null;
};

export function useTrial(table: ChannelTable): Trial {
  const [address, setAddress] = useState('https://www.example.com/?utm_source=google&utm_medium=cpc');
  const [before, setBefore] = useState('');
  return { address, before, setAddress, setBefore, decision: tryAddress(table, address, before) };
}

/** `place`: where the rule that holds stands, from 0. */
export function ChannelTrial({ trial, place }: { trial: Trial; place: number }) {
  const { address, before, setAddress, setBefore, decision } = trial;
  return (
    <Card title="Try an address" lead="Which channel a visit would get by the rules on this page, and why.">
      <div className="stack">
        <div className="pair">
          <TextInput
            label="The page that is opened"
            type="url"
            inputMode="url"
            spellCheck={false}
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            error={decision ? null : addressFault}
          />
          <TextInput
            label="The page before"
            type="url"
            inputMode="url"
            spellCheck={false}
            placeholder="None: typed, or bookmarked"
            value={before}
            onChange={(event) => setBefore(event.currentTarget.value)}
          />
        </div>
        <div role="status" className={styles.answer}>
          {decision && (
            <>
              <p className={styles.channel}>
                {decision.channel ? nameChannel(decision.channel) : 'No channel'}
                {place >= 0 && <small> by rule {place + 1}</small>}
              </p>
              <p className="sub">{decision.why}</p>
            </>
          )}
        </div>
      </div>
    </Card>
  );
}
