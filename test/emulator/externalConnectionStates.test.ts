import { describe, expect, it } from 'vitest';
import { at, idsOf, start } from './client.ts';

describe('an obsolete external connection', () => {
  const path = '/external/connections/adatumarchive';

  it('can be read and deleted, with its schema', async () => {
    const { call } = await start({ deleteDelayMs: 0 }, 'demo~archive');
    expect((await call('GET', path)).body).toMatchObject({ state: 'obsolete' });
    expect(await call('GET', `${path}/schema`)).toMatchObject({ status: 200 });
    expect(await call('DELETE', path)).toMatchObject({ status: 202 });
    expect(await call('GET', path)).toMatchObject({ status: 404 });
  });

  it('cannot be updated, nor its schema', async () => {
    const { call } = await start({}, 'demo~archive');
    const before = await call('GET', path);
    const schema = (await call('GET', `${path}/schema`)).body;
    const rejected = {
      status: 409,
      body: { error: { code: 'Conflict', innerError: { message: expect.stringContaining("'obsolete'") } } },
    };
    expect(await call('PATCH', path, { name: 'Archive' })).toMatchObject(rejected);
    const body = { baseType: at(schema, 'baseType'), properties: [{ name: 'title', type: 'string' }] };
    expect(await call('PATCH', `${path}/schema`, body)).toMatchObject(rejected);
    expect((await call('GET', path)).body).toEqual(before.body);
  });

  it('differs from one that has exceeded a limit, which can be updated', async () => {
    const { call } = await start();
    expect(await call('PATCH', '/connections/fabrikamwiki', { name: 'Wiki' })).toMatchObject({ status: 204 });
  });
});

describe('deleting an external connection', () => {
  const path = '/external/connections/contosohr';

  it('is accepted, takes effect later, and until then is rejected a second time', async () => {
    const { call } = await start({ deleteDelayMs: 60_000 });
    const deleted = await call('DELETE', path);
    expect(deleted).toMatchObject({ status: 202, body: undefined });
    expect(deleted.headers.has('content-type')).toBe(false);
    expect(await call('GET', path)).toMatchObject({ status: 200 });
    expect(idsOf((await call('GET', '/connections')).body)).toContain('contosohr');
    expect(await call('DELETE', path)).toMatchObject({
      status: 409,
      body: { error: { innerError: { message: expect.stringContaining('already in progress') } } },
    });
  });

  it('takes effect after the delay', async () => {
    const { call } = await start({ deleteDelayMs: 100 });
    const startedAt = performance.now();
    await call('DELETE', path);
    await expect.poll(async () => (await call('GET', path)).status).toBe(404);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(100);
    expect(await call('DELETE', path)).toMatchObject({ status: 404 });
    expect(idsOf((await call('GET', '/connections')).body)).not.toContain('contosohr');
  });

  it('makes the id available again', async () => {
    const { call } = await start({ deleteDelayMs: 0 });
    await call('DELETE', path);
    const { status, body } = await call('POST', '/connections', { id: 'contosohr', name: 'Second' });
    expect({ status, body }).toMatchObject({ status: 201, body: { name: 'Second' } });
  });
});
