import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import type { ErrorCode } from '../../../src/schema/errors.ts';
import { failureOf } from '../../support/failure.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';

/** Long enough for two retries, which wait 600 ms at the most. */
export const TIMEOUT_MS = 1_000;
// For machines that have other things to do.
const SLACK_MS = 1_500;

export const READ = '{ externalConnection(id: "contosohr") { id name } }';
export const WRITE =
  'mutation { createExternalConnection(input: { id: "newhr", name: "New HR" }) { id name } }';
const FINE = {
  read: { data: { externalConnection: { id: 'contosohr', name: 'Fine' } } },
  write: { data: { createExternalConnection: { id: 'newhr', name: 'Fine' } } },
};

/** What comes of one field, and how often the upstream was asked for it. */
export interface Expected {
  /** Left out where the field succeeds in spite of everything. */
  readonly code?: ErrorCode;
  readonly outcome?: 'NOT_APPLIED' | 'UNKNOWN' | 'APPLIED';
  readonly attempts: number;
  /** More of the error's extensions. */
  readonly extensions?: object;
}

/** What of the event loop a process that leaks would have more and more of. */
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

/** A gateway that is on trial for one test. */
export interface Trial {
  /** Runs the read, or the write, and holds what comes of it against what is expected. */
  expectRead(expected: Expected): Promise<void>;
  expectWrite(expected: Expected): Promise<void>;
  /** No more than so many connections stay open. */
  expectOpenConnections(most: number): Promise<void>;
  /** Both succeed, now that the upstream behaves. */
  expectRecovery(): Promise<void>;
  /** Closes the gateway; nothing of it is left then. */
  expectNothingLeft(): Promise<void>;
}

export interface TrialSetup {
  readonly graphUrl: string;
  /** How often the upstream was asked so far; `logs` are the gateway's, for an upstream that has noticed nothing. */
  readonly attempts: (method: 'GET' | 'POST', logs: readonly string[]) => number;
  /** Connections to the upstream that are open. */
  readonly openConnections: () => number;
}

export async function startTrial({ graphUrl, attempts, openConnections }: TrialSetup): Promise<Trial> {
  const before = resources();
  const running = await startTestGateway({
    settings: { GRAPH_URL: graphUrl, REQUEST_TIMEOUT_MS: String(TIMEOUT_MS), CIRCUIT_BREAKER: 'off' },
  });
  onTestFinished(() => running.close());

  const meets = async (document: string, method: 'GET' | 'POST', expected: Expected) => {
    const { code, outcome, extensions = {} } = expected;
    const startedAt = performance.now();
    if (code === undefined) expect(await answerOf(running, document)).not.toHaveProperty('errors');
    else {
      const failure = await failureOf(running, document);
      expect(failure.extensions).toMatchObject({ code, ...extensions });
      expect(failure.extensions.outcome).toBe(outcome);
      expect(failure.extensions.resourceId).toBe(outcome === 'APPLIED' ? 'newhr' : undefined);
    }
    expect(performance.now() - startedAt).toBeLessThan(TIMEOUT_MS + SLACK_MS);
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
      expect(await answerOf(running, READ)).toEqual(FINE.read);
      expect(await answerOf(running, WRITE)).toEqual(FINE.write);
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
        TIMEOUT_MS / 2,
      );
    },
  };
}

function answerOf(running: TestGateway, document: string): Promise<unknown> {
  return running.execute(document, {}, { token: 'demo' });
}

/** How the upstream answers once it behaves. */
export function fineBody(isRead: boolean): object {
  return { id: isRead ? 'contosohr' : 'newhr', name: 'Fine' };
}
