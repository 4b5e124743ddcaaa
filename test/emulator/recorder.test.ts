import { Agent } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { receive, start } from './client.ts';

describe('recorded requests', () => {
  it('are the HTTP requests received, in order', async () => {
    const { emulator, call } = await start();
    const before = performance.now();
    await call('GET', '/external/connections?$top=2&$select=id', undefined, { 'X-Trace': 'abc' });
    await call('POST', '/connections', { id: 'newhr', name: 'New HR' });
    await call('POST', '/connections', '{"id":');
    expect(emulator.requests).toMatchObject([
      { method: 'GET', path: '/beta/external/connections?$top=2&$select=id', body: undefined },
      { method: 'POST', path: '/beta/connections', body: { id: 'newhr', name: 'New HR' } },
      { method: 'POST', path: '/beta/connections', body: '{"id":' },
    ]);
    expect(emulator.requests[0]?.headers).toMatchObject({ authorization: 'Bearer demo', 'x-trace': 'abc' });
    const times = [before, ...emulator.requests.map((request) => request.at), performance.now()];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('include rejected requests and those with an injected fault', async () => {
    const { emulator, call } = await start();
    await fetch(`${emulator.url}/me`);
    emulator.failNext({ reset: 'before' });
    await expect(call('GET', '/connections')).rejects.toThrow();
    emulator.failNext({ status: 503 });
    await call('GET', '/connections');
    expect(emulator.requests).toHaveLength(3);
  });

  it('keep percent-encoding as sent', async () => {
    const { emulator, call } = await start();
    await call('GET', '/connections/a%2Fb%20c');
    expect(emulator.requests).toMatchObject([{ path: '/beta/connections/a%2Fb%20c' }]);
  });

  it('are discarded by clear, which keeps the state', async () => {
    const { emulator, call } = await start();
    await call('POST', '/connections', { id: 'newhr', name: 'New HR' });
    emulator.clear();
    expect(emulator.requests).toEqual([]);
    expect(await call('GET', '/connections/newhr')).toMatchObject({ status: 200 });
    expect(emulator.requests).toHaveLength(1);
  });
});

describe('the server', () => {
  it('counts accepted connections, which clients can keep alive', async () => {
    const { emulator } = await start();
    const url = `${emulator.url}/connections`;
    expect(emulator.connectionCount).toBe(0);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    for (const _ of [1, 2]) await receive(url, { agent });
    expect(emulator.connectionCount).toBe(1);
    await receive(url, { agent: new Agent() });
    expect(emulator.connectionCount).toBe(2);
  });

  it('listens on a free port of 127.0.0.1, or on the given one', async () => {
    const first = await start();
    expect(first.emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/beta$/);
    const port = Number(new URL(first.emulator.url).port);
    await expect(start({ port })).rejects.toHaveProperty('code', 'EADDRINUSE');
    await first.emulator.close();
    const second = await start({ port });
    expect(second.emulator.url).toBe(first.emulator.url);
  });

  it('closes at once, with open connections and a request in flight', async () => {
    const { emulator, call } = await start();
    await call('GET', '/connections');
    emulator.failNext({ delayMs: 10_000 });
    const inFlight = call('GET', '/connections');
    await expect.poll(() => emulator.requests.length).toBe(2);
    await Promise.all([expect(inFlight).rejects.toThrow('fetch failed'), emulator.close()]);
  });

  it('does not replace the global Request and Response', async () => {
    const [request, response] = [Request, Response];
    await start();
    expect(Request).toBe(request);
    expect(Response).toBe(response);
  });
});
