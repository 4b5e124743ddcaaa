import type { Attack } from './attack.ts';
import { breadthAttacks } from './breadth.ts';
import { depthAttacks } from './depth.ts';
import { fragmentAttacks } from './fragments.ts';
import { payloadAttacks } from './payloads.ts';

/** Every attack, in the order of the report. */
export const attacks: readonly Attack[] = [
  ...fragmentAttacks,
  ...breadthAttacks,
  ...depthAttacks,
  ...payloadAttacks,
];
