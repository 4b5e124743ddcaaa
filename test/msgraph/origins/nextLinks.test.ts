import { describe, expect, test } from 'vitest';
import { lists } from '../../support/fields.ts';
import { ELSEWHERE, guard } from './guard.ts';

// Graph's links to the next page, and the cursors that clients send back, only lead to the same list.
// test/schema/page.test.ts has links and cursors that are invalid in other ways.

const guarded = guard();

describe.each(lists)('$name', ({ name, document, path }) => {
  const next = `query ($after: String) { ${name}(after: $after) { nodes { id } } }`;
  const cursor = (text: string) => Buffer.from(text).toString('base64url');

  test.each(ELSEWHERE)('rejects a nextLink with %s, and the same link as a cursor', async (_, write) => {
    const { running, written, calls, errorsOf } = guarded();
    const nextLink = `${written(write)}/beta${path}?$skiptoken=x`;
    const body = { value: [{ id: 'contosohr' }], '@odata.nextLink': nextLink };
    running.emulator.failNext({ status: 200, path, body });
    expect(await errorsOf(document)).toEqual([['UPSTREAM_INVALID_RESPONSE']]);
    expect(calls()).toEqual([`GET /beta${path}`]);
    running.emulator.clear();
    const { errors } = await running.execute(next, { after: cursor(nextLink) });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
    expect(running.emulator.requests).toEqual([]);
  });

  test.each([
    '@evil.example/?$skiptoken=x',
    '$skiptoken=x#@evil.example/',
    '$skiptoken=x HTTP/1.1\r\nHost: evil.example\r\n\r\nGET /beta/users',
    '$skiptoken=x\u0000',
    '$skiptoken=x&$select=id',
    '$skiptoken=x&$search="y"',
    '$skiptoken=x&access_token=y',
    '$skiptoken=x&',
    '&$skiptoken=x',
    '?$skiptoken=x',
    'skiptoken=x',
    '$deltatoken=x',
    '$skiptoken=x;$expand=items',
    '$skiptoken=%zz',
    '$skip=1e3',
    '$skip=1&%24skip=2',
  ])('rejects a cursor made of %j, alone and in a batch', async (text) => {
    const { running, calls } = guarded();
    const { errors } = await running.execute(next, { after: cursor(text) });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
    expect(running.emulator.requests).toEqual([]);
    const both = `query ($after: String) { ${name}(after: $after) { nodes { id } } other: ${document.slice(2, -2)} }`;
    const result = await running.execute(both, { after: cursor(text) }, { token: 'demo' });
    expect(result.errors).toMatchObject([{ path: [name], extensions: { argument: 'after' } }]);
    expect(calls()).toEqual([`GET /beta${path}`]);
  });
});
