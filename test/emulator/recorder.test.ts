import { Agent } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { receive, start } from './client.ts';

describe('recorded requests', () => {
  it('are what arrived on the wire, in order', async () => {
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

  it('include those that were refused or failed on order', async () => {
    const { emulator, call } = await start();
    await fetch(`${emulator.url}/me`);
    emulator.failNext({ reset: 'before' });
    await expect(call('GET', '/connections')).rejects.toThrow();
    emulator.failNext({ status: 503 });
    await call('GET', '/connections');
    expect(emulator.requests).toHaveLength(3);
  });

  it('keep escapes as they were sent', async () => {
    const { emulator, call } = await start();
    await call('GET', '/connections/a%2Fb%20c');
    expect(emulator.requests).toMatchObject([{ path: '/beta/connections/a%2Fb%20c' }]);
  });

  it('are forgotten on clear, while the state stays', async () => {
    const { emulator, call } = await start();
    await call('POST', '/connections', { id: 'newhr', name: 'New HR' });
    emulator.clear();
    expect(emulator.requests).toEqual([]);
    expect(await call('GET', '/connections/newhr')).toMatchObject({ status: 200 });
    expect(emulator.requests).toHaveLength(1);
  });
});

describe('the server', () => {
  it('counts the connections it accepted, which callers may keep', async () => {
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

  it('listens on a free port of 127.0.0.1, or on the one it is given', async () => {
    const first = await start();
    expect(first.emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/beta$/);
    const port = Number(new URL(first.emulator.url).port);
    await expect(start({ port })).rejects.toHaveProperty('code', 'EADDRINUSE');
    await first.emulator.close();
    const second = await start({ port });
    expect(second.emulator.url).toBe(first.emulator.url);
  });

  it('closes at once, with connections open and a request still waiting', async () => {
    const { emulator, call } = await start();
    await call('GET', '/connections');
    emulator.failNext({ delayMs: 10_000 });
    const waiting = call('GET', '/connections');
    await expect.poll(() => emulator.requests.length).toBe(2);
    await Promise.all([expect(waiting).rejects.toThrow('fetch failed'), emulator.close()]);
  });

  it("leaves the process's own Request and Response alone", async () => {
    const [request, response] = [Request, Response];
    await start();
    expect(Request).toBe(request);
    expect(Response).toBe(response);
  });
});
