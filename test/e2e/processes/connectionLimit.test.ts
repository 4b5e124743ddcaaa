import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../../emulator/index.ts';
import { sendDocument } from '../../support/httpClient.ts';
import { killAll } from '../support/process.ts';
import { launchGateway } from './support.ts';

// MAX_CONNECTIONS with WORKERS.

afterEach(killAll);

test('where each worker has as many connections in service as it may have, a surplus one is closed', async () => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  emulator.failNext({ delayMs: 120_000, times: 2 });
  const gateway = await launchGateway(emulator.url, { WORKERS: '2', MAX_CONNECTIONS: '1' });
  const send = () => sendDocument(gateway.port, '{ externalConnections { nodes { id } } }', 'demo');
  const sockets = [];
  while (emulator.requests.length < 2) {
    const served = emulator.requests.length;
    const socket = await send();
    sockets.push(socket);
    while (emulator.requests.length === served && !socket.closed) await sleep(5);
  }
  const surplus = await send();
  while (!surplus.closed) await sleep(5);
  expect(sockets.filter(({ closed }) => !closed)).toHaveLength(2);
});
