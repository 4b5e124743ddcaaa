import { expect, test } from 'vitest';
import type { Reply } from '../../src/msgraph/protocol/reply.ts';
import { createTelemetry } from '../../src/telemetry/telemetry.ts';

const ROUTE = { resource: 'externalConnections', path: '/external/connections/{id}' };
const ABORTED: Reply = { kind: 'none', sent: true, reason: 'client-disconnected' };

test('an operation is reported once, behind its last call in flight, whatever is called later', () => {
  const calls: number[] = [];
  const sink = {
    operationEnded: (operation: { readonly calls: number }) => void calls.push(operation.calls),
  };
  const observer = createTelemetry([sink]).observe?.({
    clientRequestId: '',
    arrivedAt: performance.now(),
    signal: AbortSignal.abort(),
    isCutOff: () => false,
    traceparent: () => null,
    redact: (text) => text,
    statusOf: () => 200,
  });
  const first = observer?.callStarted('GET', ROUTE);
  const second = observer?.callStarted('GET', ROUTE);
  observer?.ended();
  first?.ended(ABORTED);
  expect(calls).toEqual([]);
  second?.ended(ABORTED);
  observer?.callStarted('GET', ROUTE)?.ended(ABORTED);
  expect(calls).toEqual([2]);
});
