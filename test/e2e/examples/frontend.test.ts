import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { advice } from '../../../examples/frontend/advice.ts';
import { createClient, type Execute, NoGatewayResponse } from '../../../examples/frontend/client.ts';
import { CreateExternalConnectionDocument, ExternalConnectionDocument } from '../../../src/client/index.ts';
import { ERROR_CODES, type WriteOutcome } from '../../../src/index.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { type Behaviour, startUpstream } from '../../support/upstream.ts';
import { freePort } from '../docs/freePort.ts';
import { killAll, launch } from '../support/process.ts';

let gateway: TestGateway;
let url = '';
let stop = () => {};
beforeAll(async () => {
  gateway = await startTestGateway();
  const server = createServer(gateway.gateway.requestListener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/graphql`;
  stop = () => void server.close();
});
afterEach(() => {
  killAll();
  gateway.emulator.clear();
});
afterAll(async () => {
  stop();
  await gateway.close();
});

test('npm run example:frontend lists, creates, and explains an error', async () => {
  const { output, code, errors } = await launch('npm run --silent example:frontend', { GATEWAY_URL: url })
    .exited;
  expect(errors).toBe('');
  expect(code).toBe(0);
  expect(output.split('\n')).toEqual([
    'contosohr: Contoso HR (READY)',
    'contososervicedesk: Contoso Service Desk (DRAFT)',
    'fabrikamwiki: Fabrikam Engineering Wiki (LIMIT_EXCEEDED)',
    'first: created contosofrontend',
    'second: CONFLICT. It exists already.',
    '',
  ]);
});

test('npm run example:frontend says in one sentence that there is no gateway, and how to name one', async () => {
  const settings = { GATEWAY_URL: `http://127.0.0.1:${await freePort()}/graphql` };
  const { output, code, errors } = await launch('npm run --silent example:frontend', settings).exited;
  expect({ output, code }).toEqual({ output: '', code: 1 });
  expect(errors).toBe(
    `No gateway answers at ${settings.GATEWAY_URL}: start one, or set GATEWAY_URL and TOKEN.\n`,
  );
});

test('the client distinguishes a rejected token, a failed field and a missing object', async () => {
  const execute = createClient(url, async () => 'alice');
  const executeWithoutToken = createClient(url, async () => '');
  expect(await execute(ExternalConnectionDocument, { id: 'none' })).toEqual({
    data: { externalConnection: null },
    errors: [],
  });
  expect((await execute(ExternalConnectionDocument, { id: '..' })).errors).toMatchObject([
    { path: ['externalConnection'], extensions: { code: 'BAD_USER_INPUT', argument: 'id' } },
  ]);
  expect(await executeWithoutToken(ExternalConnectionDocument, { id: 'none' })).toMatchObject({
    data: undefined,
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
});

test.each(ERROR_CODES)('there is advice for %s', (code) => {
  expect(advice({ message: 'No.', path: [], extensions: { code } })).toMatch(/^[A-Z].+\.$/);
});

test.each(ERROR_CODES)('with %s, a write that was or may have been applied is not to be repeated', (code) => {
  const adviceFor = (outcome: WriteOutcome) =>
    advice({
      message: 'No.',
      path: [],
      extensions: { code, outcome, retryAfterSeconds: 60, argument: 'id' },
    });
  expect(adviceFor('APPLIED')).toBe('The change was made: reload the page to see it, and do not repeat it.');
  expect(adviceFor('UNKNOWN')).toBe(
    'The change may have been made: reload the page and check before you repeat it.',
  );
});

test('a write that was not applied has the advice for its code', () => {
  const extensions = { code: 'RATE_LIMITED', outcome: 'NOT_APPLIED', retryAfterSeconds: 60 } as const;
  expect(advice({ message: 'No.', path: [], extensions })).toBe(
    'Microsoft Graph is busy: try again in 60 seconds.',
  );
});

const page = (head: string, body: string): Behaviour => {
  return (socket) =>
    void socket.end(`HTTP/1.1 ${head}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
};

describe.each<[string, Behaviour]>([
  ['a connection that is reset', (socket) => void socket.destroy()],
  ['the 502 page of a proxy', page('502 Bad Gateway\r\ncontent-type: text/html', '<h1>Bad Gateway</h1>')],
  ['a 504 in JSON', page('504 Gateway Timeout\r\ncontent-type: application/json', '{"message":"timeout"}')],
  ['a page with 200', page('200 OK\r\ncontent-type: text/html', '<h1>Sign in</h1>')],
  [
    'the errors of a router',
    page('200 OK\r\ncontent-type: application/json', '{"data":null,"errors":[{"message":"no subgraph"}]}'),
  ],
])('with %s instead of a response of the gateway', (_, behaviour) => {
  async function failure(run: (execute: Execute) => Promise<unknown>): Promise<string> {
    const upstream = await startUpstream(behaviour);
    onTestFinished(() => upstream.close());
    const error: unknown = await run(createClient(upstream.url, async () => 'alice')).catch(
      (reason) => reason,
    );
    if (!(error instanceof NoGatewayResponse)) throw new Error('no such failure', { cause: error });
    return advice(error);
  }

  test('a mutation may have been applied', async () => {
    const input = { id: 'contosonews', name: 'Contoso News' };
    expect(await failure((execute) => execute(CreateExternalConnectionDocument, { input }))).toBe(
      'The change may have been made: reload the page and check before you repeat it.',
    );
  });

  test('a query can be tried again', async () => {
    expect(await failure((execute) => execute(ExternalConnectionDocument, { id: 'contosonews' }))).toBe(
      'The service cannot be reached: try again later.',
    );
  });
});
