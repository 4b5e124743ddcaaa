import { describe, expect, it } from 'vitest';
import { guid, start } from './client.ts';

const json =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

describe('every response', () => {
  it.each([
    ['GET', '/connections/contosohr', 200],
    ['DELETE', '/connections/contosohr', 202],
    ['GET', '/connections/nosuch', 404],
    ['GET', '/me', 400],
    ['PUT', '/connections', 405],
  ])('has ids and a date: %s %s', async (method, path, status) => {
    const { call } = await start();
    const [first, second] = [await call(method, path), await call('GET', '/connections')];
    expect(first.status).toBe(status);
    expect(first.headers.get('request-id')).toMatch(guid);
    expect(first.headers.get('request-id')).not.toBe(second.headers.get('request-id'));
    expect(first.headers.get('client-request-id')).toMatch(guid);
    expect(Date.parse(first.headers.get('date') ?? '')).toBeGreaterThan(0);
    expect(first.headers.get('content-type')).toBe(first.body === undefined ? null : json);
  });

  it("echoes the caller's client-request-id", async () => {
    const { call } = await start();
    const { headers, body } = await call('GET', '/connections/nosuch', undefined, {
      'client-request-id': 'my-own-id',
    });
    expect(headers.get('client-request-id')).toBe('my-own-id');
    expect(body).toHaveProperty('error.innerError.client-request-id', 'my-own-id');
  });
});

describe('paths and methods', () => {
  it.each([
    ['/me/messages', 'me'],
    ['/external', 'external'],
    ['/external/items', 'items'],
    ['/connections/contosohr/items', 'items'],
    ['/batch', 'batch'],
    ['/privateLinkPolicy', 'privateLinkPolicy'],
    ['/../v1.0/connections', 'v1.0'],
  ])('returns 400 for %s and names the segment', async (path, segment) => {
    const { call } = await start();
    expect(await call('GET', path)).toMatchObject({
      status: 400,
      body: {
        error: { code: 'BadRequest', message: `Resource not found for the segment '${segment}'.` },
      },
    });
  });

  it.each([
    ['PUT', '/external/connections', 'GET, POST'],
    ['POST', '/connections/contosohr', 'GET, PATCH, DELETE'],
    ['DELETE', '/connections/$ref', 'POST'],
    ['POST', '/privateLinkPolicy/privateEndpointConnections/x', 'GET, PATCH, DELETE'],
    ['POST', '/privateEndpointConnection', 'GET, PATCH, DELETE'],
    ['GET', '/$batch', 'POST'],
  ])('returns 405 for %s %s', async (method, path, allowed) => {
    const { call } = await start();
    const { status, headers, body } = await call(method, path);
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe(allowed);
    expect(body).toMatchObject({
      error: { message: 'Specified HTTP method is not allowed for the request target.' },
    });
  });
});

describe('request bodies', () => {
  it.each([
    ['invalid JSON', '{"id":', 'application/json'],
    ['not an object', '[]', 'application/json'],
    ['empty', '', 'application/json'],
    ['of another content type', '{"id":"newhr","name":"New HR"}', 'text/plain'],
  ])('are rejected if %s', async (_what, body, type) => {
    const { call } = await start();
    expect(await call('POST', '/connections', body, { 'Content-Type': type })).toMatchObject({
      status: 400,
      body: { error: { code: 'BadRequest', message: expect.stringContaining('JSON') } },
    });
  });

  it('are rejected above 4 MB', async () => {
    const { call } = await start();
    const connection = { id: 'newhr', name: 'New HR', description: '' };
    const available = 4_000_000 - JSON.stringify(connection).length;
    const [fits, tooLong] = [available, available + 1].map((length) => ({
      ...connection,
      description: 'd'.repeat(length),
    }));
    expect(await call('POST', '/connections', tooLong)).toMatchObject({
      status: 413,
      body: { error: { code: 'RequestEntityTooLarge' } },
    });
    expect(await call('POST', '/connections', fits)).toMatchObject({ status: 201 });
  });
});
