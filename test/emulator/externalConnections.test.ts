import { describe, expect, it } from 'vitest';
import { at, callerKey, guid, idsOf, start } from './client.ts';

const roots = ['/external/connections', '/connections'];
const hr = { id: 'newhr', name: 'New HR', description: 'People of the new company' };

describe.each(roots)('external connections under %s', (root) => {
  const other = roots.find((path) => path !== root);

  it('creates one, readable under both roots', async () => {
    const { call } = await start();
    const created = await call('POST', root, hr);
    expect(created).toMatchObject({ status: 201, body: { ...hr, state: 'draft' } });
    expect(created.body).toMatchObject({
      '@odata.context': expect.stringContaining('$metadata#external/connections/$entity'),
      '@odata.type': '#microsoft.graph.externalConnectors.externalConnection',
    });
    for (const path of [root, other]) {
      const read = await call('GET', `${path}/newhr`);
      expect(read).toMatchObject({ status: 200 });
      expect(read.body).toEqual(created.body);
    }
  });

  it('lists them', async () => {
    const { call } = await start();
    const { status, body } = await call('GET', root);
    expect(status).toBe(200);
    expect(at(body, '@odata.context')).toMatch(/\$metadata#external\/connections$/);
    expect(idsOf(body)).toContain('contosohr');
    expect(body).not.toHaveProperty('@odata.nextLink');
  });

  it('returns the 404 of the real service for an unknown id', async () => {
    const { call } = await start();
    const { status, headers, body } = await call('GET', `${root}/nosuch`);
    expect(status).toBe(404);
    expect(body).toEqual({
      error: {
        code: 'ItemNotFound',
        message: 'The requested resource does not exist.',
        innerError: {
          code: 'ResourceNotFound',
          source: 'Connection',
          message: "'Connection' was not found.",
          date: expect.any(String),
          'request-id': headers.get('request-id'),
          'client-request-id': headers.get('client-request-id'),
        },
      },
    });
  });

  it('updates name, description and configuration, and returns an empty 204', async () => {
    const { call } = await start();
    const changes = {
      name: 'Contoso People',
      description: null,
      configuration: { authorizedAppIds: ['4a7f2c1b-9a53-4d0e-a6d4-0b4c1f0f2e63'] },
    };
    const updated = await call('PATCH', `${root}/contosohr`, changes);
    expect(updated).toMatchObject({ status: 204, body: undefined });
    expect(updated.headers.has('content-type')).toBe(false);
    const { body } = await call('GET', `${root}/contosohr`);
    expect(body).toMatchObject({ ...changes, id: 'contosohr', state: 'ready' });
  });

  it('rejects an id that exists', async () => {
    const { call } = await start();
    const { status, body } = await call('POST', root, { id: 'contosohr', name: 'Again' });
    expect(status).toBe(409);
    expect(body).toMatchObject({
      error: {
        code: 'NameAlreadyExists',
        message: 'The specified resource name already exists.',
        innerError: { message: expect.stringContaining("'contosohr'") },
      },
    });
    expect((await call('GET', `${root}/contosohr`)).body).toMatchObject({ name: 'Contoso HR' });
  });

  it('creates one with POST to $ref, as the draft page describes', async () => {
    const { call } = await start();
    const created = await call('POST', `${root}/$ref`, hr);
    expect(created).toMatchObject({ status: 201, body: { id: 'newhr', state: 'draft' } });
    expect((await call('GET', `${root}/newhr`)).body).toEqual(created.body);
    expect(await call('GET', `${root}/$ref`)).toMatchObject({ status: 405 });
    expect(await call('POST', `${root}/ref`, hr)).toMatchObject({ status: 405 });
  });

  it('returns an empty 204 from $ref if configured', async () => {
    const { call } = await start({ refStatus: 204 });
    expect(await call('POST', `${root}/$ref`, hr)).toMatchObject({ status: 204, body: undefined });
    expect(await call('GET', `${root}/newhr`)).toMatchObject({ status: 200 });
  });
});

describe('creating an external connection', () => {
  it('is rejected in a tenant that has 30 of them, in which others are free', async () => {
    const { emulator, call } = await start({ deleteDelayMs: 0 }, 'many');
    const create = (id: number) => call('POST', '/connections', { id: `number${id}`, name: 'Many' });
    for (let id = 1; id <= 30; id += 1) expect(await create(id)).toMatchObject({ status: 201 });
    expect(await create(31)).toMatchObject({ status: 403, body: { error: { code: 'QuotaExceeded' } } });
    expect(await create(1)).toMatchObject({ status: 409 });
    expect(await callerKey(emulator, 'few')('POST', '/connections', hr)).toMatchObject({ status: 201 });
    await call('DELETE', '/connections/number7');
    expect(await create(31)).toMatchObject({ status: 201 });
  });

  it('with a broken Adaptive Card is a 503, and creates it nevertheless', async () => {
    const { call } = await start();
    const template = { id: 'card', priority: 1, layout: {} };
    const body = { ...hr, searchSettings: { searchResultTemplates: [template] } };
    expect(await call('POST', '/external/connections', body)).toMatchObject({
      status: 503,
      body: { error: { code: 'ServiceUnavailable' } },
    });
    expect((await call('GET', '/external/connections/newhr')).body).toMatchObject(body);
    expect(await call('POST', '/external/connections', body)).toMatchObject({ status: 409 });
  });

  it("accepts the example of $ref's draft page, which has no id, and type names of 2019", async () => {
    const { call } = await start();
    const example = {
      '@odata.type': '#microsoft.graph.externalConnection',
      name: 'Name value',
      description: 'Description value',
      configuration: {
        '@odata.type': 'microsoft.graph.configuration',
        authorizedApps: ['Authorized Apps value'],
      },
    };
    const { status, body } = await call('POST', '/external/connections/$ref', example);
    expect(status).toBe(201);
    expect(at(body, 'id')).toMatch(guid);
    expect((await call('GET', `/connections/${at(body, 'id')}`)).body).toEqual(body);
    expect(await call('POST', '/external/connections', example)).toMatchObject({ status: 400 });
  });
});

describe('computed properties', () => {
  it('have the state draft in every new connection, whatever state was sent', async () => {
    const { call } = await start();
    const { body } = await call('POST', '/connections', { ...hr, state: 'ready' });
    expect(body).toMatchObject({ state: 'draft' });
  });

  it.each([
    ['no configuration', {}],
    ['an empty configuration', { configuration: {} }],
  ])("include the caller's app in authorizedAppIds with %s", async (_what, configuration) => {
    const { emulator } = await start();
    const authorized = [];
    for (const token of ['ann', 'ben']) {
      const { body } = await callerKey(emulator, token)('POST', '/connections', { ...hr, ...configuration });
      authorized.push(at(body, 'configuration', 'authorizedAppIds'));
    }
    expect(authorized).toEqual([[expect.stringMatching(guid)], [expect.stringMatching(guid)]]);
    expect(authorized[0]).not.toEqual(authorized[1]);
  });

  it.each(['authorizedAppIds', 'authorizedApps'])(
    'do not replace a list sent as %s, which keeps that name',
    async (name) => {
      const { call } = await start();
      const configuration = { [name]: ['d310d35d-72ec-47dd-92f2-fb9c40936555'] };
      const { body } = await call('POST', '/connections', { ...hr, configuration });
      expect(at(body, 'configuration')).toEqual({
        '@odata.type': 'microsoft.graph.externalConnectors.configuration',
        ...configuration,
      });
    },
  );
});
