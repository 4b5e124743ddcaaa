import fc from 'fast-check';

/** What Graph does with each request of an operation. */
export interface GraphBehaviour {
  readonly delayMs: number;
  readonly kind: 'responds' | 'rejects' | 'throttles once' | 'fails' | 'resets' | 'truncates' | 'is silent';
}

/** A place in the bytes of a request, in percent, and how long the client waits there. */
export interface Pause {
  readonly at: number;
  readonly ms: number;
}

/** A valid request of one operation. */
export interface SentRequest {
  /** `follow` is a subscription that completes, `watch` one that does not. */
  readonly kind: 'read' | 'reads' | 'write' | 'writes' | 'follow' | 'watch';
  readonly graph: GraphBehaviour;
  readonly pauses: readonly Pause[];
  /** Of HTTP/1. */
  readonly isChunked: boolean;
  readonly expectsContinue: boolean;
  readonly isLast: boolean;
}

/** What a client does next on its connection, or, where it resets, with its last request of HTTP/2. */
export type Step =
  | { readonly do: 'send'; readonly request: SentRequest }
  /** Bytes that are no request. */
  | { readonly do: 'spoil'; readonly bytes: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'stop reading' | 'read' | 'half-close' | 'reset' };

/** All that happens on one connection. Clients that stay close it once each of their requests has its response; nobody stays for a `watch`. */
export interface Conversation {
  readonly protocol: 'HTTP/1' | 'HTTP/2';
  readonly steps: readonly Step[];
  readonly stays: boolean;
}

/** Connections to one gateway, all at the same time, and its end. */
export interface Scenario {
  readonly settings: Readonly<Record<string, string>>;
  readonly conversations: readonly Conversation[];
  /** How the gateway ends; `after all` waits for the clients. */
  readonly ending:
    | { readonly how: 'after all' }
    | { readonly how: 'close' | 'abort'; readonly afterMs: number };
}

const fewMs = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 }));

const graph: fc.Arbitrary<GraphBehaviour> = fc.record({
  delayMs: fewMs,
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant('responds' as const) },
    {
      weight: 6,
      arbitrary: fc.constantFrom('rejects', 'throttles once', 'fails', 'resets', 'truncates', 'is silent'),
    },
  ),
});

const rarely = fc.nat(7).map((value) => value === 7);

const request: fc.Arbitrary<SentRequest> = fc.record({
  kind: fc.constantFrom('read', 'reads', 'write', 'writes', 'follow', 'watch'),
  graph,
  pauses: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(fc.record({ at: fc.nat(100), ms: fewMs }), { minLength: 1, maxLength: 3 }),
    },
  ),
  isChunked: rarely,
  expectsContinue: rarely,
  isLast: rarely,
});

const junk = fc.oneof(
  fc.constantFrom(
    'CONNECT graph:443 HTTP/1.1\r\nHost: graph:443\r\n\r\n',
    'GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    'POST /graphql HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\nContent-Length: 2\r\n\r\n{}',
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{"query":',
    'GET /livez HTTP/1.0\r\n\r\n',
    'GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    'HEAD /livez HTTP/1.1\r\nHost: a\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'GET /graphql HTTP/1.1\r\nHos',
    '\r\n\r\n\r\n',
  ),
  fc.string({ unit: 'binary-ascii', maxLength: 30 }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('send' as const), request }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fewMs }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('spoil' as const), bytes: junk }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('stop reading' as const, 'read' as const, 'half-close' as const, 'reset' as const),
    }),
  },
);

const conversation: fc.Arbitrary<Conversation> = fc.record({
  protocol: fc.oneof(
    { weight: 3, arbitrary: fc.constant('HTTP/1' as const) },
    { weight: 1, arbitrary: fc.constant('HTTP/2' as const) },
  ),
  steps: fc.array(step, { minLength: 1, maxLength: 8 }),
  stays: fc.boolean(),
});

const settings = fc.constantFrom<Readonly<Record<string, string>>[]>(
  {},
  {},
  { MAX_REQUESTS: '2' },
  { MAX_CONNECTIONS: '2' },
  { MAX_UPSTREAM_CONCURRENCY: '1' },
  { GRAPH_BATCH: 'off' },
  { CIRCUIT_BREAKER: 'on' },
);

/** Any scenario. */
export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  settings,
  conversations: fc.array(conversation, { minLength: 1, maxLength: 4 }),
  ending: fc.oneof(
    { weight: 2, arbitrary: fc.constant({ how: 'after all' as const }) },
    { weight: 1, arbitrary: fc.record({ how: fc.constantFrom('close', 'abort'), afterMs: fc.nat(200) }) },
  ),
});
