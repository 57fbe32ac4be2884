import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { creditModels } from '../agreement/schema-clauses.ts';
import { countChannelSets } from './channel-sets.ts';
import { creditJourney, creditJourneys } from './credit.ts';
import type { Journey } from './journey.ts';
import { shareByRemoval } from './markov.ts';
import type { TouchModel } from './model-names.ts';
import { contributeToRate } from './shapley.ts';

/** Credit that others have counted and published: the paths of ChannelAttribution for R, and a playbook in SQL. */
const folder = resolve(import.meta.dirname, '../../../../shared/data/attribution');
const isThere = existsSync(folder);
if (!isThere) console.log('skipped: published credit, which a clone does not have (../shared/data/attribution)');

const day = 86_400_000;
const settings = { lookback: 30 * day, level: 'account', halfLife: 7 * day, markovOrder: 1 } as const;
const noStamps = { lead: null, deal: null, won: null };
const readTable = (file: string): Record<string, string>[] =>
  parse(readFileSync(join(folder, file), 'utf8'), { columns: true, relax_column_count: true });

describe.skipIf(!isThere)('the paths of ChannelAttribution', () => {
  const paths = () =>
    readTable('pathdata/Data.csv').map((row) => ({
      path: (row.path ?? '').split(' > '),
      conversions: Number(row.total_conversions),
      nulls: Number(row.total_null),
      value: Number(row.total_conversion_value),
    }));

  const columns: [TouchModel, string][] = [
    ['first', 'first_touch'],
    ['last', 'last_touch'],
    ['linear', 'linear_touch'],
  ];
  it.each(columns)('give %s credit as published', (model, column) => {
    const credit = shareAll(paths(), model);
    const published = readTable('pathdata/R_heuristic_models.csv');
    expect(published.length).toBe(credit.size);
    for (const row of published) {
      const found = credit.get(row.channel_name ?? '');
      expect(found?.conversions).toBeCloseTo(Number(row[`${column}_conversions`]), 6);
      expect(found?.value).toBeCloseTo(Number(row[`${column}_value`]), 6);
    }
  });

  it.each(creditModels.filter((model) => model !== 'markov'))('keep their totals by %s', (model) => {
    const all = paths();
    const credit = [...shareAll(all, model).values()];
    for (const amount of ['conversions', 'value'] as const) {
      const given = all.reduce((sum, path) => sum + path[amount], 0);
      expect(credit.reduce((sum, one) => sum + one[amount], 0)).toBeCloseTo(given, 6);
    }
  });

  it.each([1, 2, 3])('keep their totals and their rate by Markov of order %i', (order) => {
    const all = paths();
    const { channels, rate, unattributed } = shareByRemoval(all, order);
    const won = all.reduce((sum, { conversions }) => sum + conversions, 0);
    const journeys = all.reduce((sum, { conversions, nulls }) => sum + conversions + nulls, 0);
    expect(channels.reduce((sum, { conversions }) => sum + conversions, unattributed)).toBeCloseTo(won, 6);
    expect(rate).toBeCloseTo(won / journeys, 12);
  });

  it('keep their rate by Shapley', () => {
    const all = paths();
    const { names, sets } = countChannelSets(all);
    const won = all.reduce((sum, { conversions }) => sum + conversions, 0);
    const journeys = all.reduce((sum, { conversions, nulls }) => sum + conversions + nulls, 0);
    expect(contributeToRate(sets, names.length).worth).toBeCloseTo(won / journeys, 9);
  });

  function shareAll(
    all: ReturnType<typeof paths>,
    model: TouchModel,
  ): Map<string, { conversions: number; value: number }> {
    const credit = new Map<string, { conversions: number; value: number }>();
    for (const { path, conversions, value } of all) {
      const touches = path.map((channel, at) => ({ id: String(at).padStart(6, '0'), at, channel }));
      const journey = { touches, endedAt: path.length, stamps: { ...noStamps, won: path.length }, committee: null };
      creditJourney(journey, { ...settings, model }).shares.forEach((share, place) => {
        const sum = credit.get(path[place] ?? '') ?? { conversions: 0, value: 0 };
        credit.set(path[place] ?? '', {
          conversions: sum.conversions + share * conversions,
          value: sum.value + share * value,
        });
      });
    }
    return credit;
  }
});

describe.skipIf(!isThere)('the sessions of the playbook', () => {
  type Published = Record<string, Record<string, number>>;
  const reference = () =>
    JSON.parse(readFileSync(join(folder, 'playbook/REFERENCE.json'), 'utf8')) as {
      by_source: Published;
      by_source_campaign: Published;
      revenue_total: number;
    };
  const readTime = (text = '') => Date.parse(`${text.replace(/ (\d):/, ' 0$1:').replace(' ', 'T')}Z`);

  /** Journeys with what is given credit, the source alone or with its campaign. */
  const journeys = (nameOf: (session: Record<string, string>) => string): Journey[] => {
    const sessions = Map.groupBy(readTable('playbook/sessions.csv'), (session) => session.customer_id);
    return readTable('playbook/customer_conversions.csv').map((conversion) => {
      const endedAt = readTime(conversion.converted_at);
      const touches = (sessions.get(conversion.customer_id) ?? []).map((session) => ({
        id: (session.session_id ?? '').padStart(4, '0'),
        at: readTime(session.started_at),
        channel: nameOf(session),
      }));
      const stamps = { ...noStamps, won: endedAt };
      return { touches, endedAt, won: true, revenue: Number(conversion.revenue) * 100, stamps, committee: null };
    });
  };
  const bySource = (session: Record<string, string>) => session.utm_source ?? '';
  const byCampaign = (session: Record<string, string>) => `${session.utm_source} / ${session.utm_campaign || '(null)'}`;

  const columns: [TouchModel, string][] = [
    ['first', 'first'],
    ['last', 'last'],
    ['linear', 'linear'],
    ['position', 'u402040'],
  ];
  it.each(columns)('give %s credit as published', (model, column) => {
    const { by_source, by_source_campaign } = reference();
    for (const [nameOf, published] of [[bySource, by_source] as const, [byCampaign, by_source_campaign] as const]) {
      const conversions = new Map<string, number>();
      const revenue = new Map<string, number>();
      for (const journey of journeys(nameOf)) {
        creditJourney(journey, { ...settings, model }).shares.forEach((share, place) => {
          const name = journey.touches[place]?.channel ?? '';
          conversions.set(name, (conversions.get(name) ?? 0) + share);
          revenue.set(name, (revenue.get(name) ?? 0) + (share * journey.revenue) / 100);
        });
      }
      for (const [name, amounts] of Object.entries(published)) {
        expect(Math.abs((conversions.get(name) ?? 0) - Number(amounts[column]))).toBeLessThanOrEqual(1e-6);
        expect(Math.abs((revenue.get(name) ?? 0) - Number(amounts[`${column}_rev`]))).toBeLessThanOrEqual(1e-6);
      }
    }
  });

  it.each(creditModels)('keep their revenue by %s, to the cent', (model) => {
    const { channels, unattributed, total } = creditJourneys(journeys(bySource), { ...settings, model });
    expect(total.revenue).toBe(reference().revenue_total * 100);
    expect(unattributed).toEqual({ conversions: 0, revenue: 0 });
    expect(channels.reduce((sum, { revenue }) => sum + revenue, 0)).toBe(total.revenue);
  });
});
