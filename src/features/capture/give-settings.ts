import type { Ctx } from '../../context.ts';

/**
 * What Segment's browser client loads first: that it is to send its messages here and to nobody else.
 * https://segment.com/docs/connections/sources/catalog/libraries/website/javascript
 */
export function giveSettings(ctx: Ctx, writeKey: string) {
  const { protocol, host, pathname } = new URL(ctx.publicUrl);
  const all = { __default: { enabled: true, integrations: {} } };
  return {
    integrations: {
      'Segment.io': {
        apiKey: writeKey,
        apiHost: `${host}${pathname.replace(/\/$/, '')}/v1`,
        protocol: protocol.replace(':', ''),
        addBundledMetadata: true,
        unbundledIntegrations: [],
        maybeBundledConfigIds: {},
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
      },
    },
    plan: { track: all, identify: all, group: all },
    edgeFunction: {},
    analyticsNextEnabled: true,
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
  };
}
