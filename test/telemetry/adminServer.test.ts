import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { serveMetrics } from '../../src/telemetry/adminServer.ts';

/** Serves metrics that take a moment to collect, and counts how often they are. */
async function serve() {
  let collections = 0;
  const metrics = async () => {
    collections += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return 'some_metric 1\n';
  };
  const server = await serveMetrics(
    { metrics, contentType: 'text/plain; version=0.0.4; charset=utf-8' },
    { adminHost: '127.0.0.1', adminPort: 0 },
  );
  onTestFinished(() => server.close());
  return { url: server.url, collections: () => collections };
}

test('scrapes at the same time share one collection, and later ones have their own', async () => {
  const { url, collections } = await serve();
  const texts = await Promise.all(Array.from({ length: 10 }, async () => (await fetch(url)).text()));
  expect(new Set(texts)).toEqual(new Set(['some_metric 1\n']));
  expect(collections()).toBeLessThan(10);
  const before = collections();
  await (await fetch(url)).text();
  expect(collections()).toBe(before + 1);
});

test('of requests that are sent ahead on one connection, the first is served', async () => {
  const { url, collections } = await serve();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('GET /metrics HTTP/1.1\r\nHost: gateway\r\n\r\n'.repeat(1_000));
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  await once(socket, 'close');
  expect(received.match(/some_metric/g)).toHaveLength(1);
  expect(collections()).toBe(1);
});
