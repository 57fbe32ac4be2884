import { STATUS_CODES } from 'node:http';
import swagger from '@fastify/swagger';
import reference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Contract } from '../core/contract.ts';

/**
 * Serves the description made from the contracts, and a page to read and try it. Register before the routes.
 *
 * @param shapes what the contracts are made of, by name; each is described once
 */
export async function describeApi(
  server: FastifyInstance,
  version: string,
  shapes: ReadonlyMap<string, z.ZodType>,
): Promise<void> {
  const schemaRegistry = z.registry<{ id?: string | undefined }>();
  for (const [id, shape] of shapes) schemaRegistry.add(shape, { id });
  const describeBodies = createJsonSchemaTransform({ schemaRegistry });
  // Each parameter stands with its operation: what they are made of has no name.
  const describeParameters = createJsonSchemaTransform({ schemaRegistry: z.registry<{ id?: string }>() });
  const transformObject = createJsonSchemaTransformObject({ schemaRegistry });
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
        responses: { Problem: problemAnswer },
      },
    },
    transform: (input) => {
      const contract = (input.route.config as { contract?: Contract } | undefined)?.contract;
      // Bytes have no JSON schema.
      const file = contract?.upload ? { body: { type: 'string', format: 'binary' } } : {};
      const described = contract?.upload ? { ...input, schema: { ...input.schema, body: undefined } } : input;
      const { schema: bodies, url } = describeBodies(described);
      const { params, querystring, headers } = describeParameters(described).schema ?? {};
      const parameters = Object.entries({ params, querystring, headers }).filter(([, one]) => one !== undefined);
      const schema = { ...bodies, ...Object.fromEntries(parameters), ...file };
      return { schema: contract ? { ...schema, ...describeAccess(contract) } : { ...schema, hide: true }, url };
    },
    transformObject: (document) => keepReferred(describeAnswers(transformObject(document) as Described)) as never,
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

const problemAnswer = {
  description: 'What is wrong, and what to do.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

type Operation = { responses?: Record<string, { description?: string }> };
type Described = {
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, unknown> };
};

/** Every operation may be refused, and all are refused alike. */
function describeAnswers(description: Described): Described {
  for (const operation of Object.values(description.paths ?? {}).flatMap((path) => Object.values(path))) {
    const { responses = {} } = operation;
    for (const [status, answer] of Object.entries(responses)) answer.description = STATUS_CODES[status] ?? 'Answered';
    operation.responses = { ...responses, default: { $ref: '#/components/responses/Problem' } as object };
  }
  return description;
}

/** Leaves out the shapes to which nothing refers, in one direction or at all; one that is the same in both has one name. */
function keepReferred(given: Described): Described {
  const description = nameOnce(given);
  const { schemas = {}, ...components } = description.components ?? {};
  const kept = new Set<string>();
  const follow = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (kept.has(name)) continue;
      kept.add(name);
      follow(schemas[name] ?? null);
    }
  };
  follow({ ...description, components });
  const used = Object.entries(schemas).filter(([name]) => kept.has(name));
  return { ...description, components: { ...components, schemas: Object.fromEntries(used.toSorted(byName)) } };
}

/** What is sent is called `…Input` where it differs from what is answered. */
function nameOnce(description: Described): Described {
  const { schemas = {} } = description.components ?? {};
  const same = Object.keys(schemas).filter((name) => {
    const sent = schemas[`${name}Input`];
    return sent !== undefined && JSON.stringify(sent) === JSON.stringify(schemas[name]);
  });
  if (same.length === 0) return description;
  const text = JSON.stringify(description).replace(/"#\/components\/schemas\/([^"]+)Input"/g, (found, name: string) =>
    same.includes(name) ? `"#/components/schemas/${name}"` : found,
  );
  const renamed = JSON.parse(text) as Described;
  for (const name of same) delete renamed.components?.schemas?.[`${name}Input`];
  // What is made of them may be the same in both directions now.
  return nameOnce(renamed);
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
