import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CreateExternalConnectionDocument, ExternalConnectionsDocument } from '../../src/client/index.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
const ids = ['one', 'two', 'three', 'four', 'five'];
beforeAll(async () => {
  gateway = await startTestGateway();
  for (const id of ids) await gateway.execute(CreateExternalConnectionDocument, { input: { id, name: id } });
});
beforeEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

const list = async (variables: { first?: number | null; after?: string | null } = {}) => {
  const result = await gateway.execute(ExternalConnectionsDocument, variables);
  return { result, page: result.data?.externalConnections, error: result.errors?.[0] };
};
const paths = () => gateway.emulator.requests.map(({ path }) => path);

/** Makes Graph respond to the next list with one item and this nextLink. */
const linkNext = (nextLink: unknown) =>
  gateway.emulator.failNext({ status: 200, body: { value: [{ id: 'x' }], '@odata.nextLink': nextLink } });

test('without arguments, no page size is sent', async () => {
  const { page } = await list();
  expect(page?.nodes.map(({ id }) => id)).toEqual(ids);
  expect(page?.pageInfo).toEqual({ hasNextPage: false, endCursor: null });
  expect(paths()).toEqual(['/beta/external/connections']);
});

test.each([2, undefined])('a list continues at its endCursor with first: %s', async (first) => {
  const begun = await list({ first: 2 });
  expect(begun.page?.pageInfo.hasNextPage).toBe(true);
  const seen = [...(begun.page?.nodes ?? [])];
  let after = begun.page?.pageInfo.endCursor;
  while (after) {
    const { page } = await list(first === undefined ? { after } : { first, after });
    seen.push(...(page?.nodes ?? []));
    after = page?.pageInfo.endCursor;
  }
  expect(seen.map(({ id }) => id)).toEqual(ids);
  expect(paths()[0]).toBe('/beta/external/connections?$top=2');
  for (const path of paths().slice(1))
    expect(path).toMatch(/^\/beta\/external\/connections\?\$top=2&\$skiptoken=/);
});

test('two cursors of the same length in one document lead to pages of their own', async () => {
  const cursors = ['aaaa', 'bbbb'].map((token) => Buffer.from(`$skiptoken=${token}`).toString('base64url'));
  const fields = cursors.map(
    (after, index) => `p${index}: externalConnections(after: "${after}") { nodes { id } }`,
  );
  await gateway.execute(`{ ${fields.join(' ')} }`);
  const sent = gateway.emulator.requests.map(({ path, body }) => path + JSON.stringify(body ?? ''));
  expect(sent.join()).toContain('skiptoken=aaaa');
  expect(sent.join()).toContain('skiptoken=bbbb');
});

test('a page longer than requested is returned in full', async () => {
  gateway.emulator.failNext({ status: 200, body: { value: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] } });
  expect((await list({ first: 1 })).page?.nodes).toHaveLength(3);
});

test('an empty page may have a next page', async () => {
  const nextLink = `${gateway.emulator.url}/external/connections?$skiptoken=abc`;
  gateway.emulator.failNext({ status: 200, body: { value: [], '@odata.nextLink': nextLink } });
  expect((await list()).page).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true } });
});

test('the paging parameters of a link are sent back to Graph unchanged, with any characters', async () => {
  const token = "a+b/c=&d?e#f'(g)%20ü🎈";
  linkNext(`${gateway.emulator.url}/external/connections?%24SkipToken=${encodeURIComponent(token)}&$skip=5`);
  const { page } = await list();
  gateway.emulator.clear();
  linkNext(null);
  await list({ after: page?.pageInfo.endCursor ?? '' });
  const url = new URL(paths()[0] ?? '', 'http://graph');
  expect(Object.fromEntries(url.searchParams)).toEqual({ $SkipToken: token, $skip: '5' });
  expect(url.hash).toBe('');
});

test.each(['ab+cd', '%FFx', 'a:b/c,d;e@f?g', "x'(y)*!", 'https://evil.example/'])(
  'the token %s has the same value when sent back',
  async (token) => {
    linkNext(`${gateway.emulator.url}/external/connections?$skiptoken=${token}`);
    const { page } = await list();
    gateway.emulator.clear();
    linkNext(null);
    await list({ after: page?.pageInfo.endCursor ?? '' });
    const sent = paths()[0]?.replace('/beta/external/connections?$skiptoken=', '') ?? '';
    expect(sent.replace(/%(?!FF)[0-9A-F]{2}/g, (hex) => decodeURIComponent(hex))).toBe(token);
  },
);

// test/msgraph/origins/nextLinks.test.ts has links to other origins.
describe('a nextLink is rejected', () => {
  test.each<[string, (root: URL) => unknown]>([
    ['with user-info', ({ host }) => `http://user:pw@${host}/beta/external/connections?$skiptoken=x`],
    ['to another path', ({ origin }) => `${origin}/beta/users?$skiptoken=x`],
    ['to a path that climbs', ({ origin }) => `${origin}/beta/external/connections/../../users?$skiptoken=x`],
    ['to another version', ({ origin }) => `${origin}/v1.0/external/connections?$skiptoken=x`],
    ['with another parameter', ({ origin }) => `${origin}/beta/external/connections?$skiptoken=x&$filter=y`],
    [
      'with a parameter twice',
      ({ origin }) => `${origin}/beta/external/connections?$skiptoken=x&$skipToken=y`,
    ],
    ['without a position', ({ origin }) => `${origin}/beta/external/connections?$top=2`],
    ['with a fragment', ({ origin }) => `${origin}/beta/external/connections?$skiptoken=x#y`],
    [
      'of more than 4 kB',
      ({ origin }) => `${origin}/beta/external/connections?$skiptoken=${'x'.repeat(4_100)}`,
    ],
    [
      'that grows beyond 4 kB',
      ({ origin }) => `${origin}/beta/external/connections?$skiptoken=${':'.repeat(2_500)}`,
    ],
    ['with half a percent sign', ({ origin }) => `${origin}/beta/external/connections?$skiptoken=%F`],
    ['that is relative', () => '/beta/external/connections?$skiptoken=x'],
    ['that is no text', () => 7],
    ['that is empty', () => ''],
  ])('%s', async (_, link) => {
    linkNext(link(new URL(gateway.emulator.url)));
    const { page, error } = await list();
    expect(page).toBeNull();
    expect(error?.extensions.code).toBe('UPSTREAM_INVALID_RESPONSE');
    expect(paths()).toHaveLength(1);
  });
});

describe('BAD_USER_INPUT, without a call to Graph, is', () => {
  test.each([0, -1, 101])('first: %i', async (first) => {
    const { error } = await list({ first });
    expect(error?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'first' });
    expect(paths()).toEqual([]);
  });

  const cursor = (text: string) => Buffer.from(text).toString('base64url');
  test.each([
    '',
    'not a cursor',
    Buffer.from('$skiptoken=😀').toString('base64url'),
    'https://evil.example/',
    cursor('https://evil.example/?$skiptoken=x'),
    cursor('$filter=x'),
    cursor('$skiptoken=x&$expand=items'),
    cursor('$skiptoken=x&$skiptoken=y'),
    cursor('$top=5'),
    cursor('$top=0&$skiptoken=x'),
    cursor('$top=abc&$skiptoken=x'),
    cursor('$skip=-1'),
    cursor(`$skiptoken=${'x'.repeat(4_100)}`),
    `${cursor('$skiptoken=x')}=`,
    `${cursor('$skiptoken=x')}\n`,
    'x'.repeat(100_000),
  ])('after: "%s"', async (after) => {
    const { error } = await list({ after });
    expect(error?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'after' });
    expect(paths()).toEqual([]);
  });

  test('another first than the list was begun with', async () => {
    const begun = await list({ first: 2 });
    gateway.emulator.clear();
    const { error } = await list({ first: 3, after: begun.page?.pageInfo.endCursor ?? '' });
    expect(error?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'first' });
    expect(paths()).toEqual([]);
  });
});
