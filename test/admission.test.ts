import { Agent, get, type IncomingMessage, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from './support/httpClient.ts';
import { runGateway, runGatewayBefore } from './support/running.ts';
import { rawAnswer } from './support/upstream.ts';

const QUERY = `/graphql?query=${encodeURIComponent('{ __typename }')}`;
/** More than can be begun at once and than may wait, and each a connection that is open already. */
const MANY = 800;

/** Sends a GET, and returns its answer once all of it has come. */
function exchange(options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', ...options }, (response) => {
      response.resume().once('end', () => resolve(response));
    });
    request.once('error', reject);
  });
}

/** Sends so many requests in the same moment, each on a connection that has been used before. */
async function callersOf(port: number, count: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: count, maxFreeSockets: count });
  onTestFinished(() => agent.destroy());
  const ask = (path: string, headers = {}) => exchange({ port, path, headers, agent });
  const send = (path: string, headers = {}) => Array.from({ length: count }, () => ask(path, headers));
  await Promise.all(send('/health'));
  for (let times = 0; times < 100; times += 1) await ask(QUERY);
  return { ask, send };
}

const statuses = (answers: readonly IncomingMessage[]) => answers.map(({ statusCode }) => statusCode);

test.each([
  QUERY,
  QUERY.replace('/graphql', '/graphql/'),
  QUERY.replace('/graphql', '/./graphql'),
  QUERY.replace('/graphql', '/%2e/graphql'),
])(
  'requests wait while others are begun; those for whom there is no place are turned away: %s',
  async (path) => {
    const port = await serve((await runGateway()).gateway);
    const { ask, send } = await callersOf(port, MANY);
    const answers = await Promise.all(send(path));
    expect(new Set(statuses(answers))).toEqual(new Set([200, 503]));
    expect(statuses(answers).filter((status) => status === 200).length).toBeGreaterThan(128);
    const turnedAway = answers.find(({ statusCode }) => statusCode === 503);
    expect(turnedAway?.headers).toMatchObject({ 'retry-after': '1', 'cache-control': 'private, no-store' });

    const later = await Promise.all(Array.from({ length: 100 }, () => ask(QUERY)));
    expect(new Set(statuses(later))).toEqual(new Set([200]));
  },
);

test.each(['/ready', '/health'])('%s does not wait with the others', async (path) => {
  const port = await serve((await runGateway()).gateway);
  const { send } = await callersOf(port, MANY);
  const served: IncomingMessage[] = [];
  const waiting = send(QUERY).map(async (answer) => {
    const response = await answer;
    if (response.statusCode === 200) served.push(response);
  });
  const ready = await exchange({ port, path, agent: false });
  expect(ready.statusCode).toBe(200);
  expect(served.length).toBeLessThan(256);
  await Promise.all(waiting);
});

test.each(['/graphql', '/graphql/'])(
  'pages of other origins can read that they are turned away from %s',
  async (endpoint) => {
    const origin = 'https://app.contoso.com';
    const port = await serve((await runGateway({ settings: { CORS_ORIGINS: origin } })).gateway);
    const { send } = await callersOf(port, MANY);
    const answers = await Promise.all(send(QUERY.replace('/graphql', endpoint), { Origin: origin }));
    expect(new Set(statuses(answers))).toEqual(new Set([200, 503]));
    for (const { headers } of answers) {
      expect(headers['access-control-allow-origin']).toBe(origin);
    }
  },
);

test('connections that wait are accepted, while few requests are begun in between', async () => {
  const port = await serve((await runGateway()).gateway);
  const { ask } = await callersOf(port, 300);
  let served = 0;
  let stop = false;
  const busy = Array.from({ length: 300 }, async () => {
    while (!stop) if ((await ask(QUERY)).statusCode === 200) served += 1;
  });
  while (served < 1_000) await turn();
  const before = served;
  await Promise.all(Array.from({ length: 100 }, () => exchange({ port, path: '/health', agent: false })));
  expect(served - before).toBeLessThan(400);
  stop = true;
  await Promise.all(busy);
});

test('who has waited for more than two seconds is turned away', async () => {
  const port = await serve((await runGateway()).gateway);
  const { ask, send } = await callersOf(port, 400);
  const waiting = send(QUERY);
  // Until they have been read.
  for (let turns = 0; turns < 3; turns += 1) await turn();
  const until = performance.now() + 2_100;
  while (performance.now() < until);
  expect(new Set(statuses(await Promise.all(waiting)))).toEqual(new Set([200, 503]));
  expect((await ask(QUERY)).statusCode).toBe(200);
});

test('who has gone while waiting costs no call of Microsoft Graph', async () => {
  const gateway = await runGatewayBefore((socket) => socket.write(rawAnswer({ body: { id: 'x' } })));
  const port = await serve(gateway.gateway);
  const sockets = await Promise.all(
    Array.from({ length: 400 }, async () => {
      const socket = connect(port, '127.0.0.1');
      onTestFinished(() => void socket.destroy());
      socket.on('error', () => {});
      socket.write('GET /health HTTP/1.1\r\nHost: gateway\r\n\r\n');
      await new Promise((resolve) => socket.once('data', resolve));
      return socket;
    }),
  );
  const path = `/graphql?query=${encodeURIComponent('{ externalConnection(id: "x") { id } }')}`;
  for (const socket of sockets) {
    socket.write(`GET ${path} HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer a\r\n\r\n`);
    socket.destroy();
  }
  // Its place is behind the others.
  const last = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: 'Bearer a' } });
  expect(await last.json()).toEqual({ data: { externalConnection: { id: 'x' } } });
  expect(gateway.upstream.requests.length).toBeLessThan(100);
});
