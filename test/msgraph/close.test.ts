import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { startTestGateway } from '../support/gateway.ts';

const READ = '{ externalConnections { nodes { id } } }';

test('closing a gateway lets the calls under way be answered', async () => {
  const { gateway, emulator, execute } = await startTestGateway();
  emulator.failNext({ delayMs: 200 });
  const answer = execute(READ);
  await expect.poll(() => emulator.requests.length).toBe(1);
  await gateway.close();
  expect(await answer).toEqual({ data: { externalConnections: { nodes: [] } } });
  await emulator.close();
});

test('closing a gateway does not wait for a connection that nobody needs any more', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  // A TLS handshake that is never answered.
  const settings = { GRAPH_URL: `https://127.0.0.1:${port}/beta`, REQUEST_TIMEOUT_MS: '100' };
  const { gateway, emulator, execute } = await startTestGateway({ settings });
  expect((await execute(READ)).errors?.[0]?.extensions.code).toBe('UPSTREAM_TIMEOUT');
  const closed = gateway.close().then(() => 'closed');
  const waited = new Promise((resolve) => setTimeout(resolve, 5_000, 'still waiting'));
  expect(await Promise.race([closed, waited])).toBe('closed');
  silent.close();
  await emulator.close();
});
