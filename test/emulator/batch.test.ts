import { describe, expect, it } from 'vitest';
import { at, type Call, guid, listAt, start, stringAt } from './client.ts';

const jsonType = { 'Content-Type': 'application/json' };

function get(id: string, url: string, more: object = {}): object {
  return { id, method: 'GET', url, ...more };
}

function post(id: string, url: string, body: unknown, more: object = {}): object {
  return { id, method: 'POST', url, headers: jsonType, body, ...more };
}

async function batch(call: Call, requests: unknown, headers: Record<string, string> = {}) {
  const received = await call('POST', '/$batch', { requests }, headers);
  const responses = listAt(received.body, 'responses');
  return {
    ...received,
    ids: responses.map((response) => at(response, 'id')),
    part: (id: string) => responses.find((response) => at(response, 'id') === id),
  };
}

describe('$batch', () => {
  it('runs its parts through the same routes, each with a response of its own', async () => {
    const { call } = await start();
    const { status, part } = await batch(call, [
      get('read', '/external/connections/contosohr'),
      get('missing', '/external/connections/nosuch'),
      post('create', '/connections', { id: 'newhr', name: 'New HR' }),
      {
        id: 'update',
        method: 'patch',
        url: 'connections/contosohr',
        headers: jsonType,
        body: { name: 'HR' },
      },
      { id: 'delete', method: 'DELETE', url: '/connections/fabrikamwiki' },
      get('unknown', '/me'),
    ]);
    expect(status).toBe(200);
    expect(part('read')).toMatchObject({ status: 200, body: { id: 'contosohr' } });
    expect(part('missing')).toMatchObject({ status: 404, body: { error: { code: 'ItemNotFound' } } });
    expect(part('create')).toMatchObject({ status: 201, body: { id: 'newhr', state: 'draft' } });
    expect(part('update')).toMatchObject({ status: 204 });
    expect(part('update')).not.toHaveProperty('body');
    expect(part('delete')).toMatchObject({ status: 202 });
    expect(part('unknown')).toMatchObject({ status: 400 });
    expect((await call('GET', '/connections/contosohr')).body).toMatchObject({ name: 'HR' });
    expect(await call('GET', '/connections/newhr')).toMatchObject({ status: 200 });
  });

  it.each([2, 3, 20])(
    'never returns the responses to %i parts in the order of the requests',
    async (count) => {
      const { call } = await start();
      const requests = Array.from({ length: count }, (_, i) => get(String(i), '/connections/contosohr'));
      const sent = requests.map((request) => at(request, 'id'));
      const { ids } = await batch(call, requests);
      expect(ids).not.toEqual(sent);
      expect(ids.toSorted()).toEqual(sent.toSorted());
    },
  );

  it("gives each part its own headers, with the batch's client-request-id by default", async () => {
    const { call } = await start();
    const requests = [
      get('a', '/connections/contosohr'),
      get('b', '/connections/nosuch', { headers: { 'client-request-id': 'of-b' } }),
    ];
    const { headers, part } = await batch(call, requests, { 'client-request-id': 'of-all' });
    const [a, b] = [at(part('a'), 'headers'), at(part('b'), 'headers')];
    expect(a).toMatchObject({
      'Content-Type': headers.get('content-type'),
      'request-id': expect.stringMatching(guid),
      'client-request-id': 'of-all',
    });
    expect(b).toMatchObject({ 'client-request-id': 'of-b' });
    const requestIds = [stringAt(a, 'request-id'), stringAt(b, 'request-id'), headers.get('request-id')];
    expect(new Set(requestIds).size).toBe(3);
    expect(part('b')).toHaveProperty('body.error.innerError.request-id', requestIds[1]);
  });

  it('ignores an Authorization header of a part', async () => {
    const { call } = await start();
    const { part } = await batch(call, [
      get('a', '/connections/contosohr', { headers: { Authorization: 'Bearer other-caller' } }),
    ]);
    expect(part('a')).toMatchObject({ status: 200 });
  });

  it('returns nextLinks with the host of the batch', async () => {
    const { emulator, call } = await start();
    const { part } = await batch(call, [get('a', '/connections?$top=1')]);
    expect(stringAt(part('a'), 'body', '@odata.nextLink')).toContain(`${emulator.url}/connections?$top=1&`);
  });

  it('runs a part after its dependency, and does not run it if the dependency fails', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ delayMs: 50, method: 'PATCH' });
    const { part } = await batch(call, [
      { id: 'A', method: 'PATCH', url: '/connections/contosohr', headers: jsonType, body: { name: 'HR' } },
      get('B', '/connections/contosohr', { dependsOn: ['a'] }),
      get('C', '/connections/nosuch'),
      post('D', '/connections', { id: 'newhr', name: 'New HR' }, { dependsOn: ['C'] }),
    ]);
    expect(part('B')).toMatchObject({ status: 200, body: { name: 'HR' } });
    expect(part('D')).toMatchObject({ status: 424, body: { error: { code: 'FailedDependency' } } });
    expect(await call('GET', '/connections/newhr')).toMatchObject({ status: 404 });
  });

  it('is recorded as one HTTP request', async () => {
    const { emulator, call } = await start();
    await batch(call, [get('a', '/connections/contosohr'), get('b', '/connections/contosohr')]);
    expect(emulator.requests.map(({ path }) => path)).toEqual(['/beta/$batch']);
  });
});

describe('a $batch is rejected as a whole', () => {
  const one = get('1', '/connections/contosohr');

  it.each<[string, unknown]>([
    ['without requests', undefined],
    ['with requests that are not a list', {}],
    ['with an empty list', []],
    ['with a request that is not an object', ['x']],
    ['with more than 20 requests', Array.from({ length: 21 }, (_, i) => get(String(i), '/connections'))],
    ['without an id', [{ method: 'GET', url: '/connections' }]],
    ['with an id that is a number', [{ id: 1, method: 'GET', url: '/connections' }]],
    ['with duplicate ids', [one, one]],
    ['with ids that differ only in case', [get('a', '/connections'), get('A', '/connections')]],
    ['without a method', [{ id: '1', url: '/connections' }]],
    ['with an unknown method', [{ id: '1', method: 'FETCH', url: '/connections' }]],
    ['without a URL', [{ id: '1', method: 'GET' }]],
    ['with an absolute URL', [get('1', 'https://graph.microsoft.com/beta/connections')]],
    ['with a URL that has a host', [get('1', '//graph.microsoft.com/beta/connections')]],
    ['with headers that are not an object', [get('1', '/connections', { headers: [] })]],
    ['with a header that is not a string', [get('1', '/connections', { headers: { prefer: 1 } })]],
    ['with an invalid header name', [get('1', '/connections', { headers: { 'a b': 'c' } })]],
    ['with a GET that has a body', [get('1', '/connections', { body: {} })]],
    ['with a body but no Content-Type', [{ id: '1', method: 'POST', url: '/connections', body: {} }]],
    ['with a write without a body', [{ id: '1', method: 'POST', url: '/connections', headers: jsonType }]],
    [
      'with a dependency on a later request',
      [get('1', '/connections', { dependsOn: ['2'] }), get('2', '/x')],
    ],
    ['with a nested batch', [post('1', '/$batch', { requests: [one] })]],
    [
      'with a nested batch in a path with dot segments',
      [post('1', '/connections/../%24batch/', { requests: [one] })],
    ],
  ])('%s', async (_what, requests) => {
    const { call } = await start();
    expect(await batch(call, requests)).toMatchObject({
      status: 400,
      body: {
        error: {
          code: 'BadRequest',
          message: expect.any(String),
          innerError: { 'request-id': expect.stringMatching(guid) },
        },
      },
    });
  });

  it('without running any of its parts', async () => {
    const { call } = await start();
    const create = post('1', '/connections', { id: 'newhr', name: 'New HR' });
    await batch(call, [create, create]);
    expect(await call('GET', '/connections/newhr')).toMatchObject({ status: 404 });
  });
});
