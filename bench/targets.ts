import type { GatewayId } from './gateways.ts';
import type { ScenarioId } from './scenarios.ts';

/** CPU per request, as a multiple of the bare proxy's: at most the limit; the aim is where we want to be. */
export const TO_PROXY: readonly (readonly [ScenarioId, limit: number, aim: number])[] = [
  ['S1', 3.0, 2.6],
  ['S2', 4.5, 4.0],
  ['S3', 4.0, 3.5],
  ['S4', 3.0, 2.6],
];

/** The peers' CPU per request: at least this multiple of ours. */
export const OF_PEERS: readonly (readonly [GatewayId, ScenarioId, factor: number])[] = [
  ['apollo', 'S1', 3],
  ['apollo', 'S2', 2.5],
  ['apollo', 'S3', 8],
  ['apollo', 'S4', 3],
  ['mesh', 'S1', 4],
  ['mesh', 'S2', 2.2],
  ['mesh', 'S3', 9],
  ['mesh', 'S4', 4],
];

/** Where all lookups of a document have to reach the upstream as one call. */
export const COALESCED: readonly ScenarioId[] = ['S3', 'S5'];

/** For the p50 of S3, on top of what the upstream takes. */
export const MAX_OVER_ROUND_TRIP_MS = 3;

/** From the start of the process to the end of its first answer. */
export const MAX_START_MS = 400;

/** Under the load of S1. */
export const MAX_RESIDENT_MB = 320;
