import { Agent } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { guid, receive, start } from './client.ts';

const hr = { id: 'newhr', name: 'New HR' };
const path = '/external/connections';

describe('a status fault', () => {
  it('is returned once, instead of serving the request', async () => {
    const { emulator, call } = await start();
    const body = { error: { code: 'TooManyRequests', message: 'Please retry again later.' } };
    emulator.failNext({ status: 429, headers: { 'Retry-After': '2.128' }, body });
    const failed = await call('POST', path, hr);
    expect(failed).toMatchObject({ status: 429, body });
    expect(failed.headers.get('retry-after')).toBe('2.128');
    expect(failed.headers.get('content-type')).toContain('odata.metadata=minimal');
    expect(failed.headers.has('request-id')).toBe(true);
    expect(await call('GET', `${path}/newhr`)).toMatchObject({ status: 404 });
    expect(await call('POST', path, hr)).toMatchObject({ status: 201 });
  });

  it("has Graph's error body by default", async () => {
    const { emulator, call } = await start();
    emulator.failNext({ status: 503 });
    emulator.failNext({ status: 503, body: '' });
    emulator.failNext({
      status: 502,
      headers: { 'content-type': 'text/html' },
      body: '<h1>Bad Gateway</h1>',
    });
    expect(await call('GET', path)).toMatchObject({
      status: 503,
      body: { error: { code: 'ServiceUnavailable', innerError: { date: expect.any(String) } } },
    });
    expect(await call('GET', path)).toMatchObject({ status: 503, body: undefined });
    const html = await call('GET', path);
    expect(html).toMatchObject({ status: 502, body: '<h1>Bad Gateway</h1>' });
    expect(html.headers.get('content-type')).toBe('text/html');
  });

  it('can replace the response of a request that took effect', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ status: 503, applied: true, headers: { 'Retry-After': '1' } });
    const failed = await call('POST', path, hr);
    expect(failed).toMatchObject({ status: 503, body: { error: { code: 'ServiceUnavailable' } } });
    expect(Object.fromEntries(failed.headers)).toMatchObject({
      'retry-after': '1',
      'request-id': expect.stringMatching(guid),
    });
    expect(await call('POST', path, hr)).toMatchObject({ status: 409 });
  });

  it('that is to follow on its effect leaves the response of a request that was rejected', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ status: 503, applied: true });
    expect(await call('POST', path, { id: 'newhr' })).toMatchObject({ status: 400 });
  });

  it('applies before authentication', async () => {
    const { emulator } = await start();
    emulator.failNext({ status: 500 });
    expect(await fetch(`${emulator.url}${path}`)).toMatchObject({ status: 500 });
  });
});

describe('a delay', () => {
  it('precedes a request that is then served normally', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ delayMs: 60 });
    const startedAt = performance.now();
    expect(await call('POST', path, hr)).toMatchObject({ status: 201 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(55);
  });

  it('does not prevent the request from taking effect after its client has disconnected', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ delayMs: 100, method: 'POST' });
    const caller = new AbortController();
    const aborted = fetch(emulator.url + path, {
      method: 'POST',
      headers: { Authorization: 'Bearer demo', 'Content-Type': 'application/json' },
      body: JSON.stringify(hr),
      signal: caller.signal,
    });
    await Promise.all([
      expect(aborted).rejects.toThrow('aborted'),
      expect
        .poll(() => emulator.requests.at(-1)?.body, { interval: 5 })
        .toEqual(hr)
        .then(() => caller.abort()),
    ]);
    await expect.poll(async () => (await call('GET', `${path}/newhr`)).status).toBe(200);
  });
});

describe('a reset', () => {
  it.each([
    ['before', 404],
    ['after', 200],
  ] as const)('%s the request takes effect breaks the connection', async (reset, status) => {
    const { emulator, call } = await start();
    await call('GET', path);
    emulator.failNext({ reset });
    const broken = call('POST', path, hr);
    await expect(broken).rejects.toThrow('fetch failed');
    await expect(broken).rejects.toHaveProperty('cause.code', 'ECONNRESET');
    expect(await call('GET', `${path}/newhr`)).toMatchObject({ status });
  });

  it('leaves the next request to a new connection', async () => {
    const { emulator } = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    await receive(emulator.url + path, { agent });
    emulator.failNext({ reset: 'before' });
    await expect(receive(emulator.url + path, { agent })).rejects.toHaveProperty('code', 'ECONNRESET');
    expect(emulator.connectionCount).toBe(1);
    await receive(emulator.url + path, { agent });
    expect(emulator.connectionCount).toBe(2);
  });
});

describe('a truncation', () => {
  it('makes reading the body fail, although the request took effect', async () => {
    const { emulator } = await start();
    emulator.failNext({ truncateAt: 12 });
    const response = await fetch(emulator.url + path, {
      method: 'POST',
      headers: { Authorization: 'Bearer demo', 'Content-Type': 'application/json' },
      body: JSON.stringify(hr),
    });
    expect(response.status).toBe(201);
    await expect(response.text()).rejects.toThrow('terminated');
    expect((await receive(`${emulator.url + path}/newhr`)).text).toContain('New HR');
  });

  it('announces the whole body and sends only the first bytes', async () => {
    const { emulator } = await start();
    const whole = await receive(emulator.url + path);
    emulator.failNext({ truncateAt: 12 });
    const truncated = await receive(emulator.url + path);
    expect(whole.complete).toBe(true);
    expect(truncated).toMatchObject({ complete: false, text: whole.text.slice(0, 12) });
    expect(truncated.headers).toMatchObject({
      'content-length': String(whole.text.length),
      'content-type': whole.headers['content-type'],
      'request-id': expect.stringMatching(guid),
    });
  });

  it('can remove the whole body', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ truncateAt: 0 });
    await expect(call('GET', path)).rejects.toThrow('terminated');
    expect(await call('GET', path)).toMatchObject({ status: 200 });
  });
});

describe('the scope of a fault', () => {
  it('is a method and an exact path', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ status: 500, method: 'patch' });
    emulator.failNext({ status: 503, path: `${path}/contosohr` });
    expect(await call('GET', `${path}?$top=1`)).toMatchObject({ status: 200 });
    expect(await call('GET', '/connections/contosohr')).toMatchObject({ status: 200 });
    expect(await call('GET', `${path}/contosohr?$select=id`)).toMatchObject({ status: 503 });
    expect(await call('PATCH', `${path}/contosohr`, {})).toMatchObject({ status: 500 });
    expect(await call('PATCH', `${path}/contosohr`, {})).toMatchObject({ status: 204 });
  });

  it('is the oldest queued fault that matches, as many times as requested', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ status: 503, times: 2 });
    emulator.failNext({ status: 500 });
    const statuses = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await call('GET', path)).status);
    expect(statuses).toEqual([503, 503, 500, 200]);
  });

  it('is empty after clear', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ status: 503 });
    emulator.clear();
    expect(await call('GET', path)).toMatchObject({ status: 200 });
  });
});
