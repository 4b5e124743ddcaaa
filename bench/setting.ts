import { type Cores, findCores, pinSelf } from './cores.ts';
import { type Gateway, gateways, isPeer, peersAreInstalled } from './gateways.ts';
import { nodeLoop } from './load/nodeLoop.ts';
import type { ClosedLoop } from './load/request.ts';
import { hasWrk, wrkLoop } from './load/wrk.ts';
import type { Options } from './options.ts';

/** What the benchmark found on this machine to work with. */
export interface Setting {
  readonly cores: Cores | undefined;
  readonly load: ClosedLoop;
  readonly gateways: readonly Gateway[];
  /** What is not as it should be, and what is as it should. */
  readonly remarks: readonly string[];
}

/** Looks for `taskset`, `wrk` and the peers, does without what is missing, and says so. */
export function arrange({ gateways: chosen }: Options): Setting {
  const cores = findCores();
  if (cores !== undefined) pinSelf(cores.load);
  const wrk = hasWrk();
  const wanted = gateways.filter(({ id }) => chosen.includes(id));
  const present = wanted.filter((gateway) => !isPeer(gateway) || peersAreInstalled());
  const missing = wanted.filter((gateway) => !present.includes(gateway));
  return {
    cores,
    load: wrk ? wrkLoop(cores?.load) : nodeLoop,
    gateways: present,
    remarks: [
      cores === undefined
        ? 'not pinned to cores, for which it takes taskset and at least two cores'
        : `gateways pinned to core ${cores.gateway}, upstream and load generator to ${cores.load}`,
      wrk ? 'load generator: wrk' : 'load generator: node, since wrk is missing',
      ...(missing.length === 0
        ? []
        : [`without ${missing.map(({ id }) => id).join(', ')}: run npm run bench:setup first`]),
    ],
  };
}
