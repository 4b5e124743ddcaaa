import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../support/failure.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { runGatewayBefore } from '../../support/running.ts';
import { always } from '../../support/upstream.ts';

// Error extensions that come from the headers of Graph's response.

const QUERY = '{ externalConnection(id: "contosohr") { id } }';
const MUTATION = 'mutation { createExternalConnection(input: { id: "newhr", name: "New HR" }) { id } }';

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

/** Of a write by default: it is not retried on a 5xx, whatever its headers. */
async function extensionsWith(status: number, headers: Record<string, string>, document = MUTATION) {
  running.emulator.failNext({ status, headers });
  return (await failureOf(running, document)).extensions;
}

const httpDate = (inSeconds: number) => new Date(Date.now() + inSeconds * 1000).toUTCString();

describe('retryAfterSeconds', () => {
  test.each([
    ['7', 7],
    ['0', 0],
    ['2.128', 2.128],
    ['120', 120],
    [' 7 ', 7],
    ['99999999999999', 2_147_483_647],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 2_147_483_647],
  ])('of "%s" is %d', async (value, seconds) => {
    expect(await extensionsWith(503, { 'retry-after': value })).toMatchObject({ retryAfterSeconds: seconds });
  });

  test('of an HTTP date is the time until then', async () => {
    const { retryAfterSeconds } = await extensionsWith(503, { 'retry-after': httpDate(90) });
    expect(retryAfterSeconds).toBeGreaterThanOrEqual(87);
    expect(retryAfterSeconds).toBeLessThanOrEqual(90);
  });

  test('of a date that has passed is 0', async () => {
    expect(await extensionsWith(503, { 'retry-after': httpDate(-90) })).toMatchObject({
      retryAfterSeconds: 0,
    });
  });

  test.each([
    ['a word', 'soon'],
    ['a number with a unit', '7 seconds'],
    ['a negative number', '-7'],
    ['a number in another notation', '1e3'],
    ['two numbers', '7, 7'],
    ['a number too large for JSON', '9'.repeat(400)],
  ])('is omitted if the header is %s', async (_, value) => {
    expect(await extensionsWith(503, { 'retry-after': value })).not.toHaveProperty('retryAfterSeconds');
  });

  test('is omitted without the header', async () => {
    expect(await extensionsWith(503, {})).not.toHaveProperty('retryAfterSeconds');
  });

  test.each([408, 409, 423, 429, 500, 503, 504, 509])('is on a %i with the header', async (status) => {
    for (const document of [QUERY, MUTATION]) {
      const extensions = await extensionsWith(status, { 'retry-after': '70' }, document);
      expect(extensions).toMatchObject({ retryAfterSeconds: 70 });
    }
  });
});

describe('claims', () => {
  const CLAIMS = 'eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==';
  const parameters =
    'realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", ' +
    `client_id="00000003-0000-0000-c000-000000000000", error="insufficient_claims"`;
  const challenge = { 'www-authenticate': `Bearer ${parameters}, claims="${CLAIMS}"` };

  test.each([401, 403])(
    'are those of WWW-Authenticate on a %i, for queries and mutations',
    async (status) => {
      for (const document of [QUERY, MUTATION]) {
        expect(await extensionsWith(status, challenge, document)).toMatchObject({ claims: CLAIMS });
      }
    },
  );

  test.each([
    ['alone', `Bearer claims="${CLAIMS}"`],
    ['first of several', `Bearer claims="${CLAIMS}", error="insufficient_claims"`],
    ['without a space', `Bearer error="insufficient_claims",claims="${CLAIMS}"`],
    ['in other letters', `bearer Claims="${CLAIMS}"`],
    ['in the second challenge', `PoP error="x", Bearer claims="${CLAIMS}"`],
  ])('are found %s', async (_, value) => {
    expect(await extensionsWith(401, { 'www-authenticate': value })).toMatchObject({ claims: CLAIMS });
  });

  test('are found in the second of two headers', async () => {
    const headers = ['WWW-Authenticate: Negotiate', `WWW-Authenticate: Bearer claims="${CLAIMS}"`];
    const behind = await runGatewayBefore(always({ status: 401, headers }));
    expect((await failureOf(behind, QUERY)).extensions).toMatchObject({
      code: 'UNAUTHENTICATED',
      claims: CLAIMS,
    });
  });

  test.each([400, 404, 407, 409, 429, 500, 503])('are omitted on a %i', async (status) => {
    expect(await extensionsWith(status, { ...challenge, 'retry-after': '70' })).not.toHaveProperty('claims');
  });

  test.each([
    ['there is no challenge', {}],
    ['the challenge has none', { 'www-authenticate': `Bearer ${parameters}` }],
    ['they are empty', { 'www-authenticate': 'Bearer claims=""' }],
    ['another parameter ends like them', { 'www-authenticate': `Bearer requested_claims="${CLAIMS}"` }],
    ['another header has them', { claims: CLAIMS, 'x-claims': `Bearer claims="${CLAIMS}"` }],
  ])('are omitted if %s', async (_, headers) => {
    expect(await extensionsWith(401, { ...headers })).not.toHaveProperty('claims');
  });

  test("are not taken from Graph's body", async () => {
    const body = {
      error: { code: 'x', message: `claims="${CLAIMS}".`, claims: CLAIMS, innerError: { claims: CLAIMS } },
    };
    running.emulator.failNext({ status: 401, body });
    expect((await failureOf(running, QUERY)).extensions).not.toHaveProperty('claims');
  });

  test('do not change the status of the response: HTTP 200, without a challenge of its own', async () => {
    running.emulator.failNext({ status: 401, headers: challenge });
    const response = await running.post({ query: QUERY });
    expect(response.status).toBe(200);
    expect(response.headers.has('www-authenticate')).toBe(false);
  });
});
