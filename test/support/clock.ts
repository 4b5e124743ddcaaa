import { onTestFinished, vi } from 'vitest';

/** Lets `performance.now()` of this process, the clock of the emulator's operations and deletions, jump ahead once. */
export function advanceClock(ms: number): void {
  const now = performance.now.bind(performance);
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + ms);
  onTestFinished(() => clock.mockRestore());
}

/** Stops `performance.now()` of this process, so that no order depends on how busy the machine is; returns what moves it on. */
export function stopClock(): (ms: number) => void {
  // An integer, so that no difference is a rounding error short.
  let now = Math.ceil(performance.now());
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  return (ms) => {
    now += ms;
  };
}
