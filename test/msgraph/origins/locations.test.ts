import { describe, expect, test } from 'vitest';
import { items, mutations, reads } from '../../support/fields.ts';
import { ELSEWHERE, guard } from './guard.ts';

// Whatever a response links to, the gateway connects only to the configured Graph, so no token is sent to another
// origin. redirects.test.ts has redirects within the same origin.

const guarded = guard();
const PATH = '/beta/external/connections';
const REDIRECTS = [301, 302, 303, 307, 308];

test('a connection to the other origin would be noticed, by address and by name', async () => {
  const { evil } = guarded();
  for (const host of ['127.0.0.1', 'graph.microsoft.com.evil.example']) {
    await expect(fetch(`http://${host}:${evil.port}/`)).rejects.toThrow('fetch failed');
  }
  expect(evil.connections).toBe(2);
  expect(evil.lookups).toEqual(['graph.microsoft.com.evil.example']);
  evil.forget();
});

describe.each(ELSEWHERE)('a Location with %s', (_, write) => {
  // Each field, with the statuses in turn: over all Locations, each field has each of them.
  test('on a redirect is not followed', async () => {
    const { running, written, calls, errorsOf } = guarded();
    const Location = encodeURI(written(write) + PATH).replaceAll('%5C', '\\');
    const turn = ELSEWHERE.findIndex(([, other]) => other === write);
    for (const [index, { document, method, path }] of [...reads.slice(0, 1), ...mutations].entries()) {
      const status = REDIRECTS[(turn + index) % REDIRECTS.length] ?? 301;
      running.emulator.clear();
      running.emulator.failNext({ status, path, headers: { Location } });
      const outcome = method === 'GET' ? [] : ['UNKNOWN'];
      expect(await errorsOf(document), `${status}`).toEqual([['UPSTREAM_INVALID_RESPONSE', ...outcome]]);
      expect(calls()).toEqual([`${method} /beta${path}`]);
    }
  });

  test('is not followed from a batch or a part of one', async () => {
    const { running, written, calls, errorsOf } = guarded();
    const headers = { Location: encodeURI(written(write) + PATH).replaceAll('%5C', '\\') };
    const document = '{ a: externalConnection(id: "one") { id } b: externalConnection(id: "two") { id } }';
    running.emulator.failNext({ status: 307, path: '/$batch', headers });
    const invalid = ['UPSTREAM_INVALID_RESPONSE'];
    expect(await errorsOf(document)).toEqual([invalid, invalid]);
    running.emulator.failNext({ status: 302, path: '/external/connections/one', headers });
    expect(await errorsOf(document)).toEqual([invalid]);
    expect(calls()).toEqual(['POST /beta/$batch', 'POST /beta/$batch']);
  });
});

test.each(['/beta/users', '../users', '?$skip=1', '', 'javascript:alert(1)', 'file:///etc/passwd'])(
  'a Location of "%s" is not followed either',
  async (location) => {
    const { running, calls, errorsOf } = guarded();
    for (const { document, method, path } of [...reads, ...mutations]) {
      running.emulator.clear();
      running.emulator.failNext({ status: 308, path, headers: { location } });
      const outcome = method === 'GET' ? [] : ['UNKNOWN'];
      expect(await errorsOf(document)).toEqual([['UPSTREAM_INVALID_RESPONSE', ...outcome]]);
      expect(calls()).toEqual([`${method} /beta${path}`]);
    }
  },
);

test.each([
  ['Location', 'to poll', (url: string) => url],
  ['Operation-Location', 'to poll', (url: string) => url],
  ['Content-Location', 'of the object', (url: string) => url],
  ['Refresh', 'to load instead', (url: string) => `0; url=${url}`],
  ['Link', 'to preload', (url: string) => `<${url}>; rel=preload`],
  ['Alt-Svc', 'to use from now on', (url: string) => `h2="${new URL(url).host}"; ma=3600`],
])('the %s of a success, a URL %s, is not used', async (name, _, value) => {
  const { running, evil, calls, errorsOf } = guarded();
  const headers = { [name]: value(`https://evil.example:${evil.port}${PATH}`) };
  for (const { document, method, path, id = 'contosohr' } of [...items, ...mutations]) {
    running.emulator.clear();
    running.emulator.failNext({ status: 202, path, headers, body: { id } });
    expect(await errorsOf(document)).toEqual([]);
    expect(calls()).toEqual([`${method} /beta${path}`]);
  }
});
