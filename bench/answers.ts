import { isDeepStrictEqual } from 'node:util';
import { request as send } from 'undici';
import { z } from 'zod';
import { AUTHORIZATION } from './fixtures.ts';
import { type Gateway, requestFor } from './gateways.ts';
import type { LoadRequest } from './load/request.ts';
import type { Scenario } from './scenarios.ts';
import type { Upstream } from './upstream/process.ts';

const TIMES = 3;

/**
 * Asks a gateway a scenario a few times and compares each answer with what it has to be.
 *
 * @returns how many requests a single one makes to the upstream.
 * @throws where an answer is another one, or the caller's token does not get through.
 */
export async function checkAnswers(
  gateway: Gateway,
  scenario: Scenario,
  url: string,
  upstream: Upstream,
): Promise<number> {
  const request = requestFor(gateway, scenario, url);
  const expected = await expectedAnswer(gateway, scenario, upstream);
  const before = await upstream.counts();
  for (let time = 0; time < TIMES; time += 1) {
    const answer = await ask(request, AUTHORIZATION);
    if (isDeepStrictEqual(answer, expected)) continue;
    const shown = JSON.stringify(answer)?.slice(0, 500);
    throw new Error(`${gateway.id} answers ${scenario.id} otherwise than expected: ${shown}`);
  }
  const after = await upstream.counts();
  if (after.refused > before.refused) {
    throw new Error(`${gateway.id}: the upstream has refused some of what ${scenario.id} asks for.`);
  }
  await checkForwarding(gateway, scenario, request, upstream);
  return (after.requests - before.requests) / TIMES;
}

/** Another caller's token has to reach the upstream too, which knows only one. */
async function checkForwarding(
  { id }: Gateway,
  scenario: Scenario,
  request: LoadRequest,
  upstream: Upstream,
): Promise<void> {
  const before = await upstream.counts();
  const answer = await ask(request, 'Bearer another.callers-token');
  const after = await upstream.counts();
  const leaked = isDeepStrictEqual(answer, canonical({ data: scenario.expected }));
  if (after.refused > before.refused && !leaked) return;
  throw new Error(`${id} does not forward the token of its caller in ${scenario.id}.`);
}

async function expectedAnswer(
  { dialect }: Gateway,
  scenario: Scenario,
  upstream: Upstream,
): Promise<unknown> {
  if (dialect !== undefined) return canonical({ data: scenario.expected });
  return ask(requestFor({ dialect }, scenario, upstream.url), AUTHORIZATION);
}

async function ask({ method, url, headers, body }: LoadRequest, authorization: string): Promise<unknown> {
  const answer = await send(url, {
    method,
    headers: { ...headers, authorization },
    body: body ?? null,
    signal: AbortSignal.timeout(10_000),
  });
  return canonical(await answer.body.json());
}

const batchAnswer = z.object({ responses: z.array(z.looseObject({ id: z.string() })) });

/** An answer without what may differ: the order within a `$batch`, and the spelling of a state. */
export function canonical(answer: unknown): unknown {
  const batch = batchAnswer.safeParse(answer);
  if (batch.success) return batch.data.responses.toSorted((a, b) => Number(a.id) - Number(b.id));
  return JSON.parse(JSON.stringify(answer), (key, value: unknown) => {
    return key === 'state' && typeof value === 'string' ? value.replaceAll('_', '').toLowerCase() : value;
  });
}
