import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../../emulator/index.ts';
import { killAll } from '../support/process.ts';
import { startBalancer } from './balancer.ts';
import { launchGateway } from './support.ts';

const CLIENTS = 5;
// Some hundred requests a second: more of them would only slow the start of the next process down.
const PAUSE_MS = 40;

afterEach(killAll);

test('a rolling restart of two gateways loses no request and repeats no write', async () => {
  const emulator = await startEmulator({ maxConnections: Number.POSITIVE_INFINITY });
  const balancer = await startBalancer();
  const settings = { SHUTDOWN_DELAY_MS: '300' };
  const launchOne = () => launchGateway(emulator.url, settings);
  const old = await Promise.all([launchOne(), launchOne()]);
  await balancer.use(old.map(({ port }) => port));
  const pool = new Pool(`http://127.0.0.1:${balancer.port}`, { connections: CLIENTS });
  onTestFinished(async () => {
    await pool.destroy();
    await balancer.close();
    await emulator.close();
  });

  const created: string[] = [];
  const lost: unknown[] = [];
  let running = true;
  const steadyLoad = async (client: number) => {
    for (let turn = 0; running; turn += 1) {
      const id = `client${client}turn${turn}`;
      const query = `mutation { createExternalConnection(input: { id: "${id}", name: "x" }) { id } }`;
      created.push(id);
      try {
        const { statusCode, body } = await pool.request({
          method: 'POST',
          path: '/graphql',
          headers: { authorization: 'Bearer load', 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        });
        const text = await body.text();
        if (statusCode !== 200 || !text.includes(`"id":"${id}"`)) lost.push([id, statusCode, text]);
      } catch (error) {
        lost.push([id, error]);
      }
      await sleep(PAUSE_MS);
    }
  };
  const load = Array.from({ length: CLIENTS }, (_, client) => steadyLoad(client));

  const [first, second] = old;
  const third = await launchOne();
  await balancer.use([first.port, second.port, third.port]);
  first.child.kill('SIGTERM');
  expect((await first.exited).code).toBe(0);
  const fourth = await launchOne();
  await balancer.use([second.port, third.port, fourth.port]);
  second.child.kill('SIGTERM');
  expect((await second.exited).code).toBe(0);
  await sleep(200);
  running = false;
  await Promise.all(load);

  expect(lost).toEqual([]);
  const writes = emulator.requests
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => Object(body).id);
  expect(created.length).toBeGreaterThan(CLIENTS);
  expect([...writes].sort()).toEqual([...created].sort());
});
