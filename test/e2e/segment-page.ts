import { AnalyticsBrowser } from '@segment/analytics-next';

/** What the page of the test says before this script: as a website would load Segment's client, with another address. */
const { writeKey, host } = Reflect.get(globalThis, 'segmentSettings') as { writeKey: string; host: string };

Reflect.set(globalThis, 'analytics', AnalyticsBrowser.load({ writeKey, cdnURL: host }));
