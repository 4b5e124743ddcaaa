import { describe, expect, it } from 'vitest';
import { at, listAt, start } from './client.ts';

const hr = { id: 'newhr', name: 'New HR' };

describe('faults in a $batch', () => {
  const requests = [
    { id: 'a', method: 'GET', url: '/connections/contosohr' },
    {
      id: 'b',
      method: 'POST',
      url: '/connections',
      headers: { 'Content-Type': 'application/json' },
      body: hr,
    },
  ];

  function part(body: unknown, id: string): unknown {
    return listAt(body, 'responses').find((response) => at(response, 'id') === id);
  }

  it('apply to parts only, or to requests of their own only, if they say so', async () => {
    const { emulator, call } = await start();
    const unsupported = {
      status: 400,
      path: /^\/(external\/)?connections\b/,
      times: Number.POSITIVE_INFINITY,
    };
    emulator.failNext({ ...unsupported, inBatch: true });
    for (let i = 0; i < 2; i += 1) {
      const { body } = await call('POST', '/$batch', { requests });
      expect([part(body, 'a'), part(body, 'b')]).toMatchObject([{ status: 400 }, { status: 400 }]);
      expect(await call('GET', '/connections/contosohr')).toMatchObject({ status: 200 });
    }
    emulator.clear();
    emulator.failNext({ status: 503, inBatch: false, method: 'GET' });
    expect(part((await call('POST', '/$batch', { requests })).body, 'a')).toMatchObject({ status: 200 });
    expect(await call('GET', '/connections/contosohr')).toMatchObject({ status: 503 });
  });

  it('can say that there is no $batch', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ status: 501, path: '/$batch', times: Number.POSITIVE_INFINITY });
    for (let i = 0; i < 2; i += 1) {
      expect(await call('POST', '/$batch', { requests })).toMatchObject({ status: 501 });
      expect(await call('GET', '/connections/contosohr')).toMatchObject({ status: 200 });
    }
  });

  it('can apply a part before they answer it', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ status: 503, applied: true, method: 'POST', path: '/connections' });
    expect(part((await call('POST', '/$batch', { requests })).body, 'b')).toMatchObject({ status: 503 });
    expect(await call('GET', '/connections/newhr')).toMatchObject({ status: 200 });
  });

  it('apply to a part if they name its path', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ status: 429, path: '/connections', headers: { 'Retry-After': '3' } });
    const { status, body } = await call('POST', '/$batch', { requests });
    expect(status).toBe(200);
    expect(part(body, 'a')).toMatchObject({ status: 200 });
    expect(part(body, 'b')).toMatchObject({
      status: 429,
      headers: { 'Retry-After': '3' },
      body: { error: { code: 'TooManyRequests' } },
    });
    expect(await call('GET', '/connections/newhr')).toMatchObject({ status: 404 });
  });

  it('apply to the batch first if they name no path', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ status: 503 });
    expect(await call('POST', '/$batch', { requests })).toMatchObject({ status: 503 });
    emulator.failNext({ status: 504, path: '/$batch' });
    expect(await call('POST', '/$batch', { requests })).toMatchObject({ status: 504 });
    expect(await call('GET', '/connections/newhr')).toMatchObject({ status: 404 });
  });

  it('apply to the first matching part if they do not match the batch', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ status: 500, method: 'GET' });
    const { body } = await call('POST', '/$batch', { requests });
    expect([part(body, 'a'), part(body, 'b')]).toMatchObject([{ status: 500 }, { status: 201 }]);
  });

  it.each([{ reset: 'after' }, { truncateAt: 5 }] as const)(
    'break the connection of the whole batch: %j',
    async (fault) => {
      const { emulator, call } = await start();
      emulator.failNext({ ...fault, path: '/connections/contosohr' });
      await expect(call('POST', '/$batch', { requests })).rejects.toThrow();
      expect(await call('GET', '/connections/newhr')).toMatchObject({ status: 200 });
    },
  );

  it('encode bodies that are not JSON as base64', async () => {
    const { emulator, call } = await start();
    emulator.failNext({ status: 502, path: '/connections', body: 'Bad Gateway' });
    const { body } = await call('POST', '/$batch', { requests });
    expect(part(body, 'b')).toMatchObject({
      status: 502,
      headers: { 'Content-Type': 'text/plain;charset=utf-8' },
      body: Buffer.from('Bad Gateway').toString('base64'),
    });
  });
});
