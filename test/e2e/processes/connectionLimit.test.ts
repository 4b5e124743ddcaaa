import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../../emulator/index.ts';
import { sendDocument } from '../../support/httpClient.ts';
import { unusedUrl } from '../../support/upstream.ts';
import { killAll, launch } from '../support/process.ts';
import { commandLine, launchGateway } from './support.ts';

// MAX_CONNECTIONS with WORKERS, and with few open files.

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

test('where fewer files may be open, connections that send nothing give way before there are none left', async () => {
  const settings = { PORT: '0', GRAPH_URL: await unusedUrl(), NODE_ENV: 'production' };
  const { printed, logged } = launch(`ulimit -n 256; ${await commandLine()}`, settings);
  const [, port] = /:(\d+)\/graphql/.exec(await printed('Gateway ready')) ?? [];
  const warning = await logged('limit of open files');
  expect(warning).toContain('"maxConnections":128,"maxUpstreamConcurrency":64');
  const silent = Array.from({ length: 400 }, () => connect(Number(port), '127.0.0.1').on('error', () => {}));
  onTestFinished(() => {
    for (const socket of silent) socket.destroy();
  });
  for (const socket of silent) if (socket.connecting) await once(socket, 'connect');
  expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200);
});
