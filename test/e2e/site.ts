import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build, type InlineConfig } from 'vite';

/** A website of its own origin, whose pages a test writes. */
export type Site = { url: string; pages: Map<string, { html: string; policy?: string }>; close(): Promise<void> };

export async function startSite(): Promise<Site> {
  const pages: Site['pages'] = new Map();
  const server = createServer((request, response) => {
    const page = pages.get((request.url ?? '').replace(/\?.*/, ''));
    response.writeHead(page ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      ...(page?.policy ? { 'content-security-policy': page.policy } : {}),
    });
    response.end(page?.html ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** One classic script of a config, as text. */
export async function bundle(config: InlineConfig): Promise<string> {
  const built = await build({ logLevel: 'silent', ...config, build: { ...config.build, write: false } });
  const [output] = [built].flat();
  if (output === undefined || !('output' in output)) throw new Error('vite built nothing');
  return output.output[0].code;
}
