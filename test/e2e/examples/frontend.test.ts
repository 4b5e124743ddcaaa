import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { advice } from '../../../examples/frontend/advice.ts';
import { createClient } from '../../../examples/frontend/client.ts';
import { ExternalConnectionDocument } from '../../../src/client/index.ts';
import { ERROR_CODES } from '../../../src/index.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
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
