import { isDeepStrictEqual } from 'node:util';
import type { Contender } from './contenders.ts';
import type { Server } from './processes.ts';
import { type LoadRequest, requestFor, send } from './request.ts';
import type { Scenario } from './scenarios.ts';
import type { Upstream } from './upstreamServer.ts';

export interface Running {
  readonly contender: Contender;
  readonly server: Server;
}

/** A contender that was found to respond to a scenario as it should. */
export interface Checked extends Running {
  readonly request: LoadRequest;
  /** Requests to the upstream for one to the contender. */
  readonly upstreamCalls: number;
  /** The length of the response's body in bytes: the same each time. */
  readonly length: number;
}

/**
 * Sends a scenario to a contender three times. Each response must be the canonical one (of a proxy only its status
 * is compared), and reach the upstream with the same number of requests.
 *
 * @throws where that is not so.
 */
export async function check(
  { contender, server }: Running,
  scenario: Scenario,
  upstream: Upstream,
): Promise<Checked> {
  const { id, dialect, isPeer } = contender;
  const problem = (what: string) => new Error(`${id}, ${scenario.id}: ${what}`);
  const expected = canonical(JSON.stringify({ data: scenario.expected }));
  const request = requestFor(scenario, dialect, server.url);
  const lengths: number[] = [];
  const calls: number[] = [];
  for (let sent = 0; sent < 3; sent += 1) {
    const before = await upstream.requests();
    const { status, body } = await send(request);
    calls.push((await upstream.requests()) - before);
    lengths.push(Buffer.byteLength(body));
    const isExpected = dialect === undefined || isDeepStrictEqual(canonical(body), expected);
    if (status >= 300 || !isExpected) throw problem(`unexpected response ${status} ${body.slice(0, 500)}`);
  }
  const [length = 0] = lengths;
  const [upstreamCalls = 0] = calls;
  if (lengths.some((each) => each !== length)) throw problem('its responses differ in length');
  if (calls.some((each) => each !== (isPeer ? upstreamCalls : 1))) {
    throw problem(`${calls.join(', ')} upstream requests`);
  }
  return { contender, server, request, upstreamCalls, length };
}

/** Without what may differ: the spelling of a state. */
function canonical(body: string): unknown {
  return JSON.parse(body, (key, value: unknown) => {
    return key === 'state' && typeof value === 'string' ? value.replaceAll('_', '').toLowerCase() : value;
  });
}
