import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { HERE } from './checkout.ts';
import { against, CONTROL, type Contender, contenders, PEERS, PROXY } from './contenders.ts';
import { type Scenario, scenarios } from './scenarios.ts';

export const USAGE = `npm run bench -- [options]            CPU per request, beside a bare proxy and the peers
  --against DIR       an earlier checkout as one more contender; may be repeated
  --scenarios S1,C1   of ${scenarios.map(({ id }) => id).join(', ')}; all by default
  --contenders a,b    of ${contenders.map(({ id }) => id).join(', ')}; the proxy and its control always run
  --no-peers          without ${PEERS.join(', ')}
  --rounds N          slices of each contender in each scenario; default 12
  --slice-s N         length of a slice in seconds; default 1
  --warmup-s N        load before the slices of a scenario, in seconds; default 5
  --quick             under two minutes: no peers unless named, 4 rounds of 0.5 s, 1 s of warm-up
npm run bench -- attacks [--root DIR]  what hostile requests cost
npm run soak -- [--root DIR] [--seconds N]  twice the sustainable load for 60 seconds or N
  --root DIR          the checkout whose gateway runs; default: this one

npm run bench:setup installs the peers. Exit code: 0; 1 for a failure or a missed aim; 2 for INCONCLUSIVE.
`;

export interface Plan {
  readonly rounds: number;
  readonly sliceS: number;
  readonly warmupS: number;
  /** Measured starts of each contender. */
  readonly starts: number;
}

export interface Options {
  readonly mode: string;
  readonly help: boolean;
  readonly root: string;
  readonly soakSeconds: number;
  readonly plan: Plan;
  readonly scenarios: readonly Scenario[];
  readonly contenders: readonly Contender[];
}

/** @throws naming what is invalid. */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      against: { type: 'string', multiple: true, default: [] },
      scenarios: text,
      contenders: text,
      'no-peers': flag,
      rounds: text,
      'slice-s': text,
      'warmup-s': text,
      quick: flag,
      root: { type: 'string', default: HERE },
      seconds: text,
      help: { ...flag, short: 'h' },
    },
  });
  const [mode = 'compare', ...rest] = positionals;
  if (!['compare', 'attacks', 'soak'].includes(mode) || rest.length > 0) {
    throw new Error(`Unknown: ${positionals.join(' ')}\n${USAGE}`);
  }
  const { quick } = values;
  const ours = chosenContenders(quick || values['no-peers'], values.contenders);
  return {
    mode,
    help: values.help,
    root: resolve(values.root),
    soakSeconds: number('--seconds', values.seconds, 60),
    plan: {
      rounds: Math.ceil(number('--rounds', values.rounds, quick ? 4 : 12)),
      sliceS: number('--slice-s', values['slice-s'], quick ? 0.5 : 1),
      warmupS: number('--warmup-s', values['warmup-s'], quick ? 1 : 5),
      starts: quick ? 2 : 5,
    },
    scenarios: scenarios.filter(chosen('--scenarios', scenarios, values.scenarios)),
    // What is compared most closely runs side by side.
    contenders: [...ours.slice(0, 2), ...values.against.map(against), ...ours.slice(2)],
  };
}

function chosenContenders(noPeers: boolean, named: string | undefined): Contender[] {
  const isChosen = chosen('--contenders', contenders, named);
  return contenders.filter((each) => {
    if (each.id === PROXY || each.id === CONTROL) return true;
    return isChosen(each) && !(noPeers && named === undefined && PEERS.includes(each.id));
  });
}

function chosen(option: string, all: readonly { id: string }[], named: string | undefined) {
  const ids = named?.split(',').map((id) => id.trim());
  const unknown = ids?.filter((id) => !all.some((each) => each.id === id)) ?? [];
  if (unknown.length > 0) {
    throw new Error(
      `${option}: expected some of ${all.map(({ id }) => id).join(',')}; got ${unknown.join(',')}`,
    );
  }
  return ({ id }: { id: string }) => ids?.includes(id) ?? true;
}

function number(option: string, text: string | undefined, byDefault: number): number {
  const value = text === undefined ? byDefault : Number(text);
  if (value > 0 && value <= 3_600) return value;
  throw new Error(`${option}: expected a number above 0, at most 3600; got ${text}`);
}
