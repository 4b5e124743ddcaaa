import { describe, expect, it } from 'vitest';
import { advanceClock } from '../support/clock.ts';
import { type Call, callerKey, start, stringAt } from './client.ts';

const path = '/external/connections/contososervicedesk';

async function register(call: Call): Promise<string> {
  const body = {
    baseType: 'microsoft.graph.externalItem',
    properties: [{ name: 'title', type: 'string' }],
  };
  const { headers } = await call('PATCH', `${path}/schema`, body);
  return headers.get('location')?.split('/').at(-1) ?? '';
}

describe('an operation', () => {
  it('has an id, a status and an error, under both roots', async () => {
    const { call } = await start();
    const id = await register(call);
    for (const root of ['/external/connections', '/connections']) {
      const { status, body } = await call('GET', `${root}/contososervicedesk/operations/${id}`);
      expect(status).toBe(200);
      expect(body).toEqual({
        '@odata.context': expect.stringMatching(
          /\$metadata#external\/connections\('contososervicedesk'\)\/operations\/\$entity$/,
        ),
        '@odata.type': '#microsoft.graph.externalConnectors.connectionOperation',
        id,
        status: 'inprogress',
        error: null,
      });
    }
  });

  it('honours $select', async () => {
    const { call } = await start({ operationMs: 0 });
    const { body } = await call('GET', `${path}/operations/${await register(call)}?$select=status`);
    expect(body).toMatchObject({ status: 'completed' });
    expect(body).not.toHaveProperty('id');
  });

  it('is one of its connection and of its tenant only', async () => {
    const { emulator, call } = await start();
    const id = await register(call);
    const other = callerKey(emulator, 'ann');
    await other('POST', '/connections', { id: 'contososervicedesk', name: 'Another' });
    const misses = [
      await call('GET', `${path}/operations/nosuch`),
      await call('GET', `/external/connections/contosohr/operations/${id}`),
      await other('GET', `${path}/operations/${id}`),
    ];
    for (const miss of misses) {
      expect(miss).toMatchObject({
        status: 404,
        body: { error: { code: 'ItemNotFound', innerError: { source: 'Operation' } } },
      });
    }
  });

  it('cannot be listed', async () => {
    const { call } = await start();
    await register(call);
    expect(await call('GET', `${path}/operations`)).toMatchObject({ status: 400 });
  });

  it('ends with its connection', async () => {
    const { call } = await start({ deleteDelayMs: 0 });
    const id = await register(call);
    await call('DELETE', path);
    const { status, body } = await call('GET', `${path}/operations/${id}`);
    expect(status).toBe(404);
    expect(stringAt(body, 'error', 'innerError', 'source')).toBe('Connection');
    await call('POST', '/connections', { id: 'contososervicedesk', name: 'Second' });
    expect(await call('GET', `${path}/operations/${id}`)).toMatchObject({ status: 404 });
  });

  it('takes effect in a connection that was renamed meanwhile, and keeps its name', async () => {
    const { call } = await start({ operationMs: 60_000 });
    await register(call);
    await call('PATCH', path, { name: 'Renamed' });
    expect((await call('GET', path)).body).toMatchObject({ state: 'draft' });
    advanceClock(60_000);
    expect((await call('GET', path)).body).toMatchObject({ state: 'ready', name: 'Renamed' });
  });
});

describe('the quota of a connection', () => {
  it.each([
    ['contosohr', 4_981_658],
    ['fabrikamwiki', 0],
    ['contososervicedesk', 5_000_000],
  ])('of %s is what its items leave, without an id', async (id, itemsRemaining) => {
    const { call } = await start();
    const { status, body } = await call('GET', `/external/connections/${id}/quota`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ itemsRemaining });
    expect(body).not.toHaveProperty('id');
  });

  it('honours $select, and has none without its connection', async () => {
    const { call } = await start();
    expect(await call('GET', '/connections/contosohr/quota?$select=id')).toMatchObject({ status: 400 });
    expect(await call('GET', '/connections/nosuch/quota')).toMatchObject({ status: 404 });
  });
});
