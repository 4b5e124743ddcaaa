import type { FloodResult } from './flood.ts';
import type { AttackResult } from './measure.ts';

/** What no single hostile request should cost, in milliseconds of CPU. */
export const MAX_CPU_MS = 50;
/** A flood whose last quarter adds more than this share is one that goes on to fill the memory. */
export const MAX_GROWTH = 0.1;

export interface AttackResults {
  readonly attacks: readonly AttackResult[];
  readonly floods: readonly FloodResult[];
}

/** The attacks that had the gateway do what they ask for. */
export function executed({ attacks, floods }: AttackResults): string[] {
  return [
    ...attacks.filter((attack) => attack.executed),
    ...floods.filter(({ upstreamCalls }) => upstreamCalls > 0),
  ].map(({ title }) => title);
}

/** The attacks that kept the gateway busy for so long that no answer came. */
export function unanswered({ attacks }: AttackResults): string[] {
  return attacks.filter(({ answer }) => answer.status === undefined).map(({ title }) => title);
}

/** Those that cost more than the aim once the gateway has seen a few; and those that did so at first only. */
export function expensive(attacks: readonly AttackResult[]): { always: string[]; atFirst: string[] } {
  const always = attacks.filter(({ medianCpuMs }) => medianCpuMs > MAX_CPU_MS);
  const atFirst = attacks.filter((each) => each.firstCpuMs > MAX_CPU_MS && !always.includes(each));
  return { always: always.map(({ title }) => title), atFirst: atFirst.map(({ title }) => title) };
}

/** By how much of it the memory has grown in the last quarter of a flood. */
export function lastGrowth({ memoryMb }: FloodResult): number {
  const [before = Number.NaN, last = Number.NaN] = memoryMb.slice(-2);
  return last / before - 1;
}
