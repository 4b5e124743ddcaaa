import { z } from 'zod';
import type { Exchange } from './exchange.ts';
import { type GraphWrite, type Operation, type Operations, objectsOf } from './operations.ts';
import type { RawResponse } from './responses.ts';
import type { Scenario } from './scenario.ts';

/** All that is known once a scenario is over. */
export interface Played {
  readonly operations: Operations;
  readonly exchanges: readonly Exchange[];
  /** Of the gateway's log. */
  readonly lines: readonly string[];
  readonly ending: Scenario['ending']['how'];
}

const outcome = z.enum(['APPLIED', 'NOT_APPLIED', 'UNKNOWN']);
type Outcome = z.infer<typeof outcome>;
const logLine = z.looseObject({
  msg: z.string(),
  clientRequestId: z.string().optional(),
  writes: z.array(z.looseObject({ outcome })).default([]),
});
const result = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        path: z.array(z.unknown()).optional(),
        extensions: z.looseObject({ code: z.string(), outcome: outcome.optional() }),
      }),
    )
    .default([]),
});

/** What of a scenario the gateway's contract does not allow. */
export function violationsOf({ operations, exchanges, lines, ending }: Played): string[] {
  const parsed = lines.map((line) => logLine.parse(JSON.parse(line)));
  const bugs = parsed
    .filter(({ msg }) => msg === 'unexpected error')
    .map(() => 'there was an unexpected error');
  const problems = [...bugs];
  for (const operation of operations.all()) {
    if (lines.some((line) => line.includes(operation.token))) problems.push('the log has a token');
    const own = parsed.filter(({ clientRequestId }) => clientRequestId === operation.requestId);
    const logged = own.flatMap(({ writes }) => writes.map(({ outcome }) => outcome));
    problems.push(...unlogged(operation, own.length, logged, ending));
  }
  for (const exchange of exchanges) problems.push(...violationsOfExchange(exchange, ending));
  return problems;
}

/** Each write has one entry in the only line of its operation, whatever has become of its client. */
function unlogged(
  { number, writes }: Operation,
  lines: number,
  logged: readonly Outcome[],
  ending: Played['ending'],
): string[] {
  const problems: string[] = [];
  if (lines > 1 || (writes.size > 0 && lines === 0)) problems.push(`operation ${number} has ${lines} lines`);
  if (logged.length < writes.size) problems.push(`${writes.size} writes have ${logged.length} entries`);
  for (const [index, write] of [...writes.values()].entries()) {
    if (write.arrivals > write.throttled + 1) problems.push(`operation ${number} was written twice`);
    const said = logged[index];
    if (said !== undefined && !isTrue(said, write))
      problems.push(`the log says ${said} of ${JSON.stringify(write)}`);
  }
  // What never arrived may have been on its way when everything was cut off.
  if (ending !== 'abort' && logged.slice(writes.size).some((said) => said !== 'NOT_APPLIED'))
    problems.push(`operation ${number} has a write that Graph did not receive`);
  return problems;
}

function isTrue(said: Outcome, write: GraphWrite | undefined): boolean {
  if (said === 'APPLIED') return write?.result === 'applied';
  return said === 'UNKNOWN' || write === undefined || write.result === 'rejected';
}

function violationsOfExchange(exchange: Exchange, ending: Played['ending']): string[] {
  const { operations, responses, isOrderly, violation } = exchange;
  const problems = violation === undefined ? [] : [violation];
  for (const [index, operation] of operations.entries()) {
    const response = responses[index];
    const isExpected = isOrderly && ending !== 'abort' && operation.writes.size > 0;
    if (response?.isComplete) problems.push(...violationsOfResponse(operation, response, isOrderly));
    else if (isExpected) problems.push(`operation ${operation.number} has written, and has no response`);
  }
  return problems;
}

function violationsOfResponse(operation: Operation, response: RawResponse, isOrderly: boolean): string[] {
  const { status, headers, body } = response;
  const id = headers['client-request-id'];
  // Behind bytes that are no request, the numbers of requests and of responses differ.
  if (id !== operation.requestId)
    return isOrderly && id !== undefined ? ['a response is that of another request'] : [];
  const problems: string[] = [];
  if (status >= 500 && status !== 503) problems.push(`the status is ${status}`);
  const foreign = [...body.matchAll(/object(\d+)/g)].filter(
    ([, number]) => Number(number) !== operation.number,
  );
  if (foreign.length > 0) problems.push('a response has the data of another request');
  if (!headers['content-type']?.includes('json')) return problems;
  const { data, errors } = result.parse(JSON.parse(body));
  for (const { extensions } of errors)
    if (extensions.code === 'INTERNAL_SERVER_ERROR') problems.push('a response has an unexpected error');
  for (const [alias, object] of Object.entries(objectsOf(operation))) {
    const write = operation.writes.get(object);
    if (!operation.request.kind.startsWith('write')) continue;
    const said = data?.[alias]
      ? 'APPLIED'
      : errors.find(({ path }) => path?.[0] === alias)?.extensions.outcome;
    if (said !== undefined && !isTrue(said, write))
      problems.push(`the response says ${said} of ${JSON.stringify(write)}`);
  }
  return problems;
}
