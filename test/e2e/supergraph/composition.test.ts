import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composers, type Services, startServices } from './support/supergraph.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.close());

describe.each(Object.entries(composers))('composed by %s', (_, compose) => {
  test('the gateway composes alone', () => {
    const alone = compose(services.subgraphs.filter(({ name }) => name === 'msgraph'));
    expect(alone).toMatch(/type ExternalConnection\s+@join__type\(graph: MSGRAPH, key: "id"/);
  });

  test('it composes with a PageInfo of four fields, another _sdl, and extensions of both entities', () => {
    const supergraph = compose(services.subgraphs);
    const schema = buildSchema(supergraph, { assumeValidSDL: true });
    const fieldsOf = (name: string) => {
      const type = schema.getType(name);
      return type !== undefined && 'getFields' in type ? Object.keys(type.getFields()).sort() : [];
    };
    expect(fieldsOf('PageInfo')).toEqual(['endCursor', 'hasNextPage', 'hasPreviousPage', 'startCursor']);
    expect(fieldsOf('GraphPageInfo')).toEqual(['endCursor', 'hasNextPage']);
    expect(fieldsOf('ExternalConnection')).toEqual(
      expect.arrayContaining(['configuration', 'costCentre', 'id', 'name', 'owner', 'state']),
    );
    expect(fieldsOf('PrivateEndpointConnection')).toEqual(
      expect.arrayContaining(['id', 'owner', 'privateLinkIds']),
    );
    expect(fieldsOf('Query')).toEqual(expect.arrayContaining(['_sdl', 'people', 'externalConnectionsById']));
    expect(fieldsOf('Query')).not.toContain('_service');
  });
});

test('a _sdl in the federation SDL would not compose', () => {
  const [gateway, ...others] = services.subgraphs;
  if (gateway === undefined) throw new Error('There is no gateway.');
  const careless = { ...gateway, sdl: `${gateway.sdl}\nextend type Query { _sdl: String! }` };
  for (const compose of Object.values(composers)) {
    expect(() => compose([careless, ...others])).toThrow(/Query\._sdl/);
  }
});
