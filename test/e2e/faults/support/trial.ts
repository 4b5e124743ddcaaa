import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import type { ErrorCode } from '../../../../src/client/errorContract.ts';
import { failureOf } from '../../../support/failure.ts';
import { startTestGateway, type TestGateway } from '../../../support/gateway.ts';

export const READ = '{ externalConnection(id: "contosohr") { id name } }';
export const WRITE =
  'mutation { createExternalConnection(input: { id: "newhr", name: "New HR" }) { id name } }';
const FINE = {
  read: { data: { externalConnection: { id: 'contosohr', name: 'Fine' } } },
  write: { data: { createExternalConnection: { id: 'newhr', name: 'Fine' } } },
};

/** The result of one field, and the number of its upstream requests. */
export interface Expected {
  /** Omitted if the field succeeds anyway. */
  readonly code?: ErrorCode;
  readonly outcome?: 'NOT_APPLIED' | 'UNKNOWN' | 'APPLIED';
  readonly attempts: number;
  /** More of the error's extensions. */
  readonly extensions?: object;
}

/** The resources of the event loop that a leak would accumulate. */
function resources(): { readonly timers: number; readonly sockets: number } {
  const active = process.getActiveResourcesInfo();
  const count = (kind: string) => active.filter((name) => name === kind).length;
  return { timers: count('Timeout'), sockets: count('TCPSocketWrap') };
}

async function eventually(holds: () => boolean, what: () => string, withinMs = 2_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(what());
    await pause(10);
  }
}

/** A gateway in front of a failing upstream, for one test. */
export interface Trial {
  /** Runs the read, or the write, and checks its result. */
  expectRead(expected: Expected): Promise<void>;
  expectWrite(expected: Expected): Promise<void>;
  /** At most this many connections stay open. */
  expectOpenConnections(most: number): Promise<void>;
  /** Both succeed once the upstream has recovered. */
  expectRecovery(): Promise<void>;
  /** Closes the gateway; no connection and no timer may remain. */
  expectNothingLeft(): Promise<void>;
}

export interface TrialSetup {
  readonly graphUrl: string;
  /** Upstream requests so far; `logs` are the gateway's, for an upstream that received nothing. */
  readonly attempts: (method: 'GET' | 'POST', logs: readonly string[]) => number;
  /** Connections to the upstream that are open. */
  readonly openConnections: () => number;
  /** `REQUEST_TIMEOUT_MS`, shorter where a test waits for it. */
  readonly timeoutMs?: number;
}

export async function startTrial(setup: TrialSetup): Promise<Trial> {
  const { graphUrl, attempts, openConnections, timeoutMs = 1_000 } = setup;
  const before = resources();
  const running = await startTestGateway({
    settings: { GRAPH_URL: graphUrl, REQUEST_TIMEOUT_MS: String(timeoutMs), CIRCUIT_BREAKER: 'off' },
  });
  onTestFinished(() => running.close());

  const meets = async (document: string, method: 'GET' | 'POST', expected: Expected) => {
    const { code, outcome, extensions = {} } = expected;
    if (code === undefined) expect(await resultOf(running, document)).not.toHaveProperty('errors');
    else {
      const failure = await failureOf(running, document);
      expect(failure.extensions).toMatchObject({ code, ...extensions });
      expect(failure.extensions.outcome).toBe(outcome);
      expect(failure.extensions.resourceId).toBe(outcome === 'APPLIED' ? 'newhr' : undefined);
    }
    expect(attempts(method, running.logs), `attempts of ${method}`).toBe(expected.attempts);
  };

  return {
    expectRead: (expected) => meets(READ, 'GET', expected),
    expectWrite: (expected) => meets(WRITE, 'POST', expected),
    expectOpenConnections: (most) =>
      eventually(
        () => openConnections() <= most,
        () => `${openConnections()} connections are open`,
      ),
    expectRecovery: async () => {
      expect(await resultOf(running, READ)).toEqual(FINE.read);
      expect(await resultOf(running, WRITE)).toEqual(FINE.write);
    },
    expectNothingLeft: async () => {
      await running.gateway.close();
      await eventually(
        () => openConnections() === 0,
        () => `${openConnections()} connections outlive the gateway`,
      );
      const noMore = () => resources().timers <= before.timers && resources().sockets <= before.sockets;
      // Before a forgotten timer of the deadline would end by itself.
      await eventually(
        noMore,
        () => `${JSON.stringify(resources())} is left, ${JSON.stringify(before)} was`,
        timeoutMs / 2,
      );
    },
  };
}

function resultOf(running: TestGateway, document: string): Promise<unknown> {
  return running.execute(document, {}, { token: 'demo' });
}

/** The body of the upstream's valid responses. */
export function fineBody(isRead: boolean): object {
  return { id: isRead ? 'contosohr' : 'newhr', name: 'Fine' };
}
