import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../test/app.ts';

type Operation = { operationId: string; responses: Record<string, unknown> };
type Description = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
};

describe('the description of the API', () => {
  const test = useTestApp();
  const read = async () => (await test.app.inject({ url: '/api/openapi.json' })).json() as Description;
  const refs = (value: unknown) =>
    [...JSON.stringify(value).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);

  it('says each shape once, and refers to it', async () => {
    const { paths, components } = await read();
    expect(new Set([...refs(paths), ...refs(components)])).toEqual(new Set(Object.keys(components.schemas)));
    expect(refs(paths['/api/handoffs/{handoffId}/accept'])).toEqual(['Handoff']);
    expect(refs(components.schemas.Handoff)).toContain('Id');
  });

  it('says of every operation what it answers when it refuses', async () => {
    const operations = Object.values((await read()).paths).flatMap((path) => Object.values(path));
    expect(operations.length).toBeGreaterThan(200);
    for (const { operationId, responses } of operations) {
      expect(responses.default, operationId).toEqual({ $ref: '#/components/responses/Problem' });
    }
  });
});
