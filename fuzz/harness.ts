import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { readConfig } from '../src/config.ts';
import { createGateway } from '../src/gateway.ts';
import { judge, type Verdict } from './contract.ts';
import { type FuzzCase, type FuzzedRequest, filled } from './fuzzCase.ts';
import { type Guest, startUpstream } from './upstream.ts';

// The gateway gives a request up after the first; the second leaves room for a busy machine.
const REQUEST_TIMEOUT_MS = 1_000;
const HANG_MS = 15_000;

/** A gateway in this process, in front of an upstream that the cases script, and what has come of them so far. */
export interface Harness {
  /** Runs one case; rejects where the gateway breaks its contract. */
  run(fuzzCase: FuzzCase): Promise<void>;
  readonly cases: number;
  readonly upstreamRequests: number;
  /** How often each error code, and each HTTP status, was answered. */
  readonly seen: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export async function startHarness(): Promise<Harness> {
  const upstream = await startUpstream();
  const bugs: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => void bugs.push(line) });
  const settings = {
    GRAPH_URL: upstream.root,
    REQUEST_TIMEOUT_MS: String(REQUEST_TIMEOUT_MS),
    MAX_BODY_BYTES: '20000',
    MAX_DOCUMENT_TOKENS: '500',
    CORS_ORIGINS: 'https://app.contoso.com',
    CIRCUIT_BREAKER: 'off',
  };
  const gateway = createGateway(readConfig(settings), { logger });
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  let cases = 0;

  const answer = async (request: Request, guest: Guest): Promise<Verdict> => {
    const response = await gateway.fetch(request);
    const { status, headers } = response;
    const received = { status, contentType: headers.get('content-type'), text: await response.text() };
    count(`HTTP ${status}`);
    return judge(request, received, guest);
  };

  return {
    run: async (fuzzCase) => {
      cases += 1;
      // Long enough to be found by no accident, and with characters that are encoded in URLs.
      const token = `caller${cases}.${'x'.repeat(20)}~+/%2B<=`;
      const request = requestOf(fuzzCase.request, token, upstream.root);
      const authorization = request.headers.get('authorization') ?? undefined;
      const requestId = randomUUID();
      if (!request.headers.has('client-request-id')) request.headers.set('client-request-id', requestId);
      const guest: Guest = {
        token,
        authorization,
        requestId,
        answers: fuzzCase.answers,
        asked: 0,
        trespasses: [],
      };
      upstream.enter(guest);
      try {
        const { breach, codes } = await inTime(answer(request, guest));
        for (const code of codes.length > 0 ? codes : ['no error']) count(code);
        const breaches = [
          ...(breach === undefined ? [] : [breach]),
          ...guest.trespasses,
          ...upstream.takeStrays(),
        ];
        if (breaches.length > 0) throw new Error([...breaches, ...bugs.splice(0)].join('\n'));
      } finally {
        upstream.leave(guest);
      }
    },
    get cases() {
      return cases;
    },
    get upstreamRequests() {
      return upstream.requests;
    },
    seen,
    close: async () => {
      await inTime(gateway.close());
      await upstream.close();
    },
  };
}

/** Whether the Fetch API lets a request be made at all. */
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
  const fill = (text: string) => filled(text, { token }, root);
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
      if (stream === 'breaks') return controller.error(new Error('The client has gone.'));
      if (middle < bytes.length) controller.enqueue(new Uint8Array(bytes.subarray(middle)));
      controller.close();
    },
  });
}

async function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not settle in ${HANG_MS} ms`)), HANG_MS);
  });
  try {
    return await Promise.race([promise, hang]);
  } finally {
    clearTimeout(timer);
  }
}
