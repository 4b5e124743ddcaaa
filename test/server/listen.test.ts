import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createGateway } from '../../src/gateway.ts';
import { listen, type Service } from '../../src/server/listen.ts';
import { readConfig } from '../../src/settings/config.ts';

// test/e2e/processes/ starts the same as processes.

const SETTINGS = { GRAPH_URL: 'https://graph.microsoft.com/beta', LOG_LEVEL: 'silent', PORT: '0' };

const PROBE = 'GET /livez HTTP/1.1\r\nHost: gateway\r\n\r\n';

function start(settings: Readonly<Record<string, string>> = SETTINGS): Promise<Service> {
  const config = readConfig(settings);
  return listen(createGateway(config), config);
}

async function closed(service: Service): Promise<void> {
  expect(await service.close()).toBe(true);
  await expect(fetch(service.url)).rejects.toThrow();
}

test('a gateway listens on a free port, and its URL names it', async () => {
  const service = await start();
  expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*\/graphql$/);
  const response = await fetch(`${service.url}?query={__typename}`);
  expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  await closed(service);
});

test('a port in use is rejected, and the gateway that has it keeps running', async () => {
  const service = await start();
  const PORT = new URL(service.url).port;
  await expect(start({ ...SETTINGS, PORT })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect((await fetch(`${service.url}?query={__typename}`)).status).toBe(200);
  await closed(service);
});

test.each([
  ['half a head', 'POST /graphql HTTP/1.1\r\nHost: gateway\r\nX-Slow: '],
  [
    'half a body',
    'POST /graphql HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n',
  ],
])('%s, however slowly it goes on, ends with 408 after REQUEST_TIMEOUT_MS', async (_, text) => {
  const service = await start({ ...SETTINGS, REQUEST_TIMEOUT_MS: '500' });
  onTestFinished(() => void service.close());
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  socket.write(text);
  const dripping = setInterval(() => socket.write(' '), 100);
  socket.on('error', () => {});
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
    clearInterval(dripping);
  });
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(dripping);
  expect(received).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
});

test('beyond MAX_CONNECTIONS, those that send nothing give way, and probes on new connections get through', async () => {
  const service = await start({ ...SETTINGS, MAX_CONNECTIONS: '2' });
  onTestFinished(() => void service.close());
  const open = async () => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  const silent = [await open(), await open()];
  for (let n = 0; n < 5; n += 1) {
    const probe = await open();
    probe.write(PROBE);
    expect(String(await once(probe, 'data'))).toMatch(/^HTTP\/1\.1 200 /);
    silent.push(await open());
  }
  await expect.poll(() => silent.map(({ closed }) => closed).indexOf(false)).toBe(5);
  expect(silent).toHaveLength(7);
});

test('an idle connection is kept for two minutes, longer than proxies keep theirs', async () => {
  const service = await start();
  const response = await fetch(`${service.url}?query={__typename}`);
  expect(response.headers.get('keep-alive')).toBe('timeout=120');
  await response.text();
  await closed(service);
});
