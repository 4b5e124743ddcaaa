/** How long everything takes; all times in milliseconds. */
export interface Plan {
  /** How long each gateway is under load before anything counts: in the first scenario, and in each other. */
  readonly firstWarmMs: number;
  readonly warmMs: number;
  readonly sliceMs: number;
  /** Slices of each gateway in each scenario. */
  readonly rounds: number;
  /** How often each gateway is started for the start-up time. */
  readonly starts: number;
  /** How long each gateway is asked at a fixed rate. */
  readonly latencyMs: number;
  /** How long all repetitions of inconclusive scenarios may take together. */
  readonly repeatsMs: number;
}

/** How often a scenario is measured anew at the most, when its control is off. */
export const MAX_REPEATS = 2;

/** Under twelve minutes with all gateways, a repetition included, which takes one and a half. */
export const fullPlan: Plan = {
  firstWarmMs: 5_000,
  warmMs: 2_000,
  sliceMs: 1_000,
  rounds: 12,
  starts: 5,
  latencyMs: 5_000,
  repeatsMs: 100_000,
};

/** Under two minutes with the proxies and this gateway, and nothing repeated; a peer adds half a minute. */
export const quickPlan: Plan = {
  firstWarmMs: 3_000,
  warmMs: 1_000,
  sliceMs: 500,
  rounds: 6,
  starts: 3,
  latencyMs: 2_000,
  repeatsMs: 0,
};
