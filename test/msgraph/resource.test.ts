import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compileSooner, WARM_SENDS } from '../operations/support/requests.ts';
import { failureOf } from '../support/failure.ts';
import { items, lists, objectMutations, type RootField, reads } from '../support/fields.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { withoutBackoff } from '../support/retries.ts';
import { runGatewayBefore } from '../support/running.ts';
import { always } from '../support/upstream.ts';

// Responses with a 2xx status, valid or not.

withoutBackoff();
compileSooner();

/** The fields whose response has objects. */
const objectFields = [...reads, ...objectMutations];

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

function respondNext({ method, path }: RootField, body: string | object): void {
  running.emulator.failNext({ status: method === 'POST' ? 201 : 200, path, body });
}

const NO_OBJECT = [
  ['an empty body', ''],
  ['an HTML page', '<!doctype html><p>Proxy-7</p>'],
  ['half of a JSON object', '{"id":"Proxy-7","value":[],"name":'],
  ['text that is not JSON', 'Proxy-7'],
  ['an array', [{ id: 'Proxy-7' }]],
  ['null', 'null'],
  ['a string', '"Proxy-7"'],
  ['an object of another kind', { other: 'Proxy-7' }],
] as const;

describe.each(objectFields)('$name', (field) => {
  test.each(NO_OBJECT)('rejects %s without repeating it', async (_, body) => {
    respondNext(field, body);
    const { extensions, text } = await failureOf(running, field.document);
    expect(extensions.code).toBe('UPSTREAM_INVALID_RESPONSE');
    expect(text).not.toMatch(/Proxy-7|doctype|Unexpected/);
  });

  test('rejects a body that is not UTF-8', async () => {
    const [before, after] = ['{"id":"a","value":[],"name":"', '"}'].map((part) => Buffer.from(part));
    const body = Buffer.concat([before ?? Buffer.of(), Buffer.of(0xc3, 0x28), after ?? Buffer.of()]);
    const behind = await runGatewayBefore(always({ body }));
    expect((await failureOf(behind, field.document)).extensions.code).toBe('UPSTREAM_INVALID_RESPONSE');
  });
});

test.each(reads)('$name rejects a truncated response', async ({ document, path }) => {
  running.emulator.failNext({ truncateAt: 12, path, times: 3 });
  const { extensions } = await failureOf(running, document);
  expect(extensions).toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE', graph: { status: 200 } });
});

const idOf = ({ id = 'contosohr' }: RootField) => id;
const isPrivate = ({ name }: RootField) => /private/i.test(name);

describe.each(objectFields)('$name', (field) => {
  test.each([{ name: 'No id' }, { id: null }, { id: 42 }])('rejects %j, and names id', async (object) => {
    respondNext(field, lists.includes(field) ? { value: [object] } : object);
    const { extensions, message } = await failureOf(running, field.document);
    expect(extensions.code).toBe('UPSTREAM_INVALID_RESPONSE');
    expect(message).toContain('id');
    expect(message).not.toContain('42');
  });
});

const WRONG_PROPERTIES: Record<'ExternalConnection' | 'PrivateEndpointConnection', [object, path: string][]> =
  {
    ExternalConnection: [
      [{ name: 42 }, 'name'],
      [{ description: ['wrong'] }, 'description'],
      [{ state: 42 }, 'state'],
      [{ configuration: 'wrong' }, 'configuration'],
      [{ configuration: ['wrong'] }, 'configuration'],
      [{ configuration: { authorizedAppIds: 'wrong' } }, 'configuration.authorizedAppIds'],
      [{ configuration: { authorizedApps: [42] } }, 'configuration.authorizedAppIds'],
      [{ connectorId: 42 }, 'connectorId'],
      [{ contentCategory: 42 }, 'contentCategory'],
      [{ enabledContentExperiences: ['wrong'] }, 'enabledContentExperiences'],
      [{ ingestedItemsCount: '42' }, 'ingestedItemsCount'],
      [{ ingestedItemsCount: 2 ** 53 }, 'ingestedItemsCount'],
      [{ activitySettings: { urlToItemResolvers: ['wrong'] } }, 'activitySettings.urlToItemResolvers'],
      [
        { activitySettings: { urlToItemResolvers: [{ urlMatchInfo: { urlPattern: 42 } }] } },
        'activitySettings.urlToItemResolvers.0.urlMatchInfo.urlPattern',
      ],
      [{ searchSettings: 'wrong' }, 'searchSettings'],
      [
        { searchSettings: { searchResultTemplates: [{ id: 42 }] } },
        'searchSettings.searchResultTemplates.0.id',
      ],
      [
        { searchSettings: { searchResultTemplates: [{ rules: [{ operation: 42 }] }] } },
        'searchSettings.searchResultTemplates.0.rules.0.operation',
      ],
    ],
    PrivateEndpointConnection: [
      [{ externalPrivateEndpointId: 42 }, 'externalPrivateEndpointId'],
      [{ privateLinkIds: 42 }, 'privateLinkIds'],
      [{ privateLinkIds: ['42'] }, 'privateLinkIds'],
      [{ privateLinkIds: [1.5] }, 'privateLinkIds'],
      [{ privateLinkIds: [2147483648] }, 'privateLinkIds'],
      [{ privateLinkIds: [-2147483649] }, 'privateLinkIds'],
      [{ privateLinkIds: [null] }, 'privateLinkIds'],
    ],
  };

interface WrongObject {
  readonly object: object;
  readonly paths: readonly string[];
}

/** As few objects as have all of these properties, each object having the most that do not exclude each other. */
function together(properties: readonly (readonly [object, path: string])[]): readonly WrongObject[] {
  const objects: { object: object; paths: string[] }[] = [];
  for (const [property, path] of properties) {
    const [key = ''] = Object.keys(property);
    const free = objects.find(({ object }) => !(key in object));
    if (free === undefined) objects.push({ object: property, paths: [path] });
    else {
      free.object = { ...free.object, ...property };
      free.paths.push(path);
    }
  }
  return objects;
}

const asKey = (key: string) => (/^\d/.test(key) ? Number(key) : key);

const TEMPLATE = '{ id priority layout rules { operation property values valuesJoinedBy } }';

const ALL_PROPERTIES = {
  ExternalConnection: `{
    id name description state connectorId contentCategory enabledContentExperiences ingestedItemsCount
    configuration { authorizedAppIds }
    activitySettings { urlToItemResolvers { priority itemId urlMatchInfo { baseUrls urlPattern } } }
    searchSettings { searchResultTemplates ${TEMPLATE} }
    complianceSettings { eDiscoveryResultTemplates ${TEMPLATE} }
  }`,
  PrivateEndpointConnection: '{ id externalPrivateEndpointId privateLinkIds }',
};

const SELECTION = /\{\s*id [^{}]+\}/;

describe.each(objectFields)('$name', (field) => {
  const type = isPrivate(field) ? 'PrivateEndpointConnection' : 'ExternalConnection';
  const document = field.document.replace(SELECTION, ALL_PROPERTIES[type]);
  const inList = lists.includes(field);
  const execute = (text: string) => running.execute(text, {}, { token: 'demo' });

  // A query that has recurred is compiled.
  beforeAll(async () => {
    for (let time = 1; time <= WARM_SENDS && reads.includes(field); time += 1) await execute(document);
  });

  const id = idOf(field);

  /** Checks the errors of a response with these objects, whose invalid properties are known. */
  async function expectErrors(text: string, objects: readonly WrongObject[]): Promise<void> {
    const [first] = objects;
    respondNext(
      field,
      inList ? { value: objects.map(({ object }) => ({ id, ...object })) } : { id, ...first?.object },
    );
    const { data, errors = [] } = await execute(text);
    const expected = objects.flatMap(({ paths }, index) =>
      paths.map((path) => [field.name, ...(inList ? ['nodes', index] : []), ...path.split('.').map(asKey)]),
    );
    expect(errors.map(({ path }) => path).sort()).toEqual(expected.sort());
    for (const { message, extensions } of errors) {
      expect(extensions).toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE' });
      expect(message).toMatch(/"\w+" is of the wrong type/);
      expect(message).not.toMatch(/wrong"|42|2147483648|9007199254740992|1\.5/);
    }
    expect(JSON.stringify(data).split(`"id":"${id}"`)).toHaveLength(objects.length + 1);
  }

  // Cold, and compiled: with a comment it is another document, which is executed for the first time.
  test.each([
    ['cold', (index: number) => `${document} # ${index}`],
    ['warm', () => document],
  ])('fails the invalid properties of an object alone, %s', async (_, textOf) => {
    const objects = together(WRONG_PROPERTIES[type]);
    if (inList) await expectErrors(textOf(0), [...objects, { object: {}, paths: [] }]);
    else for (const [index, object] of objects.entries()) await expectErrors(textOf(index), [object]);
  });

  test('does not fail for an invalid property that is not selected', async () => {
    const object = { id, name: 42, externalPrivateEndpointId: 42 };
    respondNext(field, inList ? { value: [object] } : object);
    const idAlone = field.document.replace(SELECTION, '{ id }');
    const { errors } = await running.execute(idAlone, {}, { token: 'demo' });
    expect(errors).toBeUndefined();
  });
});

test.each(objectMutations)(
  'an invalid property in the response to $name is an error whose write is APPLIED',
  async (field) => {
    const id = idOf(field);
    const property = isPrivate(field) ? { privateLinkIds: [0.5] } : { name: 42 };
    respondNext(field, { id, ...property });
    const { errors } = await running.execute(field.document, {}, { token: 'demo' });
    expect(errors).toMatchObject([{ extensions: { outcome: 'APPLIED', resourceId: id } }]);
  },
);

describe.each(objectFields.filter((field) => !lists.includes(field)))('$name', (field) => {
  const id = idOf(field);

  test.each([
    ['wrapped in "value"', { '@odata.context': 'x', value: { id } }],
    ['with unknown properties', { id, tomorrow: { name: 42 }, '@odata.type': 42 }],
    ['with null in every other property', { id, name: null, state: null, privateLinkIds: null }],
  ])('accepts an object %s', async (_, body) => {
    respondNext(field, body);
    const result = await running.execute(field.document, {}, { token: 'demo' });
    expect(result).toMatchObject({ data: { [field.name]: { id } } });
    expect(result.errors).toBeUndefined();
  });
});

describe.each(items.filter(({ id }) => id !== undefined))('$name', (field) => {
  test('rejects another object, of which nothing is shown', async () => {
    respondNext(field, { id: `${field.id}2`, name: 'Foreign', privateLinkIds: [1] });
    const { extensions, message, text } = await failureOf(running, field.document);
    expect(extensions).toEqual({ code: 'UPSTREAM_INVALID_RESPONSE' });
    expect(message).toContain('"id" is not the one that was asked for');
    expect(text).not.toContain(`${field.id}2`);
  });

  test('accepts the id in capital letters', async () => {
    const spelt = idOf(field).toUpperCase();
    respondNext(field, { id: spelt });
    const result = await running.execute(field.document, {}, { token: 'demo' });
    expect(result).toMatchObject({ data: { [field.name]: { id: spelt } } });
  });
});

describe.each(lists)('$name', (field) => {
  test.each([
    ['without "value"', {}],
    ['with an object for "value"', { value: { id: 'contosohr' } }],
    ['with null in the list', { value: [null] }],
    ['with a link that is no string', { value: [], '@odata.nextLink': 42 }],
    ['with an empty link', { value: [], '@odata.nextLink': '' }],
  ])('rejects a page %s', async (_, body) => {
    respondNext(field, body);
    expect((await failureOf(running, field.document)).extensions.code).toBe('UPSTREAM_INVALID_RESPONSE');
  });
});

test.each([
  ['draft', 'DRAFT'],
  ['limitExceeded', 'LIMIT_EXCEEDED'],
  ['unknownFutureValue', 'UNKNOWN_FUTURE_VALUE'],
  ['archived', 'UNKNOWN_FUTURE_VALUE'],
  ['', 'UNKNOWN_FUTURE_VALUE'],
  ['DRAFT', 'UNKNOWN_FUTURE_VALUE'],
])('the state %j reads as %s, in an item and in a list', async (state, expected) => {
  for (const field of [...items, ...lists].filter(({ name }) => name.startsWith('external'))) {
    const object = { id: idOf(field), state };
    respondNext(field, lists.includes(field) ? { value: [object] } : object);
    const result = await running.execute(field.document, {}, { token: 'demo' });
    expect(result.errors).toBeUndefined();
    expect(JSON.stringify(result.data)).toContain(`"state":"${expected}"`);
  }
});

test.each([
  'updateSingletonPrivateEndpointConnection(input: { externalPrivateEndpointId: "x" }) { id }',
  'deleteSingletonPrivateEndpointConnection { status }',
])('a singleton that does not exist may also have a wrong path: %s', async (mutation) => {
  const call = { token: 'without-singleton' };
  await running.execute('mutation { deleteSingletonPrivateEndpointConnection { status } }', {}, call);
  const { errors } = await running.execute(`mutation { ${mutation} }`, {}, call);
  expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND', outcome: 'NOT_APPLIED' } }]);
  expect(errors?.[0]?.message).toMatch(
    /There may be none in the tenant: read it\. Check the gateway's settings GRAPH_URL and GRAPH_\w+\.$/,
  );
});

describe('a response that is too long', () => {
  const page = (items: readonly unknown[]) => ({ value: items });
  const many = (count: number, item: unknown) => Array.from({ length: count }, () => item);
  const list = lists[0];
  if (list === undefined) throw new Error('There is no list.');

  test('is a page of a thousand items; one less is a page, whatever is wrong with them', async () => {
    respondNext(list, page(many(1_000, { id: 'a' })));
    expect((await failureOf(running, list.document)).extensions.code).toBe('UPSTREAM_INVALID_RESPONSE');
    respondNext(list, page(many(999, { id: 'a', name: 42 })));
    const { data, errors } = await running.execute(list.document, {}, { token: 'demo' });
    expect(Object(data)[list.name].nodes).toHaveLength(999);
    expect(errors).toHaveLength(101);
  });

  test.each([
    ['objects with a wrong property', { id: 'a', name: 1 }],
    ['no objects at all', 1],
  ])('does not keep the gateway busy: 3 MB of %s', async (_, item) => {
    const next = `,${JSON.stringify(item)}`;
    const body = `{"value":[${JSON.stringify(item)}${next.repeat(3_000_000 / next.length - 1)}]}`;
    const upstream = await runGatewayBefore(always({ body }));
    expect((await failureOf(upstream, list.document)).extensions.code).toBe('UPSTREAM_INVALID_RESPONSE');
  });

  test('is a property with more than a thousand items, which fails alone', async () => {
    const [item] = items.filter(isPrivate);
    if (item === undefined) throw new Error('There is no such item.');
    const id = idOf(item);
    respondNext(item, { id, privateLinkIds: many(1_001, 1) });
    const { data, errors } = await running.execute(item.document, {}, { token: 'demo' });
    expect(Object(data)[item.name]).toEqual({ id, privateLinkIds: null });
    expect(errors).toHaveLength(1);
  });
});
