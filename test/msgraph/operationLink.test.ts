import { describe, expect, test } from 'vitest';
import { readOperationLink } from '../../src/msgraph/operationLink.ts';

// Which operation a Location names. Only ids are taken out of it; no URL of a response is requested.

const GRAPH = 'https://graph.microsoft.com/beta';
const CONNECTION = `${GRAPH}/external/connections/contosohr`;
// As recorded from the service.
const RECORDED = '1.weu-b.0251D560C889F660594C3F098392B322.98B2D9481B87CDDEBDF3DABCB52A9D22';

describe('the id is read from', () => {
  test.each([
    ["the documentation's example", `${CONNECTION}/operations/616bfeed-666f-4ce0-8cd9-058939010bfc`],
    ['a recorded one, with region and dots', `${CONNECTION}/operations/${RECORDED}`],
    ['128 characters', `${CONNECTION}/operations/${'a'.repeat(128)}`],
    ['the older root', `${GRAPH}/connections/contosohr/operations/${RECORDED}`],
    ['a link without its origin', `/beta/external/connections/contosohr/operations/${RECORDED}`],
    ['the default port', `https://graph.microsoft.com:443/beta/connections/contosohr/operations/a`],
    [
      'upper case where it does not count',
      `HTTPS://Graph.Microsoft.COM/beta/connections/contosohr/operations/a`,
    ],
  ])('%s', (_, location) => {
    const id = location.slice(location.lastIndexOf('/') + 1);
    expect(readOperationLink(location, GRAPH)).toEqual({ id, parentId: 'contosohr' });
  });

  test('a link that names another connection, which is told', () => {
    const location = `${GRAPH}/external/connections/other/operations/${RECORDED}`;
    expect(readOperationLink(location, GRAPH)).toEqual({ id: RECORDED, parentId: 'other' });
  });

  test('a Graph behind a path of its own', () => {
    const root = 'http://127.0.0.1:4001/graph/beta';
    const link = { id: 'a', parentId: 'hr' };
    expect(readOperationLink(`${root}/external/connections/hr/operations/a`, root)).toEqual(link);
    expect(readOperationLink('/beta/external/connections/hr/operations/a', root)).toBeUndefined();
  });
});

const path = `/external/connections/contosohr/operations/${RECORDED}`;

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['an empty text', ''],
  ['several headers', [`${GRAPH}${path}`, `${GRAPH}${path}`]],
  ['another host', `https://evil.example/beta${path}`],
  ['another host that begins like Graph', `https://graph.microsoft.com.evil.example/beta${path}`],
  ['another scheme', `http://graph.microsoft.com/beta${path}`],
  ['another port', `https://graph.microsoft.com:8443/beta${path}`],
  ['no scheme, and another host', `//evil.example/beta${path}`],
  ['credentials', `https://user:password@graph.microsoft.com/beta${path}`],
  ['a host behind an @', `https://graph.microsoft.com@evil.example/beta${path}`],
  ['a script', `javascript:alert('/beta${path}')`],
  ['another version', `https://graph.microsoft.com/v1.0${path}`],
  ['a version that begins like this one', `https://graph.microsoft.com/beta2${path}`],
  ['no version', `https://graph.microsoft.com${path}`],
  ['dot segments that lead to another version', `${GRAPH}/../v1.0${path}`],
  ['dot segments that lead back', `https://graph.microsoft.com/v1.0/../beta${path}`],
  ['encoded dot segments', `https://graph.microsoft.com/v1.0/%2e%2e/beta${path}`],
  ['dot segments in place of the id', `${CONNECTION}/operations/..`],
  ['encoded dots in place of the id', `${CONNECTION}/operations/%2e%2e`],
  ['a backslash', `${CONNECTION}\\operations\\${RECORDED}`],
  ['a query', `${GRAPH}${path}?$select=id`],
  ['a fragment', `${GRAPH}${path}#id`],
  ['no operation', CONNECTION],
  ['no id', `${CONNECTION}/operations/`],
  ['no connection', `${GRAPH}/operations/${RECORDED}`],
  ['something below the operation', `${GRAPH}${path}/error`],
  ['an id with a slash in it', `${CONNECTION}/operations/a%2Fb`],
  ['an id with a space', `${CONNECTION}/operations/a b`],
  ['an id of 129 characters', `${CONNECTION}/operations/${'a'.repeat(129)}`],
  ['a connection of 129 characters', `${GRAPH}/connections/${'a'.repeat(129)}/operations/a`],
  ['16,000 characters', `${GRAPH}${'/a'.repeat(8_000)}/`],
  ['a relative path', `operations/${RECORDED}`],
])('there is none in %s', (_, location) => {
  expect(readOperationLink(location, GRAPH)).toBeUndefined();
});
