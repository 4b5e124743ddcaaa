import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InterimResponses } from '../../../src/msgraph/calls/interimResponse.ts';
import { failureOf } from '../../support/failure.ts';
import { objectMutations } from '../../support/fields.ts';
import { runGatewayBefore } from '../../support/running.ts';
import { type Behaviour, rawResponse } from '../../support/upstream.ts';

// Informational responses (1xx) ahead of the response to a call, above all `100 Continue`.

const FIND = '{ externalConnection(id: "abc") { id name } }';
const CREATE = 'mutation { createExternalConnection(input: { id: "abc", name: "x" }) { id } }';
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
// A body that contains what is changed ahead of it.
const found = { id: 'abc', name: `${CONTINUE}HTTP/1.1 100 ` };
const FOUND = { data: { externalConnection: found } };
const response = rawResponse({ body: found });

/** Writes each of the chunks in a segment of its own. */
function inChunks(chunks: readonly (Buffer | string)[]): Behaviour {
  return async (socket) => {
    socket.setNoDelay(true);
    for (const chunk of chunks) {
      socket.write(chunk);
      await sleep(1);
    }
  };
}

/** A gateway that makes one call at a time, and the upstream's end of every connection it has opened. */
async function onOneConnection(behaviour: Behaviour) {
  const sockets = new Set<Socket>();
  const gateway = await runGatewayBefore(
    (socket, request) => {
      sockets.add(socket);
      behaviour(socket, request);
    },
    { MAX_UPSTREAM_CONCURRENCY: '1' },
  );
  return { gateway, sockets };
}

/** The bytes, split at these places. */
function split(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

const header = fc.constantFrom('X-Request: HTTP/1.1 100 OK', 'Link: </a>', 'A:');
const interim = fc
  .tuple(fc.constantFrom('100 Continue', '100', '102 Processing', '103 Early Hints'), fc.array(header))
  .map(([status, headers]) => `${[`HTTP/1.1 ${status}`, ...headers].join('\r\n')}\r\n\r\n`);
const beginning = fc.array(fc.oneof({ weight: 4, arbitrary: interim }, fc.constant('\r\n')), {
  maxLength: 4,
});

describe('100 Continue ahead of a response', () => {
  test.each([
    ['in the same chunk', [Buffer.concat([Buffer.from(CONTINUE), response])]],
    ['in a chunk of its own', [CONTINUE, response]],
    ['twice', [CONTINUE, CONTINUE, response]],
    ['with headers', ['HTTP/1.1 100 Continue\r\nDate: now\r\nServer: x\r\n\r\n', response]],
    ['after Early Hints', [`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${CONTINUE}`, response]],
    ['with its head in single bytes', [...CONTINUE, response]],
  ])('%s is passed over, and the connection is kept', async (_, chunks) => {
    const { gateway, sockets } = await onOneConnection(inChunks(chunks));
    for (let call = 0; call < 3; call += 1) expect(await gateway.execute(FIND)).toEqual(FOUND);
    expect(gateway.upstream.requests).toHaveLength(3);
    expect(sockets.size).toBe(1);
    expect(gateway.logs.join()).not.toMatch(/causes|errors/);
  });

  test('is passed over ahead of every status, for reads and writes', async () => {
    const statuses = [201, 204, 400, 404, 500];
    const { gateway, sockets } = await onOneConnection((socket, { index }) => {
      const status = statuses[Math.floor(index / 2)] ?? 0;
      socket.write(CONTINUE);
      socket.write(rawResponse({ status, body: status === 204 ? '' : { id: 'abc' } }));
    });
    for (const status of statuses) {
      const write = await gateway.execute(CREATE);
      const read = await gateway.execute(FIND);
      if (status === 201) expect([write.errors, read.errors]).toEqual([undefined, undefined]);
      else if (status >= 400) {
        const graph = [write, read].map(({ errors }) => errors?.[0]?.extensions.graph?.status);
        expect(graph).toEqual([status, status]);
      } else expect(write.errors?.[0]?.extensions.outcome).toBe('APPLIED');
    }
    expect(sockets.size).toBe(1);
  });

  test('is passed over in any chunks', async () => {
    let chunks: readonly Buffer[] = [];
    const { gateway, sockets } = await onOneConnection((socket, call) => inChunks(chunks)(socket, call));
    const places = fc.array(fc.nat({ max: 200 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(beginning, places, async (heads, ends) => {
        chunks = split(Buffer.concat([Buffer.from(heads.join('')), response]), ends);
        expect(await gateway.execute(FIND)).toEqual(FOUND);
      }),
      { numRuns: 60 },
    );
    expect(sockets.size).toBe(1);
  });
});

test('only the status 100 of an informational response is changed, in any chunks', () => {
  const places = fc.array(fc.nat({ max: 500 }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(fc.tuple(beginning, places), { minLength: 1 }), (exchanges) => {
      const responses = new InterimResponses();
      for (const [heads, ends] of exchanges) {
        const expected = heads.map((head) => head.replace(/^HTTP\/1\.1 100/, 'HTTP/1.1 103'));
        const chunks = split(Buffer.concat([Buffer.from(heads.join('')), response]), ends);
        responses.restart();
        for (const chunk of chunks) responses.rewrite(chunk);
        expect(Buffer.concat(chunks).toString()).toBe(`${expected.join('')}${response}`);
      }
    }),
  );
});

test.each(objectMutations)(
  '$name is UNKNOWN if the connection ends after a 100, and is sent once',
  async (field) => {
    const gateway = await runGatewayBefore((socket) => void socket.end(CONTINUE));
    const { extensions } = await failureOf(gateway, field.document);
    expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'UNKNOWN' });
    expect(gateway.upstream.requests).toHaveLength(1);
  },
);

test('informational responses now and then, without end, end with the deadline', async () => {
  const gateway = await runGatewayBefore(
    (socket) => {
      const timer = setInterval(() => socket.write(CONTINUE), 20);
      socket.on('close', () => clearInterval(timer));
    },
    { REQUEST_TIMEOUT_MS: '200' },
  );
  const { extensions } = await failureOf(gateway, CREATE);
  expect(extensions).toEqual({ code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN' });
});
