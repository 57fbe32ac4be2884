import { read, write } from './storage.ts';

/** The names of src/core/channels/click-ids.ts; a test holds the two together. */
export const clickIdNames =
  'gclid gbraid wbraid dclid msclkid li_fat_id ttclid twclid rdt_cid sccid qclid yclid mc_cid mc_eid _hsenc _hsmi vgo_ee fbclid igshid'.split(
    ' ',
  );

type Parameters = Record<string, string>;

/** What the address says of a campaign, and the click ids in it. */
function readParameters(): Parameters {
  const found: Parameters = {};
  new URLSearchParams(location.search).forEach((value, given) => {
    const name = given.toLowerCase();
    if (value && (name.startsWith('utm_') || clickIdNames.includes(name))) found[name] = value;
  });
  return found;
}

/** As the tracking API names it: `utm_campaign` is the name of the campaign. */
export function readCampaign(): Parameters | undefined {
  const campaign: Parameters = {};
  for (const [name, value] of Object.entries(readParameters())) {
    if (name.startsWith('utm_')) campaign[name === 'utm_campaign' ? 'name' : name.slice(4)] = value;
  }
  return Object.keys(campaign).length > 0 ? campaign : undefined;
}

/** Keeps how this visitor came first, for ever, and last; coming by the address alone never replaces a known way. */
export function noteArrival(): void {
  const parameters = readParameters();
  const { referrer } = document;
  const isOutside = referrer !== '' && referrer.split('/')[2] !== location.host;
  const isKnown = isOutside || Object.keys(parameters).length > 0;
  if (!isKnown && read('first') !== null) return;
  const arrival = { at: new Date().toISOString(), page: location.origin + location.pathname, ...parameters };
  const text = JSON.stringify(isOutside ? { ...arrival, referrer: referrer.slice(0, 500) } : arrival);
  if (read('first') === null) write('first', text);
  write('last', text);
}

export function readArrivals(): Record<string, unknown> {
  const parse = (key: string): unknown => {
    try {
      return JSON.parse(read(key) ?? 'null');
    } catch {
      return null;
    }
  };
  return { firstTouch: parse('first'), lastTouch: parse('last') };
}
