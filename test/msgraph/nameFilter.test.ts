import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

// externalConnections(name:) is `$filter=name eq '…'`, whatever the name.

const LIST = `query ($name: String, $first: Int, $after: String) {
  externalConnections(name: $name, first: $first, after: $after) {
    nodes { id name } pageInfo { hasNextPage endCursor }
  }
}`;
const PATH = '/beta/external/connections';

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

const paths = () => running.emulator.requests.map(({ path }) => path);

async function list(
  variables: { name?: string | null | undefined; first?: number; after?: string | null },
  token = 'alice',
) {
  const result = await running.execute<{ externalConnections: Page | null }, object>(LIST, variables, {
    token,
  });
  return { page: result.data?.externalConnections, errors: result.errors };
}
interface Page {
  readonly nodes: readonly { readonly id: string; readonly name: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

test('sends the documented filter', async () => {
  await list({ name: 'Contoso HR' });
  expect(paths()).toEqual([`${PATH}?$filter=name%20eq%20'Contoso%20HR'`]);
});

test.each([undefined, null])('sends no filter if the name is %s', async (name) => {
  await list({ name });
  expect(paths()).toEqual([PATH]);
});

const HOSTILE = [
  "Contoso's",
  "''",
  "' or name ne '",
  'a&$top=1',
  'a&$select=id',
  'a#b?c=d',
  'a+b c%20d%',
  '%27 or true',
  '../../users',
  '//evil.example/',
  'https://evil.example/?x=@y',
  'line\r\nHost: evil.example\r\n\r\n',
  'null\u0000character',
  '(a),[b];{c}|^`~!*\\"<>',
  'Größe 漢字 🎈 \u202e',
  '🎈'.repeat(64),
  'n'.repeat(128),
  "'".repeat(128),
];

test.each(HOSTILE)('finds exactly the connection of the name %j', async (name) => {
  const token = `hostile-${HOSTILE.indexOf(name)}`;
  const create =
    'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }';
  await running.execute(create, { input: { id: 'wanted', name } }, { token });
  await running.execute(create, { input: { id: 'other', name: 'Other' } }, { token });
  running.emulator.clear();
  const { page, errors } = await list({ name, first: 5 }, token);
  expect(errors).toBeUndefined();
  expect(page?.nodes).toEqual([{ id: 'wanted', name }]);
  const { pathname, searchParams, hash } = new URL(paths()[0] ?? '', 'http://graph');
  expect([pathname, hash]).toEqual([PATH, '']);
  expect([...searchParams]).toEqual([
    ['$filter', `name eq '${name.replaceAll("'", "''")}'`],
    ['$top', '5'],
  ]);
});

test('finds connections in a batch, too', async () => {
  const name = "Contoso's & co #1+%";
  const create =
    'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }';
  await running.execute(create, { input: { id: 'wanted', name } }, { token: 'filtering-in-batches' });
  running.emulator.clear();
  const document = `query ($name: String) {
    a: externalConnections(name: $name) { nodes { id } } b: externalConnections(name: "none") { nodes { id } }
  }`;
  const result = await running.execute(document, { name }, { token: 'filtering-in-batches' });
  expect(result).toEqual({ data: { a: { nodes: [{ id: 'wanted' }] }, b: { nodes: [] } } });
  expect(paths()).toEqual(['/beta/$batch']);
});

test.each([
  ['no character', ''],
  ['129 characters', 'n'.repeat(129)],
])('a name with %s is rejected, without a call to Graph', async (_, name) => {
  const { errors } = await list({ name });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'name' } }]);
  expect(paths()).toEqual([]);
});

describe('a filtered list', () => {
  const name = "Same 'name'";
  const ids = ['one', 'two', 'three'];
  const filter = "$filter=name%20eq%20'Same%20''name'''";
  beforeAll(async () => {
    const create =
      'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }';
    for (const id of [...ids, 'other']) {
      const input = { id, name: id === 'other' ? 'Other' : name };
      await running.execute(create, { input }, { token: 'paged' });
    }
  });

  test('is paged, with the filter sent for each page', async () => {
    const first = await list({ name, first: 2 }, 'paged');
    expect(first.page?.nodes.map(({ id }) => id)).toEqual(['one', 'two']);
    const second = await list({ name, after: first.page?.pageInfo.endCursor ?? null }, 'paged');
    expect(second.page).toMatchObject({ nodes: [{ id: 'three' }], pageInfo: { hasNextPage: false } });
    expect(paths()).toEqual([
      `${PATH}?${filter}&$top=2`,
      expect.stringMatching(
        /^\/beta\/external\/connections\?\$filter=name%20eq%20'Same%20''name'''&\$top=2&\$skiptoken=\w+$/,
      ),
    ]);
  });

  test.each([
    ['repeats the filter', `${filter}&$skiptoken=x`],
    ['encodes it otherwise', '$skiptoken=x&%24FILTER=name+eq+%27Same%20%27%27name%27%27%27'],
    ['leaves it out', '$skiptoken=x'],
  ])('goes on where a link of Graph %s, with paging parameters alone in the cursor', async (_, query) => {
    const nextLink = `${running.emulator.url}/external/connections?${query}`;
    running.emulator.failNext({ status: 200, body: { value: [], '@odata.nextLink': nextLink } });
    const { page, errors } = await list({ name });
    expect(errors).toBeUndefined();
    const cursor = Buffer.from(page?.pageInfo.endCursor ?? '', 'base64url').toString();
    expect(cursor).toMatch(/^\$skiptoken=x&filter=[\w-]{16}$/);
    running.emulator.clear();
    running.emulator.failNext({ status: 200, body: { value: [] } });
    await list({ name, after: page?.pageInfo.endCursor ?? null });
    expect(paths()).toEqual([`${PATH}?${filter}&$skiptoken=x`]);
  });

  test.each([
    `${filter}`,
    `${filter}&$skiptoken=x&$select=id`,
    `${filter}&$search=y&$skip=1`,
    // Longer than any link that repeats a filter: to take it apart may take seconds.
    `${filter}${'%20'.repeat(6_000)}&$skiptoken=x`,
  ])('rejects a link that is not of this list: %#', async (query) => {
    const nextLink = `${running.emulator.url}/external/connections?${query}`;
    running.emulator.failNext({ status: 200, body: { value: [], '@odata.nextLink': nextLink } });
    const { errors } = await list({ name });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
  });

  test.each([
    ['a list without a filter', 'the one of a filter', null],
    ['a list with another filter', 'the one of a filter', 'Other'],
    ['a filtered list', 'the one of all connections', name],
  ])('%s does not go on with another cursor: %s', async (_, kind, other) => {
    const of = kind === 'the one of a filter' ? name : null;
    const { page } = await list({ name: of, first: 1 }, 'paged');
    running.emulator.clear();
    const { errors } = await list({ name: other, after: page?.pageInfo.endCursor ?? null }, 'paged');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
    expect(paths()).toEqual([]);
  });

  test('takes no filter from a cursor', async () => {
    const after = Buffer.from("$filter=name eq 'x'&$skiptoken=x").toString('base64url');
    const { errors } = await list({ name, after });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
    expect(paths()).toEqual([]);
  });
});
