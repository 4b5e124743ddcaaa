import { expect, test } from 'vitest';
import { endpoints } from '../../src/msgraph/defineResource.ts';
import { fixedPath } from '../../src/msgraph/protocol/path.ts';
import { createRoutes } from '../../src/msgraph/routes.ts';
// Defines the resources.
import '../../src/schema/index.ts';
import { rootFields } from '../support/fields.ts';

const CONNECTIONS = '/external/connections';
const routeOf = createRoutes({});
const route = (path: string) => routeOf(fixedPath(path));

test.each([
  [CONNECTIONS, CONNECTIONS],
  [`${CONNECTIONS}?$top=1&$skiptoken=secret`, CONNECTIONS],
  [`${CONNECTIONS}/secret`, `${CONNECTIONS}/{id}`],
  [`${CONNECTIONS}/secret?$select=id`, `${CONNECTIONS}/{id}`],
  [`${CONNECTIONS}/$ref`, `${CONNECTIONS}/$ref`],
  [`${CONNECTIONS}/secret/groups`, `${CONNECTIONS}/{id}/groups`],
  [`${CONNECTIONS}/secret/groups/secret`, `${CONNECTIONS}/{id}/groups/{id}`],
  [`${CONNECTIONS}/secret/groups/secret/$ref`, `${CONNECTIONS}/{id}/groups/{id}/$ref`],
  [`${CONNECTIONS}/groups/schema`, `${CONNECTIONS}/{id}/schema`],
])('the route of %s is %s', (path, expected) => {
  expect(route(path)).toEqual({ resource: 'externalConnections', path: expected });
});

test('a batch is a route of its own, and the path of no resource is not repeated', () => {
  expect(route('/$batch')).toEqual({ resource: '$batch', path: '/$batch' });
  expect(route('/somewhere/secret')).toEqual({ resource: 'other', path: 'other' });
  expect(route(`${CONNECTIONS}Secret/x`)).toEqual({ resource: 'other', path: 'other' });
});

test('a resource keeps its name where the operator has moved it', () => {
  const moved = createRoutes({
    externalConnections: '/connections',
    privateEndpointConnections: '/connections/all',
  });
  expect(moved(fixedPath('/connections/secret'))).toMatchObject({ resource: 'externalConnections' });
  expect(moved(fixedPath('/connections/all/secret'))).toEqual({
    resource: 'privateEndpointConnections',
    path: '/connections/all/{id}',
  });
});

test.each(rootFields)('the call of $name has the route of its resource', ({ path }) => {
  const { resource, path: template } = route(path);
  expect([...endpoints.keys()]).toContain(resource);
  expect(template.replaceAll('{id}', '').length).toBeLessThanOrEqual(path.length);
});
