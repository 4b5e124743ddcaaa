import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import {
  compileSooner,
  type Parameters,
  type ResponseBody,
  send,
  sendRepeatedly,
} from './support/requests.ts';

// Errors have the line and column of the caller's document, cold and warm.

compileSooner();
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

/**
 * Where a part of a document is, counted as the specification does.
 *
 * @see https://spec.graphql.org/October2021/#sec-Line-Terminators
 */
function placeOf(part: string, document: string, from = 0): { line: number; column: number } {
  const at = document.indexOf(part, from);
  if (at < 0) throw new TypeError(`There is no ${part} in the document.`);
  const lines = document.slice(0, at).split(/\r\n|\n|\r/);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

const places = ({ errors = [] }: ResponseBody) =>
  errors.map(({ path, locations }) => [path?.join('.'), locations]);

const bad = (alias: string) => `${alias}: externalConnection(id: "..") { id }`;

describe('a failing field has its location in a document', () => {
  test.each([
    ['of one line', `{ ${bad('a')} ${bad('b')} }`],
    ['with line breaks', `{\n\n  ${bad('a')}\n ${bad('b')}\n}`],
    ['with line breaks of Windows', `{\r\n\r\n  ${bad('a')}\r\n ${bad('b')}\r\n}`],
    ['with line breaks of old', `{\r\r  ${bad('a')}\r ${bad('b')}\r}`],
    ['with line breaks of all kinds', `{\n\r\r\n\n\r  ${bad('a')}\r\n\r\n\n\r ${bad('b')}\r}`],
    ['with tabs and commas', `{\t\t,,\n\t,\t${bad('a')},,\t${bad('b')}\t}`],
    ['with a byte order mark', `\ufeff{ ${bad('a')}\n\ufeff ${bad('b')} }`],
    ['with comments', `# 1\n{ # 2 { "\n # 3 """ \r\n ${bad('a')} # ${'x'.repeat(3_000)}\n#\n ${bad('b')} }`],
    ['with characters of two units', `# 😀é\n{ ${bad('a').replace('..', '😀😀')} ${bad('b')} }`],
    [
      'with other separators of lines',
      `{ # \u2028 \u2029 \u0085\n ${bad('a').replace('..', '\u2028')} ${bad('b')} }`,
    ],
    ['with texts of several lines', `{ ${bad('a').replace('".."', '"""\n..\r\n😀\n"""')} ${bad('b')} }`],
    ['with very many lines', `{${'\n'.repeat(20_000)} ${bad('a')}${'\r\n'.repeat(9_000)} ${bad('b')} }`],
    [
      'with a name and variables',
      `query Two\n($x: Int = 5)\n{ ${bad('a')}\n${bad('b')} c: externalConnections(first: $x) { nodes { id } } }`,
    ],
    ['with fragments', `{ ...F\n ...on Query {\n ${bad('b')} } }\nfragment F on Query\n{\n\t${bad('a')} }`],
    [
      'with a fragment ahead of the operation',
      `fragment F on Query {\r\n ${bad('a')} }\r\n\r\n{ ...F ${bad('b')} }`,
    ],
  ])('%s', async (_, query) => {
    const { body } = await sendRepeatedly(gateway, { query });
    expect(places(body)).toEqual([
      ['a', [placeOf('a:', query)]],
      ['b', [placeOf('b:', query)]],
    ]);
  });

  test('by GET as by POST', async () => {
    const query = `{\r\n\t\n ${bad('a')}\n}`;
    expect((await send(gateway, { query }, { method: 'GET' })).body).toEqual(
      (await send(gateway, { query })).body,
    );
  });

  test('at each position where it is selected', async () => {
    const query = `{ ${bad('a')}\n  ...F\n ${bad('a').replace('{ id }', '{ name }')} }\nfragment F on Query {\n ${bad('a')} }`;
    const { body } = await sendRepeatedly(gateway, { query });
    const first = query.indexOf('a:');
    const last = query.lastIndexOf('a:');
    const between = query.indexOf('a:', first + 1);
    expect(places(body)).toEqual([
      // In depth-first order, fragments included.
      ['a', [first, last, between].map((at) => placeOf('a:', query, at))],
    ]);
  });

  test('but not at one that its condition excludes', async () => {
    const query = `{\n ${bad('a').replace('{ id }', '@include(if: false) { id }')}\n\t${bad('a')} }`;
    const { body } = await sendRepeatedly(gateway, { query });
    expect(places(body)).toEqual([['a', [placeOf('a:', query, query.lastIndexOf('a:'))]]]);
  });

  test('for each of the items of a list', async () => {
    const query = '{\n  externalConnectionsById(\r\n  ids: ["..", "contosohr", "/"]) { id } }';
    const { body } = await sendRepeatedly(gateway, { query });
    const place = placeOf('externalConnectionsById', query);
    expect(places(body)).toEqual([
      ['externalConnectionsById.0', [place]],
      ['externalConnectionsById.2', [place]],
    ]);
  });
});

describe('a mistake has its location in a document', () => {
  test.each<[string, Parameters, string]>([
    ['an unknown field', { query: '{\r\n\t__typename\n\r nonsense }' }, 'nonsense'],
    [
      'an unknown argument',
      { query: '{\n externalConnection(id: "x",\r\n nonsense: 1) { id } }' },
      'nonsense',
    ],
    ['an unused variable', { query: 'query (\r\n\t$id: ID) { __typename }' }, '$id'],
    ['a syntax error', { query: '{ # 😀\r\n\r\n a(id: ) }' }, ') }'],
    ['a syntax error behind a text', { query: '{ a(id: "😀", b: }' }, '}'],
    [
      'a variable of a wrong value',
      {
        query: '# 1\r\nquery (\n\n $first: Int) { externalConnections(first: $first) { nodes { id } } }',
        variables: { first: 'x' },
      },
      '$first',
    ],
    [
      'a required variable that is omitted',
      { query: 'query (\t$id: ID!)\r{ externalConnection(id: $id) { id } }' },
      '$id',
    ],
  ])('%s', async (_, parameters, part) => {
    const { body } = await sendRepeatedly(gateway, parameters);
    expect(body.errors?.[0]?.locations).toEqual([placeOf(part, String(parameters.query))]);
  });
});
