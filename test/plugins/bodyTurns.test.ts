import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Gateway } from '../../src/gateway.ts';
import { serve } from '../support/httpClient.ts';
import { runGateway } from '../support/running.ts';

// Bodies that take milliseconds to parse, large ones and those with many values, are parsed in turn.

const READ = '{ externalConnection(id: "contosohr") { id } }';
const FOUND = { data: { externalConnection: { id: 'contosohr' } } };

let names = 0;
/** Objects with property names that were never seen before: V8 takes microseconds for each. */
const objects = (count: number) =>
  Array.from({ length: count }, () => {
    names += 1;
    return `{"k${names}":{"b${names}":{}}}`;
  }).join();

const bodies = {
  large: (query = READ) =>
    `{"query":${JSON.stringify(query)},"extensions":{"values":[${objects(600)}],"number":${'1'.repeat(500_000)}}}`,
  'small, of many values': (query = READ) =>
    `{"query":${JSON.stringify(query)},"extensions":{"values":[${objects(400)}]}}`,
};
const kinds = Object.entries(bodies);

function send(gateway: Gateway, body: string, token = 'demo', signal?: AbortSignal): Promise<Response> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return gateway.fetch('http://gateway/graphql', { method: 'POST', headers, body, signal: signal ?? null });
}

/** Sends a request up to its last byte, over a connection of its own. */
async function open(port: number, body: string, token = 'demo') {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  // The server accepts one connection in each iteration of the event loop.
  socket.write('GET /livez HTTP/1.1\r\nHost: gateway\r\n\r\n');
  await once(socket, 'data');
  const lines = [
    'POST /graphql HTTP/1.1',
    'Host: gateway',
    'Content-Type: application/json',
    `Authorization: Bearer ${token}`,
    `Content-Length: ${body.length}`,
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body.slice(0, -1)}`);
  const finish = async () => {
    socket.write(body.slice(-1));
    const [received] = await once(socket, 'data');
    return String(received);
  };
  return { finish };
}

describe.each(kinds)('bodies that are %s', (_, bodyOf) => {
  test('are parsed in several iterations of the event loop', async () => {
    const { gateway } = await runGateway();
    let iteration = 0;
    let isOver = false;
    const count = () => {
      iteration += 1;
      if (!isOver) setImmediate(count);
    };
    count();
    const sent = Array.from({ length: 60 }, () => bodyOf('{ __typename }'));
    const ends = await Promise.all(
      sent.map(async (body) => {
        expect((await send(gateway, body)).status).toBe(200);
        return iteration;
      }),
    );
    isOver = true;
    // Parsed in one iteration, all of them would have their response in the next one.
    expect(Math.max(...ends) - Math.min(...ends)).toBeGreaterThanOrEqual(2);
  });

  test('do not make a small request wait until all of them are parsed', async () => {
    const { gateway } = await runGateway();
    const port = await serve(gateway);
    const requests = await Promise.all(
      Array.from({ length: 100 }, (_, caller) => open(port, bodyOf('{ __typename }'), `caller-${caller}`)),
    );
    const small = await open(port, JSON.stringify({ query: '{ __typename }' }), 'another-caller');
    let done = 0;
    const served = requests.map(async ({ finish }) => {
      expect(await finish()).toContain('200 OK');
      done += 1;
    });
    expect(await small.finish()).toContain('200 OK');
    expect(done).toBeLessThan(75);
    await Promise.all(served);
  });

  test('have turns by caller', async () => {
    const { gateway } = await runGateway();
    let done = 0;
    const sent = Array.from({ length: 60 }, () => bodyOf('{ __typename }'));
    const others = sent.map(async (body) => {
      await send(gateway, body, 'another-caller');
      done += 1;
    });
    await send(gateway, bodyOf('{ __typename }'));
    expect(done).toBeLessThan(40);
    await Promise.all(others);
  });

  test('have the time of a request from their arrival on, not from their turn', async () => {
    const arrivals: number[] = [];
    const { gateway } = await runGateway({
      telemetry: [{ operationEnded: ({ request }) => void arrivals.push(request.arrivedAt) }],
    });
    const ends: number[] = [];
    const sent = Array.from({ length: 100 }, () => bodyOf());
    await Promise.all(
      sent.map(async (body, caller) => {
        await (await send(gateway, body, `caller-${caller}`)).text();
        ends.push(performance.now());
      }),
    );
    // All have arrived by the time that half of them are done.
    expect(Math.max(...arrivals)).toBeLessThan(ends[50] ?? 0);
  });

  test('whose client disconnects meanwhile are dropped, and do not count as rejected', async () => {
    const codes: string[] = [];
    const { gateway, emulator } = await runGateway({
      telemetry: [{ rejected: ({ code }) => void codes.push(code) }],
    });
    const leaving = new AbortController();
    const sent = Array.from({ length: 60 }, () => bodyOf());
    const responses = sent.map((body) => send(gateway, body, 'demo', leaving.signal));
    await expect.poll(() => emulator.requests.length, { interval: 1 }).toBeGreaterThan(0);
    leaving.abort();
    await Promise.allSettled(responses);
    await gateway.close();
    expect(emulator.requests.length).toBeLessThan(60);
    expect(codes).toEqual([]);
  });

  test('are dropped by abort(), after which nothing is logged', async () => {
    const { gateway, emulator, logs } = await runGateway();
    const sent = Array.from({ length: 60 }, () => bodyOf());
    const responses = sent.map((body) => send(gateway, body));
    await expect.poll(() => emulator.requests.length, { interval: 1 }).toBeGreaterThan(0);
    await gateway.abort();
    const lines = [...logs];
    const statuses = (await Promise.all(responses)).map(({ status }) => status);
    expect(statuses).toContain(503);
    await sleep(50);
    expect(logs).toEqual(lines);
    expect(emulator.requests.length).toBeLessThan(60);
  });
});

describe('a gateway that is closed still serves', () => {
  test.each([['small', () => JSON.stringify({ query: READ })] as const, ...kinds])(
    'requests that it has accepted: %s',
    async (_, bodyOf) => {
      const { gateway, logs } = await runGateway();
      const responses = Array.from({ length: 24 }, () => send(gateway, bodyOf()));
      await gateway.close();
      expect(logs).toHaveLength(24);
      for (const response of responses) expect(await (await response).json()).toEqual(FOUND);
    },
  );

  test('a request whose body is still arriving', async () => {
    const { gateway } = await runGateway();
    const { finish } = await open(await serve(gateway), JSON.stringify({ query: READ }));
    // Until the gateway has its head.
    await sleep(100);
    const closed = gateway.close();
    expect(await finish()).toContain(JSON.stringify(FOUND));
    await closed;
  });

  test('but not one whose body takes longer than a request may', async () => {
    const { gateway, emulator, logs } = await runGateway({ settings: { REQUEST_TIMEOUT_MS: '1000' } });
    let finish = () => {};
    const text = JSON.stringify({ query: READ });
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(Buffer.from(text.slice(0, 5)));
        finish = () => {
          controller.enqueue(Buffer.from(text.slice(5)));
          controller.close();
        };
      },
    });
    const headers = { 'content-type': 'application/json', authorization: 'Bearer demo' };
    const init = { method: 'POST', headers, body, duplex: 'half' } as const;
    const response = gateway.fetch('http://gateway/graphql', init);
    await gateway.close();
    finish();
    expect((await response).status).toBe(503);
    expect(emulator.requests).toEqual([]);
    expect(logs).toEqual([]);
  });
});
