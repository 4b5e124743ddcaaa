import { describe, expect, it } from 'vitest';
import { at, type Call, idsOf, listAt, start, stringAt } from './client.ts';

const path = '/external/connections';
const endpoints = '/privateLinkPolicy/privateEndpointConnections';

function rejected(about: string): object {
  return { status: 400, body: { error: { code: 'BadRequest', message: expect.stringContaining(about) } } };
}

/** The body of a GET with options, which are percent-encoded. */
async function get(call: Call, target: string, options: Record<string, string>): Promise<unknown> {
  const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const { status, body } = await call('GET', `${target}?${query.join('&')}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

describe('$filter', () => {
  it.each([
    ["name eq 'Contoso HR'", ['contosohr']],
    ["  name   eq 'Contoso HR' ", ['contosohr']],
    ["name eq 'contoso hr'", []],
    ["name eq ''", []],
  ])('%s selects the connections with this name', async ($filter, ids) => {
    const { call } = await start();
    expect(idsOf(await get(call, path, { $filter }))).toEqual(ids);
  });

  it('has two quotes for a quote in a literal', async () => {
    const { call } = await start();
    const name = "O'Brien's & Sons 100% + more";
    for (const id of ['first', 'second']) await call('POST', path, { id, name });
    const body = await get(call, path, { $filter: `name eq '${name.replaceAll("'", "''")}'` });
    expect(idsOf(body)).toEqual(['first', 'second']);
    const encoded = `${path}?%24filter=name%20eq%20%27Contoso%20HR%27`;
    expect(idsOf((await call('GET', encoded)).body)).toEqual(['contosohr']);
  });

  it('and $select hold for all pages', async () => {
    const { call } = await start();
    for (const id of ['first', 'other', 'second', 'third']) {
      await call('POST', path, { id, name: id === 'other' ? id : "The boss's" });
    }
    const options = { $filter: "name eq 'The boss''s'", $select: 'id,name', $top: '1' };
    const pages = [await get(call, path, options)];
    for (
      let next = at(pages[0], '@odata.nextLink');
      next !== undefined;
      next = at(pages.at(-1), '@odata.nextLink')
    ) {
      pages.push((await call('GET', String(next))).body);
    }
    expect(pages.map(idsOf)).toEqual([['first'], ['second'], ['third']]);
    for (const page of pages) expect(at(page, 'value', 0)).not.toHaveProperty('state');
  });

  it.each([
    "name ne 'Contoso HR'",
    "startswith(name,'Contoso')",
    "name eq 'Contoso HR' or name eq 'x'",
    "(name eq 'Contoso HR')",
    "name eq 'O'Brien'",
    'name eq "Contoso HR"',
    "name eq 'Contoso HR",
    'name eq null',
    "id eq 'contosohr'",
    "nmae eq 'Contoso HR'",
    "configuration/authorizedAppIds eq 'x'",
    '',
  ])('is rejected if it is %s', async ($filter) => {
    const { call } = await start();
    const target = `${path}?$filter=${encodeURIComponent($filter)}`;
    expect(await call('GET', target)).toMatchObject(
      rejected(`'${$filter}'. The emulator supports name eq '…'.`),
    );
  });

  it('is rejected for private endpoint connections', async () => {
    const { call } = await start();
    expect(await call('GET', `${endpoints}?$filter=id eq 'x'`)).toMatchObject(rejected('no $filter'));
  });
});

describe('$select', () => {
  const type = '#microsoft.graph.externalConnectors.externalConnection';

  it('leaves the named properties in lists', async () => {
    const { emulator, call } = await start();
    const body = await get(call, path, { $select: 'id, name', $top: '1' });
    expect(listAt(body, 'value')).toEqual([{ '@odata.type': type, id: 'contosohr', name: 'Contoso HR' }]);
    expect(stringAt(body, '@odata.context')).toBe(`${emulator.url}/$metadata#external/connections(id,name)`);
  });

  it('leaves the named properties in one entity', async () => {
    const { emulator, call } = await start();
    expect(await get(call, `${path}/contosohr`, { $select: 'state' })).toEqual({
      '@odata.context': `${emulator.url}/$metadata#external/connections(state)/$entity`,
      '@odata.type': type,
      state: 'ready',
    });
    expect(await get(call, '/privateEndpointConnection', { $select: 'privateLinkIds' })).toEqual({
      '@odata.context': `${emulator.url}/$metadata#privateEndpointConnection(privateLinkIds)`,
      '@odata.type': '#microsoft.graph.privateEndpointConnection',
      privateLinkIds: [16777221],
    });
  });

  it.each([
    ['nmae', 'nmae'],
    ['id,nmae', 'nmae'],
    ['Name', 'Name'],
    ['*', '*'],
    ['id,', ''],
    ['', ''],
    ['configuration/authorizedAppIds', 'configuration/authorizedAppIds'],
    ['toString', 'toString'],
  ])('is rejected if it is "%s", also for an empty list', async ($select, name) => {
    const { call } = await start({}, 'empty');
    expect(await call('GET', `${path}?$select=${$select}`)).toMatchObject(
      rejected(`Could not find a property named '${name}' on type '${type.slice(1)}'`),
    );
  });
});

describe('system query options', () => {
  it.each([
    '$orderby=name',
    '$expand=schema',
    '$search=hr',
    '$count=true',
    '$skip=1',
    '$format=json',
    '$slect=id',
    '$=1',
    '%24slect=id',
    'orderby=name',
    'OrderBy=name',
  ])('that the emulator does not support are rejected: %s', async (query) => {
    const { call } = await start();
    for (const target of [path, `${path}/contosohr`, endpoints, '/privateEndpointConnection']) {
      expect(await call('GET', `${target}?${query}`)).toMatchObject(
        rejected('is not supported. The emulator'),
      );
    }
  });

  it('need no $ on the beta endpoint, and their case does not count', async () => {
    const { call } = await start();
    const body = await get(call, path, { filter: "name eq 'Contoso HR'", Select: 'id' });
    expect(listAt(body, 'value')).toEqual([{ '@odata.type': expect.any(String), id: 'contosohr' }]);
  });

  it('are rejected if one is given twice, with and without $', async () => {
    const { call } = await start();
    for (const query of ['$select=id&$select=name', '$select=id&select=id', '$top=1&$top=1']) {
      expect(await call('GET', `${path}?${query}`)).toMatchObject(rejected('more than once'));
    }
  });

  it.each([`$filter=name eq 'x'`, '$top=1', '$skiptoken=x'])(
    'of lists are rejected for one entity: %s',
    async (query) => {
      const { call } = await start();
      expect(await call('GET', `${path}/contosohr?${query}`)).toMatchObject(rejected('for a single entity'));
    },
  );

  it.each([
    ['PATCH', '/contosohr', { name: 'Changed' }],
    ['POST', '', { id: 'newhr', name: 'New HR' }],
    ['DELETE', '/contosohr', undefined],
  ])('are rejected in a %s, which has no effect', async (method, item, body) => {
    const { call } = await start({ deleteDelayMs: 0 });
    const before = await call('GET', path);
    expect(await call(method, `${path}${item}?$select=id`, body)).toMatchObject(rejected(`in a ${method}`));
    expect((await call('GET', path)).body).toEqual(before.body);
  });

  it('are the same in a batch', async () => {
    const { call } = await start();
    const requests = ["?$filter=name eq 'Contoso HR'&$select=id", '?$slect=id'].map((query, index) => ({
      id: String(index),
      method: 'GET',
      url: path + query,
    }));
    const { body } = await call('POST', '/$batch', { requests });
    expect(listAt(body, 'responses')).toMatchObject([
      { id: '1', status: 400 },
      { id: '0', status: 200, body: { value: [{ id: 'contosohr' }] } },
    ]);
  });
});

it('custom query options, which have no $, are ignored', async () => {
  const { call } = await start();
  const body = await get(call, path, { slect: 'id', 'api-version': '1', $top: '1' });
  expect(at(body, 'value', 0)).toHaveProperty('state');
  expect(await get(call, `${path}/contosohr`, { cache: 'no' })).toHaveProperty('state');
});
