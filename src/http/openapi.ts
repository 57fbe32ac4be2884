import swagger from '@fastify/swagger';
import reference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { Contract } from '../core/contract.ts';

/** Serves the description made from the contracts, and a page to read and try it. Register before the routes. */
export async function describeApi(server: FastifyInstance, version: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Baton',
        version,
        description:
          'Everything the screens do. Errors are RFC 9457 problems; lists are keyset pages; edits need If-Match.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'baton_session' },
          key: { type: 'http', scheme: 'bearer', description: 'An API key, made under Settings.' },
          writeKey: {
            type: 'http',
            scheme: 'basic',
            description: 'The write key of a source as user name, no password. Also as `writeKey` in body or query.',
          },
        },
        schemas: { Problem: problemSchema },
      },
    },
    transform: (input) => {
      const contract = (input.route.config as { contract?: Contract } | undefined)?.contract;
      // Bytes have no JSON schema.
      const file = contract?.upload ? { body: { type: 'string', format: 'binary' } } : {};
      const described = contract?.upload ? { ...input, schema: { ...input.schema, body: undefined } } : input;
      const { schema: shapes, url } = jsonSchemaTransform(described);
      const schema = { ...shapes, ...file };
      return { schema: contract ? { ...schema, ...describeAccess(contract) } : { ...schema, hide: true }, url };
    },
  });
  server.get('/api/openapi.json', async () => server.swagger());
}

/** The reading page. Its styles are made by its own code, so it has a policy of its own; it shows nothing that users wrote. */
export async function serveReference(server: FastifyInstance, nonce: string): Promise<void> {
  server.addHook('onSend', async (request, reply) => {
    if (!request.url.startsWith('/api/docs')) return;
    reply.header(
      'content-security-policy',
      `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'`,
    );
  });
  await server.register(reference, {
    routePrefix: '/api/docs',
    configuration: {
      url: '/api/openapi.json',
      pageTitle: 'Baton API',
      nonce,
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      // Both lead to services of others.
      showDeveloperTools: 'never',
      mcp: { disabled: true },
    },
  });
}

function describeAccess(contract: Contract) {
  const { access } = contract;
  const security =
    access === 'public'
      ? []
      : access === 'write-key'
        ? [{ writeKey: [] }]
        : access === 'signed-in' || !access.scope
          ? [{ session: [] }]
          : [{ session: [] }, { key: [] }];
  const who =
    access === 'public'
      ? 'Open to everybody.'
      : access === 'write-key'
        ? 'Whoever has the write key of a source.'
        : access === 'signed-in'
          ? 'Every member, for their own account.'
          : `Roles: ${Object.entries(access.roles)
              .map(([role, reach]) => `${role} (${reach})`)
              .join(
                ', ',
              )}.${access.scope ? ` API keys with the scope \`${access.scope}\`.` : ' Not open to API keys.'}`;
  return { security, description: `${who}${contract.versioned === 'edit' ? ' Needs `If-Match`.' : ''}` };
}

const problemSchema = {
  type: 'object' as const,
  description: 'RFC 9457, sent as application/problem+json with every status from 400.',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    detail: { type: 'string' as const, description: 'What is wrong and what to do.' },
    code: { type: 'string' as const, description: 'noun.problem, for programs.' },
    requestId: { type: 'string' as const },
    errors: {
      type: 'array' as const,
      items: {
        type: 'object' as const,
        properties: { pointer: { type: 'string' as const }, detail: { type: 'string' as const } },
      },
    },
  },
};
