import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { contenders, HERE, PEERS_INSTALLED, peers } from './contenders.ts';
import { scenarios } from './scenarios.ts';

export const USAGE = `npm run bench -- [options]            CPU per request, beside a bare proxy and the peers
  --against DIR       an earlier checkout as one more contender; may be repeated
  --scenarios S1,C1   of ${idsOf(scenarios)}; all by default
  --peers a,b         of ${idsOf(peers)}; by default all, once npm run bench:setup has installed them
  --no-peers          none of them
  --telemetry         this gateway without logs and metrics, and with both
  --built             the command that npm run build makes, whose start is that of users
  --starts N          processes of each contender, one after the other; default 4
  --rounds N          slices of each contender in each scenario, of all its processes, at least 3; default 24
  --quick             under two minutes: no peers unless named, 4 rounds, 1 s of warm-up, 2 starts
npm run bench -- attacks [--root DIR]  what hostile requests cost
npm run bench -- workers [--root DIR] [--rounds N]  what two workers carry, to one process; takes root
npm run soak -- [--root DIR] [--seconds N]  twice the sustainable load for 60 seconds or N
  --root DIR          the checkout whose gateway runs; default: this one

Exit code: 0; 1 for a failure or a missed aim; 2 for INCONCLUSIVE.
`;

const MODES = ['compare', 'attacks', 'workers', 'soak'] as const;

export type Options = ReturnType<typeof readOptions>;

/** @throws naming what is invalid. */
export function readOptions(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      against: { type: 'string', multiple: true, default: [] },
      scenarios: { type: 'string', default: idsOf(scenarios) },
      peers: { type: 'string' },
      'no-peers': flag,
      telemetry: flag,
      built: flag,
      starts: { type: 'string' },
      rounds: { type: 'string' },
      quick: flag,
      root: { type: 'string', default: HERE },
      seconds: { type: 'string', default: '60' },
      help: { ...flag, short: 'h' },
    },
  });
  const [given = 'compare', ...rest] = positionals;
  const mode = MODES.find((each) => each === given);
  if (mode === undefined || rest.length > 0) {
    throw new Error(`Unknown: ${positionals.join(' ')}\n${USAGE}`);
  }
  const { quick } = values;
  const withoutPeers = quick || values['no-peers'] || !PEERS_INSTALLED;
  const namedPeers = values.peers ?? (withoutPeers ? '' : idsOf(peers));
  return {
    mode,
    help: values.help,
    root: values.root,
    /** All checkouts that take part. */
    roots: [...new Set([HERE, values.root, ...values.against].map((dir) => resolve(dir)))],
    soakSeconds: number('--seconds', values.seconds, 12),
    plan: {
      rounds: number('--rounds', values.rounds ?? (quick ? '4' : '24'), 3),
      sliceS: 0.5,
      /** Load before the slices of a scenario; before the first one, until V8 has compiled what is hot. */
      warmupS: quick ? 1 : 3,
      firstWarmupS: quick ? 1 : 8,
      /** Processes of each contender; the rounds are shared among them. */
      starts: number('--starts', values.starts ?? (quick ? '2' : '4'), 1),
    },
    scenarios: chosen('--scenarios', scenarios, values.scenarios),
    contenders: contenders(
      values.against,
      chosen('--peers', peers, namedPeers),
      values.telemetry,
      values.built,
    ),
  };
}

function idsOf(all: readonly { readonly id: string }[]): string {
  return all.map(({ id }) => id).join(',');
}

function chosen<T extends { readonly id: string }>(option: string, all: readonly T[], list: string): T[] {
  const ids = list.split(',').filter((id) => id !== '');
  const unknown = ids.filter((id) => !all.some((each) => each.id === id));
  if (unknown.length > 0) throw new Error(`${option}: expected some of ${idsOf(all)}; got ${unknown}`);
  return all.filter(({ id }) => ids.includes(id));
}

function number(option: string, text: string, min: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= 3_600) return value;
  throw new Error(`${option}: expected a whole number from ${min} to 3600; got ${text}`);
}
