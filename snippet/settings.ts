/** What a page may set, as the second argument of `baton.load` or as `data-` attributes of the script. */
export type Settings = {
  /** Where Baton is; without it, where the script came from. */
  host?: string;
  /** False: no page view by itself when the page has loaded. */
  page?: boolean;
  /** Page views also when a single-page app changes its address. */
  history?: boolean;
  /** Every form that names an e-mail address; without it only those with `data-baton`. */
  forms?: boolean;
  /** `required`: nothing is stored or sent before `baton.consent(true)`. */
  consent?: 'required';
  /** What Global Privacy Control and Do Not Track mean here. `no-identify`: visits only, nothing stored, nobody named. */
  privacy?: 'ignore' | 'no-identify' | 'drop';
  /** The domain whose hosts share one visitor, such as `example.com`: ids are kept in a cookie of it, too. */
  domain?: string;
};

export function readAttributes({ dataset }: HTMLScriptElement): Settings {
  const { host, page, history, forms, consent, privacy, domain } = dataset;
  return {
    ...(host ? { host } : {}),
    ...(page === 'false' ? { page: false } : {}),
    ...(isOn(history) ? { history: true } : {}),
    ...(isOn(forms) ? { forms: true } : {}),
    ...(consent === 'required' ? { consent } : {}),
    ...(privacy === 'no-identify' || privacy === 'drop' ? { privacy } : {}),
    ...(domain ? { domain } : {}),
  };
}

const isOn = (attribute: string | undefined) => attribute !== undefined && attribute !== 'false';

export function asksForPrivacy(): boolean {
  return Reflect.get(navigator, 'globalPrivacyControl') === true || navigator.doNotTrack === '1';
}
