import { rawResponse } from '../../../support/upstream.ts';
import { type Misbehaviour, written } from './misbehaviours.ts';

const rejecting = (status: number, ...headers: string[]) =>
  written(() => rawResponse({ status, headers, body: { error: { code: 'TryLater', message: 'Not now.' } } }));
const graph = (status: number) => ({ graph: { status } });
const limited = { code: 'RATE_LIMITED', extensions: graph(429) } as const;
const failing = { code: 'UPSTREAM_UNAVAILABLE', extensions: graph(503) } as const;

/** Endless 429 and 503 responses. */
export const storms: readonly Misbehaviour[] = [
  ...[[], ['Retry-After: 0'], ['Retry-After: 0.1']].map((headers) => ({
    name: `429 with ${headers[0] ?? 'no Retry-After'}`,
    behave: rejecting(429, ...headers),
    read: { ...limited, attempts: 3 },
    write: { ...limited, outcome: 'NOT_APPLIED' as const, attempts: 3 },
  })),
  {
    name: '429 with a Retry-After beyond the deadline',
    behave: rejecting(429, 'Retry-After: 60'),
    read: { ...limited, extensions: { ...graph(429), retryAfterSeconds: 60 }, attempts: 1 },
    write: { ...limited, outcome: 'NOT_APPLIED', attempts: 1 },
  },
  ...[[], ['Retry-After: 0']].map((headers) => ({
    name: `503 with ${headers[0] ?? 'no Retry-After'}`,
    behave: rejecting(503, ...headers),
    read: { ...failing, attempts: 3 },
    write: { ...failing, outcome: 'UNKNOWN' as const, attempts: 1 },
  })),
  {
    name: '503 with a Retry-After beyond the deadline',
    behave: rejecting(503, 'Retry-After: 60'),
    read: { ...failing, extensions: { ...graph(503), retryAfterSeconds: 60 }, attempts: 1 },
    write: { ...failing, outcome: 'UNKNOWN', attempts: 1 },
  },
];
