import { describe, expect, it } from 'vitest';
import { advanceClock } from '../support/clock.ts';
import { type Call, listAt, start, stringAt } from './client.ts';

const root = '/external/connections';
const title = { name: 'title', type: 'string', isSearchable: true, isRetrievable: true, labels: ['title'] };
const url = { name: 'url', type: 'string', isRetrievable: true, labels: ['url'] };

function schemaWith(...properties: object[]): object {
  return { baseType: 'microsoft.graph.externalItem', properties };
}

/** An emulator with a new connection, whose operations end at once unless a test says otherwise. */
async function startWithDraft(operationMs = 0): Promise<Call> {
  const { call } = await start({ operationMs, deleteDelayMs: 0 }, 'ann');
  await call('POST', root, { id: 'tickets', name: 'Tickets' });
  return call;
}

function register(call: Call, ...properties: object[]) {
  return call('PATCH', `${root}/tickets/schema`, schemaWith(...properties));
}

async function stateOf(call: Call): Promise<string> {
  return stringAt((await call('GET', `${root}/tickets`)).body, 'state');
}

describe('registering a schema', () => {
  it.each(['PATCH', 'POST'])(
    'with %s is accepted with an empty body and a link to its operation',
    async (verb) => {
      const { emulator, call } = await start({}, 'ann');
      await call('POST', root, { id: 'tickets', name: 'Tickets' });
      const { status, headers, body } = await call(verb, `${root}/tickets/schema`, schemaWith(title));
      expect({ status, body }).toEqual({ status: 202, body: undefined });
      expect(headers.has('content-type')).toBe(false);
      const location = headers.get('location') ?? '';
      const operations = `${emulator.url}${root}/tickets/operations/`;
      expect(location.slice(0, operations.length)).toBe(operations);
      expect(location.slice(operations.length)).toMatch(/^1\.weu-b\.[0-9A-F]{32}\.[0-9A-F]{32}$/);
      expect((await call('GET', location)).body).toMatchObject({ status: 'inprogress', error: null });
    },
  );

  it('makes it readable at once, without an id, and the connection ready when its operation completes', async () => {
    const call = await startWithDraft(60_000);
    const location = (await register(call, title)).headers.get('location') ?? '';
    const { status, body } = await call('GET', `${root}/tickets/schema`);
    expect(status).toBe(200);
    expect(body).toMatchObject(schemaWith(title));
    expect(body).not.toHaveProperty('id');
    expect(await stateOf(call)).toBe('draft');
    advanceClock(60_000);
    expect((await call('GET', location)).body).toMatchObject({ status: 'completed', error: null });
    expect(await stateOf(call)).toBe('ready');
  });

  it('is possible in a batch, whose part has the link', async () => {
    const call = await startWithDraft();
    const request = {
      id: '1',
      method: 'PATCH',
      url: `${root}/tickets/schema`,
      headers: { 'Content-Type': 'application/json' },
      body: schemaWith(title),
    };
    const { body } = await call('POST', '/$batch', { requests: [request] });
    const [part] = listAt(body, 'responses');
    expect(part).toMatchObject({ status: 202 });
    expect(await call('GET', stringAt(part, 'headers', 'Location'))).toMatchObject({ status: 200 });
  });

  it('is rejected while another registration is in progress', async () => {
    const call = await startWithDraft(60_000);
    await register(call, title);
    expect(await register(call, title, url)).toMatchObject({
      status: 409,
      body: { error: { innerError: { code: 'OperationInProgress', source: 'Schema' } } },
    });
    expect(listAt((await call('GET', `${root}/tickets/schema`)).body, 'properties')).toHaveLength(1);
  });

  it('is rejected in the state limitExceeded', async () => {
    const { call } = await start();
    const path = `${root}/fabrikamwiki/schema`;
    const { body } = await call('GET', path);
    expect(await call('PATCH', path, schemaWith(...listAt(body, 'properties').map(Object)))).toMatchObject({
      status: 409,
      body: { error: { innerError: { code: 'InvalidConnectionState' } } },
    });
  });

  it('fails if it has a property named failsRegistration: the connection is as before', async () => {
    const call = await startWithDraft(60_000);
    const fails = { name: 'failsRegistration', type: 'boolean' };
    const location = (await register(call, title, fails)).headers.get('location') ?? '';
    expect((await call('GET', location)).body).toMatchObject({ status: 'inprogress', error: null });
    advanceClock(60_000);
    expect((await call('GET', location)).body).toMatchObject({
      status: 'failed',
      error: { message: 'Server error, something went wrong' },
    });
    expect(await stateOf(call)).toBe('draft');
    expect(await call('GET', `${root}/tickets/schema`)).toMatchObject({ status: 404 });
    expect(await register(call, title)).toMatchObject({ status: 202 });
  });
});

describe('updating a schema', () => {
  const team = { name: 'team', type: 'string', isRetrievable: true };

  it('can add properties, attributes, aliases and labels, and remove all but properties', async () => {
    const call = await startWithDraft();
    await register(call, title, team);
    const added = { name: 'tags', type: 'stringCollection', isRefinable: true };
    const changed = {
      ...team,
      isQueryable: true,
      isSearchable: true,
      aliases: ['group'],
      labels: ['authors'],
    };
    const unlabelled = { ...title, isSearchable: false, labels: [] };
    expect(await register(call, unlabelled, changed, added)).toMatchObject({ status: 202 });
    expect((await call('GET', `${root}/tickets/schema`)).body).toMatchObject(
      schemaWith(unlabelled, changed, added),
    );
    expect(await stateOf(call)).toBe('ready');
  });

  it.each([
    ['makes a property refinable', [title, { ...team, isRefinable: true }], "'isRefinable'"],
    ['changes a type', [title, { ...team, type: 'int64' }], "'type'"],
    ['leaves out a property', [title], "'properties'"],
  ])('is rejected if it %s', async (_what, properties, about) => {
    const call = await startWithDraft();
    await register(call, title, team);
    const before = await call('GET', `${root}/tickets/schema`);
    expect(await register(call, ...properties)).toMatchObject({
      status: 400,
      body: { error: { code: 'InvalidRequest', innerError: { message: expect.stringContaining(about) } } },
    });
    expect((await call('GET', `${root}/tickets/schema`)).body).toEqual(before.body);
  });

  it('that fails leaves the registered schema and the state', async () => {
    const call = await startWithDraft();
    await register(call, title);
    await register(call, title, team, { name: 'failsRegistration', type: 'boolean' });
    expect((await call('GET', `${root}/tickets/schema`)).body).toHaveProperty('properties.length', 1);
    expect(await stateOf(call)).toBe('ready');
  });
});
