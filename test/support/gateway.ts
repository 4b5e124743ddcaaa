import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.ts';
import type { ErrorExtensions } from '../../src/client/errorContract.ts';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { readConfig } from '../../src/settings/config.ts';
import type { TelemetrySink } from '../../src/telemetry/index.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { flushTexts, sawText, sawToken } from './leaks.ts';

export interface GraphQLResult<T> {
  readonly data?: T | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: ErrorExtensions;
  }[];
}

export interface CallOptions {
  /** `null` sends no `Authorization` header at all. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface TestGateway {
  readonly gateway: Gateway;
  readonly emulator: Emulator;
  /** What the gateway logged, a JSON object a line. */
  readonly logs: string[];
  /** Runs a document as a client would, against a tenant of its own unless a token is given. */
  execute<T, V>(
    document: TypedDocumentNode<T, V> | string,
    variables?: V | Record<string, unknown>,
    options?: CallOptions,
  ): Promise<GraphQLResult<T>>;
  /** The HTTP response behind it. */
  post(body: unknown, options?: CallOptions): Promise<Response>;
  close(): Promise<void>;
}

export interface TestSetup {
  readonly emulator?: EmulatorOptions;
  /** Settings beside `GRAPH_URL`, which is the emulator's unless it is given. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly telemetry?: readonly TelemetrySink[];
  /** What no setting allows: polls of several a second. */
  readonly operationPollSeconds?: number;
}

/** Records the errors of a response; its data may hold what a caller made of its own token. */
function sawErrors(response: string): void {
  if (!response.includes('"errors"')) return;
  for (const json of response.match(/\{.*$/gm) ?? []) {
    if (json.includes('"errors"')) sawText(JSON.stringify(JSON.parse(json).errors));
  }
}

/** A gateway in this process, in front of an emulator behind real HTTP. */
export async function startTestGateway(setup: TestSetup = {}): Promise<TestGateway> {
  const emulator = await startEmulator(setup.emulator);
  const logs: string[] = [];
  const logger = createLogger(
    { logLevel: 'trace' },
    {
      write: (line) => {
        logs.push(String(line));
        sawText(String(line));
      },
    },
  );
  // Many tests make the upstream fail again and again, which the breaker would put an end to.
  const settings = { GRAPH_URL: emulator.url, CIRCUIT_BREAKER: 'off', ...setup.settings };
  const config = readConfig(settings);
  const { operationPollSeconds = config.operationPollSeconds, telemetry = [] } = setup;
  const gateway = createGateway({ ...config, operationPollSeconds }, { logger, telemetry });

  const exchange = async (body: unknown, { token = 'alice', headers = {}, signal }: CallOptions = {}) => {
    if (token !== null) sawToken(token);
    const response = await gateway.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });
    // Read once: a clone would take each chunk through two more streams.
    const text = await response.text();
    sawErrors(text);
    return { response, text };
  };

  return {
    gateway,
    emulator,
    logs,
    post: async (body, options) => {
      const { response, text } = await exchange(body, options);
      const { status, statusText, headers } = response;
      return new Response(response.body && text, { status, statusText, headers });
    },
    execute: async (document, variables, options) => {
      const query = typeof document === 'string' ? document : print(document);
      return JSON.parse((await exchange({ query, variables }, options)).text);
    },
    close: async () => {
      await gateway.close();
      await emulator.close();
      flushTexts();
    },
  };
}
