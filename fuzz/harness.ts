import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { createGateway } from '../src/gateway.ts';
import { readConfig } from '../src/settings/config.ts';
import { type CheckResult, checkResponse } from './contract.ts';
import { type FuzzCase, type FuzzedRequest, fillPlaceholders } from './fuzzCase.ts';
import { type ActiveCaller, startUpstream } from './upstream.ts';

// The gateway's deadline, and the harness's own, with a margin for a busy machine.
const REQUEST_TIMEOUT_MS = 1_000;
const HANG_MS = 15_000;

/** A gateway in this process, in front of an upstream scripted by the cases, and the counts so far. */
export interface Harness {
  /** Runs one case; rejects if the gateway violates its contract. */
  run(fuzzCase: FuzzCase): Promise<void>;
  readonly cases: number;
  readonly upstreamRequests: number;
  /** How often each error code and each HTTP status was returned. */
  readonly counts: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export async function startHarness(): Promise<Harness> {
  const upstream = await startUpstream();
  const logged: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  const settings = {
    GRAPH_URL: upstream.root,
    REQUEST_TIMEOUT_MS: String(REQUEST_TIMEOUT_MS),
    MAX_BODY_BYTES: '20000',
    MAX_DOCUMENT_TOKENS: '500',
    CORS_ORIGINS: 'https://app.contoso.com',
    CIRCUIT_BREAKER: 'off',
  };
  const gateway = createGateway(readConfig(settings), { logger });
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  let cases = 0;

  const send = async (request: Request, caller: ActiveCaller): Promise<CheckResult> => {
    const sentAt = performance.now();
    const response = await gateway.fetch(request);
    const { status, headers } = response;
    const received = {
      status,
      contentType: headers.get('content-type'),
      text: await response.text(),
      isOverdue: performance.now() - sentAt > REQUEST_TIMEOUT_MS,
    };
    count(`HTTP ${status}`);
    return checkResponse(request, received, caller);
  };

  return {
    run: async (fuzzCase) => {
      cases += 1;
      // Too long to occur by chance, and with characters that URLs encode.
      const token = `caller${cases}.${'x'.repeat(20)}~+/%2B<=`;
      const request = requestOf(fuzzCase.request, token, upstream.root);
      const authorization = request.headers.get('authorization') ?? undefined;
      const requestId = randomUUID();
      if (!request.headers.has('client-request-id')) request.headers.set('client-request-id', requestId);
      const caller: ActiveCaller = {
        token,
        authorization,
        requestId,
        responses: fuzzCase.responses,
        requestCount: 0,
        violations: [],
      };
      upstream.register(caller);
      try {
        const { violation, codes } = await withTimeout(send(request, caller));
        for (const code of codes.length > 0 ? codes : ['no error']) count(code);
        const violations = [
          ...(violation === undefined ? [] : [violation]),
          ...caller.violations,
          ...upstream.takeUnattributedViolations(),
          ...logged.filter((line) => line.includes(token)).map(() => 'The log contains the token.'),
        ];
        const lines = logged.splice(0);
        if (violations.length > 0) throw new Error([...violations, ...lines].join('\n'));
      } finally {
        upstream.unregister(caller);
      }
    },
    get cases() {
      return cases;
    },
    get upstreamRequests() {
      return upstream.requestCount;
    },
    counts,
    close: async () => {
      await withTimeout(gateway.close());
      await upstream.close();
    },
  };
}

/** Whether the Fetch API can represent a request. */
export function canBeSent(request: FuzzedRequest): boolean {
  try {
    requestOf(request, 'token', 'http://root');
    return true;
  } catch {
    return false;
  }
}

function requestOf(fuzzed: FuzzedRequest, token: string, root: string): Request {
  const { method, path, headers, body, stream } = fuzzed;
  const fill = (text: string) => fillPlaceholders(text, { token }, root);
  return new Request(`http://gateway${fill(path)}`, {
    method,
    headers: Object.entries(headers).map(([name, value]) => [name, fill(value)]),
    ...(body === undefined ? {} : { body: bodyOf(typeof body === 'string' ? fill(body) : body, stream) }),
    ...(stream === undefined ? {} : { duplex: 'half' }),
  });
}

function bodyOf(body: string | Uint8Array, stream: FuzzedRequest['stream']): BodyInit {
  const bytes = Buffer.from(body);
  if (stream === undefined) return bytes;
  return new ReadableStream({
    start: (controller) => {
      const middle = Math.ceil(bytes.length / 2);
      if (middle > 0) controller.enqueue(new Uint8Array(bytes.subarray(0, middle)));
      if (stream === 'error') return controller.error(new Error('The client disconnected.'));
      if (middle < bytes.length) controller.enqueue(new Uint8Array(bytes.subarray(middle)));
      controller.close();
    },
  });
}

async function withTimeout<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not settle in ${HANG_MS} ms`)), HANG_MS);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
