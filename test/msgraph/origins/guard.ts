import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { type OtherOrigin, startOtherOrigin } from './otherOrigin.ts';

/** Ways to write the URL of the other origin; `graph` is the host and port of the real one. */
export const ELSEWHERE: readonly (readonly [string, WriteUrl])[] = [
  ['another port', (port) => `http://127.0.0.1:${port}`],
  ['another scheme', (port) => `https://127.0.0.1:${port}`],
  ['the same machine by name', (port) => `http://localhost:${port}`],
  ['the same address as a number', (port) => `http://2130706433:${port}`],
  ['the same address in IPv6', (port) => `http://[::ffff:127.0.0.1]:${port}`],
  ['a host that begins like Graph', (port) => `https://graph.microsoft.com.evil.example:${port}`],
  ['a host that begins like this Graph', (port) => `http://127.0.0.1.evil.example:${port}`],
  ['a host that ends like Graph', (port) => `https://evilgraph.microsoft.com:${port}`],
  ['a Cyrillic letter in the host', (port) => `https://graph.micr\u043esoft.com:${port}`],
  ['Graph as user-info', (port) => `https://graph.microsoft.com@evil.example:${port}`],
  ['this Graph as user and password', (port, graph) => `http://${graph}@evil.example:${port}`],
  ['this Graph as encoded user-info', (port, graph) => `http://${graph}%2F@evil.example:${port}`],
  ['no scheme', (port) => `//evil.example:${port}`],
  ['no scheme, and backslashes', (port) => `\\\\evil.example:${port}`],
  ['a slash and a backslash', (port) => `/\\evil.example:${port}`],
  ['backslashes for slashes', (port) => `http:\\\\evil.example:${port}`],
  ['a backslash before an at sign', (port, graph) => `http://${graph}\\@evil.example:${port}`],
  ['one slash after the scheme', (port) => `https:/evil.example:${port}`],
  ['no slash after the scheme', (port) => `https:evil.example:${port}`],
  ['many slashes after the scheme', (port) => `http://///evil.example:${port}`],
  ['capital letters', (port) => `HTTP://EVIL.EXAMPLE:${port}`],
  ['spaces before it', (port) => `  http://evil.example:${port}`],
];

/** Writes the beginning of a URL. */
export type WriteUrl = (port: number, graph: string) => string;

/** A gateway in front of an emulator, and a server of another origin that the hooks of the tests watch. */
export interface Guarded {
  readonly running: TestGateway;
  readonly evil: OtherOrigin;
  /** The beginning of a URL that leads to the other origin. */
  written(write: WriteUrl): string;
  /** The calls that arrived at the emulator: `GET /beta/external/connections`. */
  calls(): readonly string[];
  /** Code and, for a mutation, outcome of each error of a document. */
  errorsOf(document: string): Promise<readonly (readonly string[])[]>;
}

/** Registers hooks that fail each test of the file that connects to the other origin. */
export function guard(): () => Guarded {
  let guarded: Guarded | undefined;
  const get = () => {
    if (guarded === undefined) throw new Error('Nothing is started before the tests.');
    return guarded;
  };
  beforeAll(async () => {
    const running = await startTestGateway({ settings: { CIRCUIT_BREAKER: 'off' } });
    const evil = await startOtherOrigin();
    const { emulator } = running;
    guarded = {
      running,
      evil,
      written: (write) => write(evil.port, new URL(emulator.url).host),
      calls: () => emulator.requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`),
      errorsOf: async (document) => {
        const { errors = [] } = await running.execute(document, {}, { token: 'demo' });
        return errors.map(({ extensions: { code, outcome } }) =>
          outcome === undefined ? [code] : [code, outcome],
        );
      },
    };
  });
  beforeEach(() => {
    get().running.emulator.clear();
    get().evil.forget();
  });
  afterEach(async () => {
    // A connection that was begun would be there by now.
    await pause(2);
    expect(get().evil.connections).toBe(0);
    expect(get().evil.lookups).toEqual([]);
  });
  afterAll(async () => {
    await guarded?.running.close();
    await guarded?.evil.close();
  });
  return get;
}
