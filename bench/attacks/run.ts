import { gatewayCommand } from '../checkout.ts';
import { SDL } from '../contenders.ts';
import type { Options } from '../options.ts';
import { type Server, startServer } from '../processes.ts';
import { requestFor, sendOnce } from '../request.ts';
import { conditions, progress, publish, table } from '../results.ts';
import { S1 } from '../scenarios.ts';
import { startUpstream } from '../upstreamServer.ts';
import { documentAttacks } from './documents.ts';
import { type Flood, measureFloods } from './floods.ts';
import { type Measured, measureAttack } from './measure.ts';
import { payloadAttacks } from './payloads.ts';

const WARM_REQUESTS = 50;
/** What one request should cost at most. */
const AIM_MS = 50;

/** `npm run bench -- attacks`: what hostile requests cost. Returns the exit code. */
export async function measureAttacks({ root }: Options): Promise<number> {
  const describe = conditions([root]);
  const upstream = await startUpstream();
  let gateway = await startWarm(root, upstream.url);
  const restart = async () => {
    await gateway.stop();
    gateway = await startWarm(root, upstream.url);
    return gateway;
  };
  const measured: Measured[] = [];
  for (const attack of [...documentAttacks, ...payloadAttacks]) {
    const result = await measureAttack(attack, gateway, upstream);
    progress(`${result.medianMs.toFixed(1)} ms, ${result.bytes} bytes, ${result.summary}: ${attack.title}`);
    measured.push(result);
    if (!result.complete) await restart();
  }
  progress('floods');
  const floods = await measureFloods(restart);
  publish('attacks', report(measured, floods, describe()), { attacks: measured, floods });
  return measured.every(({ repelled }) => repelled) ? 0 : 1;
}

/** A gateway with its defaults, which outside production include introspection and suggestions: the larger target. */
async function startWarm(root: string, upstreamUrl: string): Promise<Server> {
  const server = await startServer('gateway', gatewayCommand('gateway', root, upstreamUrl, {}));
  for (let sent = 0; sent < WARM_REQUESTS; sent += 1) {
    const { status } = await sendOnce(requestFor(S1, SDL, server.url), '');
    if (status !== 200) throw new Error(`The gateway responds with ${status} to what is no attack.`);
  }
  return server;
}

function report(measured: readonly Measured[], floods: readonly Flood[], conditions: string): string {
  const executed = measured.filter(({ repelled }) => !repelled).length;
  const above = measured.filter(({ medianMs }) => medianMs > AIM_MS).length;
  const rows = measured.map(({ title, summary, repelled, upstreamRequests, bytes, firstMs, medianMs }) => [
    title,
    repelled ? summary : `**${summary}**`,
    String(upstreamRequests),
    String(bytes),
    firstMs.toFixed(1),
    medianMs > AIM_MS ? `**${medianMs.toFixed(1)}**` : medianMs.toFixed(1),
  ]);
  const floodRows = floods.map(({ title, responses, cpuMs, memoryMb: [before = 0, ...quarters] }) => [
    title,
    String(responses),
    cpuMs.toFixed(2),
    before.toFixed(0),
    quarters.map((mb) => mb.toFixed(0)).join(', '),
  ]);
  return `${[
    '# Hostile requests',
    `**Of ${measured.length} attacks ${executed} are executed or without a response; ${above} cost more than ${AIM_MS} ms.**`,
    conditions,
    table(['', 'response', 'upstream requests', 'bytes', 'CPU, ms: first', 'median'], rows),
    '## Floods: each request another document',
    table(['', 'responses', 'CPU each, ms', 'RSS before, MB', 'after each quarter'], floodRows),
  ].join('\n\n')}\n`;
}
