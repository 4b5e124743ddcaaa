import { parseArgs } from 'node:util';
import { GATEWAY_IDS, type GatewayId, gateways, isPeer } from './gateways.ts';
import { fullPlan, type Plan, quickPlan } from './plan.ts';
import { SCENARIO_IDS, type ScenarioId } from './scenarios.ts';

export const USAGE = `npm run bench -- [--quick] [--only S1,S3] [--gateways ours,apollo]
npm run bench -- attacks

  --quick      under two minutes: short slices, and without the peers unless --gateways names them
  --only       these scenarios only, of ${SCENARIO_IDS.join(', ')}
  --gateways   these gateways only, of ${GATEWAY_IDS.join(', ')}; the proxy and its control always run

npm run bench:setup installs the peers. Only a whole run writes bench/RESULTS.md.
It ends with 0, with 1 where a target is missed or something fails, and with 2 for INCONCLUSIVE.

attacks sends hostile requests to the gateway instead, and writes what each of them costs into bench/ATTACKS.md. It
takes two minutes, and ends with 1 where one of them is executed. npm run soak -- --help is about overload.
`;

export interface Options {
  readonly help: boolean;
  /** Whether the gateway is attacked rather than compared. */
  readonly attacks: boolean;
  readonly plan: Plan;
  readonly scenarios: readonly ScenarioId[];
  readonly gateways: readonly GatewayId[];
  /** What makes this less than a whole run; empty for one. */
  readonly partial: string;
}

/** @throws naming what is not understood. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      gateways: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { quick, help, only, gateways: named } = values;
  const attacks = positionals[0] === 'attacks';
  if (positionals.length > (attacks ? 1 : 0)) throw new Error(`Not understood: ${positionals.join(' ')}`);
  if (attacks && (quick || only !== undefined || named !== undefined)) {
    throw new Error('attacks takes no options.');
  }
  const contestants = named === undefined ? defaultGateways(quick) : choice('--gateways', named, GATEWAY_IDS);
  return {
    help,
    attacks,
    plan: quick ? quickPlan : fullPlan,
    scenarios: only === undefined ? SCENARIO_IDS : choice('--only', only, SCENARIO_IDS),
    gateways: GATEWAY_IDS.filter((id) => isReference(id) || contestants.includes(id)),
    partial: partialRun(quick, only, named),
  };
}

function defaultGateways(quick: boolean): readonly GatewayId[] {
  return gateways.filter((gateway) => !(quick && isPeer(gateway))).map(({ id }) => id);
}

function partialRun(quick: boolean, only: string | undefined, named: string | undefined): string {
  const flags = [quick && '--quick', only && `--only ${only}`, named && `--gateways ${named}`];
  const given = flags.filter((flag) => typeof flag === 'string');
  return given.length === 0 ? '' : ` of a partial run (${given.join(' ')})`;
}

function isReference(id: GatewayId): boolean {
  return id === 'proxy' || id === 'control';
}

function choice<T extends string>(option: string, text: string, known: readonly T[]): T[] {
  return text.split(',').map((word) => {
    const found = known.find((each) => each.toLowerCase() === word.trim().toLowerCase());
    if (found === undefined)
      throw new Error(`${option}: expected some of ${known.join(', ')}; got "${word}".`);
    return found;
  });
}
