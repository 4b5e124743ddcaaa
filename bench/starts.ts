import { request as send } from 'undici';
import { commandFor, type Gateway, requestFor } from './gateways.ts';
import { type ServerProcess, startServer, stopServer } from './processes.ts';
import { waitedMs } from './procfs.ts';
import { scenarioOf } from './scenarios.ts';

/** One start of a gateway, in milliseconds. */
export interface Start {
  /** From the start of the process to the end of its first answer. */
  readonly firstAnswerMs: number;
  /** How much of that its main thread waited for the core. */
  readonly waitedMs: number;
}

export interface Started {
  /** The gateway as started last, still running. */
  readonly server: ServerProcess;
  readonly starts: readonly Start[];
}

/** The start that was disturbed least. */
export function bestStart(starts: readonly Start[]): Start | undefined {
  return starts.toSorted((a, b) => a.firstAnswerMs - b.firstAnswerMs)[0];
}

/** Starts a gateway a few times over, and asks it for one connection (S1) each time. */
export async function startRepeatedly(
  gateway: Gateway,
  upstreamUrl: string,
  cores: string | undefined,
  times: number,
): Promise<Started> {
  const starts: Start[] = [];
  for (;;) {
    const start = performance.now();
    const server = await startServer(commandFor(gateway, upstreamUrl, cores));
    await firstAnswer(gateway, server.url);
    starts.push({ firstAnswerMs: performance.now() - start, waitedMs: waitedMs(server.pid) });
    if (starts.length >= times) return { server, starts };
    await stopServer(server);
  }
}

async function firstAnswer(gateway: Gateway, url: string): Promise<void> {
  const { method, url: target, headers, body } = requestFor(gateway, scenarioOf('S1'), url);
  const answer = await send(target, {
    method,
    headers: { ...headers, connection: 'close' },
    body: body ?? null,
    signal: AbortSignal.timeout(10_000),
  });
  await answer.body.arrayBuffer();
  if (answer.statusCode !== 200) {
    throw new Error(`${gateway.id} answers its first request with ${answer.statusCode}.`);
  }
}
