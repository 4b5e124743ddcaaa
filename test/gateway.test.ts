import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { startTestGateway } from './support/gateway.ts';

const READ = '{ externalConnections { nodes { id } } }';

test('closing a gateway waits for the calls in flight', async () => {
  const { gateway, emulator, execute } = await startTestGateway();
  emulator.failNext({ delayMs: 200 });
  const result = execute(READ);
  await expect.poll(() => emulator.requests.length).toBe(1);
  await gateway.close();
  expect(await result).toEqual({ data: { externalConnections: { nodes: [] } } });
  await emulator.close();
});

test('closing a gateway does not wait for a connection that no call needs', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  // A TLS handshake that never completes.
  const settings = { GRAPH_URL: `https://127.0.0.1:${port}/beta`, REQUEST_TIMEOUT_MS: '100' };
  const { gateway, emulator, execute } = await startTestGateway({ settings });
  expect((await execute(READ)).errors?.[0]?.extensions.code).toBe('UPSTREAM_TIMEOUT');
  await gateway.close();
  silent.close();
  await emulator.close();
});
