import { isDeepStrictEqual } from 'node:util';
import type { Contender } from './contenders.ts';
import { type LoadRequest, requestFor, sendOnce } from './request.ts';
import { NONCE, type Scenario } from './scenarios.ts';
import type { Upstream } from './upstreamServer.ts';

/** What a contender was found to do in a scenario before it is measured. */
export interface Checked {
  readonly contender: Contender;
  readonly request: LoadRequest;
  /** Requests to the upstream for one to the contender. */
  readonly upstreamCalls: number;
  /** The length of the response's body in bytes: the same each time. */
  readonly length: number;
}

const NONCES = ['checka000001', 'checka000002', 'checka000003'];

/**
 * Sends a scenario to a contender three times. Each response must be the canonical one (of a proxy only its status
 * is compared), and reach the upstream with the same number of requests.
 *
 * @throws where that is not so.
 */
export async function check(
  contender: Contender,
  scenario: Scenario,
  url: string,
  upstream: Upstream,
): Promise<Checked> {
  const { id, dialect, coalesces } = contender;
  const request = requestFor(scenario, dialect, url);
  const lengths = new Set<number>();
  const calls = new Set<number>();
  const problem = (what: string) => new Error(`${id}, ${scenario.id}: ${what}`);
  for (const nonce of NONCES) {
    const before = await upstream.counts();
    const { status, body } = await sendOnce(request, nonce);
    const after = await upstream.counts();
    const expected = JSON.stringify({ data: scenario.expected }).replaceAll(NONCE, nonce);
    const isExpected = dialect === undefined || isDeepStrictEqual(canonical(body), canonical(expected));
    if (status >= 300 || !isExpected) throw problem(`unexpected response ${status} ${body.slice(0, 500)}`);
    if (after.refused > before.refused) throw problem('the upstream refused some of its requests');
    lengths.add(Buffer.byteLength(body));
    calls.add(after.requests - before.requests);
  }
  const [length = 0, ...otherLengths] = lengths;
  const [upstreamCalls = 0, ...otherCalls] = calls;
  if (otherLengths.length > 0) throw problem('its responses differ in length');
  if (otherCalls.length > 0 || (coalesces && upstreamCalls !== 1)) {
    throw problem(`${[...calls].join(', ')} upstream requests${coalesces ? ' instead of 1' : ''}`);
  }
  return { contender, request, upstreamCalls, length };
}

/** Without what may differ: the spelling of a state. */
function canonical(body: string): unknown {
  return JSON.parse(body, (key, value: unknown) => {
    return key === 'state' && typeof value === 'string' ? value.replaceAll('_', '').toLowerCase() : value;
  });
}
