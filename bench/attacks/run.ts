import { check } from '../check.ts';
import { GATEWAY, gateway } from '../contenders.ts';
import { type Observed, observe } from '../observe.ts';
import type { Options } from '../options.ts';
import { startServer } from '../processes.ts';
import type { LoadRequest } from '../request.ts';
import { conditions, progress, publish, table } from '../results.ts';
import { NONCE, S1 } from '../scenarios.ts';
import { startUpstream } from '../upstreamServer.ts';
import { type Measured, measureAttack } from './measure.ts';
import { attacks } from './requests.ts';

/** What one request should cost at most. */
const AIM_MS = 50;
const FLOOD_S = 12;

/** `npm run bench -- attacks`: what hostile requests cost. Returns the exit code. */
export async function measureAttacks({ root, roots }: Options): Promise<number> {
  const measuredOn = conditions(roots);
  const upstream = await startUpstream();
  // Outside production, introspection and suggestions are on: the larger target.
  const contender = gateway(GATEWAY, 'gateway', root, {});
  const server = await startServer('gateway', contender.command(upstream.url));
  await check({ contender, server }, S1, upstream);
  // It warms the gateway up as well.
  progress('a flood of new documents');
  const flood = await observe(server, newDocuments(server.url), { seconds: FLOOD_S, connections: 8 });
  const measured: Measured[] = [];
  for (const [title, body] of Object.entries(attacks)) {
    progress(title);
    measured.push(await measureAttack(title, body, server, upstream));
  }
  publish('attacks', report(measured, flood, measuredOn), { attacks: measured, flood });
  return measured.every(({ isRejected }) => isRejected) ? 0 : 1;
}

/** Each of them is cheap, but together they could fill the memory. */
function newDocuments(url: string): LoadRequest {
  const query = `query Q${NONCE} { __type(name: "X") { ${'name '.repeat(300)} } }`;
  return { method: 'POST', url, body: JSON.stringify({ query }) };
}

function report(measured: readonly Measured[], flood: Observed, measuredOn: string): string[] {
  const executed = measured.filter(({ isRejected }) => !isRejected).length;
  const above = measured.filter(({ medianMs }) => medianMs > AIM_MS).length;
  const rows = measured.map(({ title, summary, isRejected, upstreamRequests, bytes, medianMs }) => ({
    '': title,
    response: isRejected ? summary : `**${summary}**`,
    'upstream requests': String(upstreamRequests),
    bytes: String(bytes),
    'CPU, ms': medianMs > AIM_MS ? `**${medianMs.toFixed(1)}**` : medianMs.toFixed(1),
  }));
  return [
    '# Hostile requests',
    `**Of ${measured.length} attacks ${executed} are executed; ${above} cost more than ${AIM_MS} ms.**`,
    measuredOn,
    table(rows),
    `Flood of new documents of 300 fields: ${flood.responses} responses, ` +
      `${(flood.cpuMs / flood.responses).toFixed(2)} ms of CPU each; resident memory, MB, each second: ` +
      flood.memoryMb.map((mb) => mb.toFixed(0)).join(' '),
  ];
}
