import type { Allowance } from './allowance.ts';
import type { GatewayId } from './gateways.ts';
import type { ClosedLoop } from './load/request.ts';
import { MAX_REPEATS, type Plan } from './plan.ts';
import { type Contestant, type Rounds, runSlice, type Slice } from './slice.ts';
import { cpuRatio, isConclusive, type Stability, stabilityOf } from './stability.ts';
import type { Upstream } from './upstream/process.ts';

export type Contestants = ReadonlyMap<GatewayId, Contestant>;

export interface Measurement {
  readonly rounds: Rounds;
  readonly stability: Stability;
  /** How often it was measured; the figures are those of the last time. */
  readonly attempts: number;
}

export interface Bench {
  readonly plan: Plan;
  readonly load: ClosedLoop;
  readonly upstream: Upstream;
  /** For the repetitions of all scenarios together. */
  readonly repeats: Allowance;
}

/** Measures all gateways in one scenario, and again, twice at the most, as long as the control is off. */
export async function measure(
  bench: Bench,
  contestants: Contestants,
  warmMs: number,
  say: (line: string) => void,
): Promise<Measurement> {
  for (const contestant of contestants.values()) {
    await runSlice(contestant, bench.load, bench.upstream, warmMs);
  }
  for (let attempts = 1; ; attempts += 1) {
    const start = performance.now();
    const rounds = await runRounds(bench, contestants);
    const tookMs = performance.now() - start;
    const stability = stabilityOf(rounds);
    say(`${summary(rounds)} (CPU per request, to the proxy)`);
    if (isConclusive(stability)) return { rounds, stability, attempts };
    const again = attempts <= MAX_REPEATS && bench.repeats.take(tookMs);
    say(again ? 'too noisy, once more' : 'INCONCLUSIVE');
    if (!again) return { rounds, stability, attempts };
  }
}

function summary(rounds: Rounds): string {
  return [...rounds.keys()].map((id) => `${id} ${cpuRatio(rounds, id, 'proxy').toFixed(2)}x`).join(', ');
}

/** One slice of each gateway a round, in turns forwards and backwards, so that nobody always comes first. */
async function runRounds({ plan, load, upstream }: Bench, contestants: Contestants): Promise<Rounds> {
  const forwards = [...contestants];
  const backwards = forwards.toReversed();
  const slices = new Map<GatewayId, Slice[]>(forwards.map(([id]) => [id, []]));
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const [id, contestant] of round % 2 === 0 ? forwards : backwards) {
      slices.get(id)?.push(await runSlice(contestant, load, upstream, plan.sliceMs));
    }
  }
  return slices;
}
