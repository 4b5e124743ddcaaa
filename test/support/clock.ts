import { onTestFinished, vi } from 'vitest';

const now = performance.now.bind(performance);
let aheadMs = 0;

/** Lets `performance.now()` of this process jump ahead: the clock of deadlines, breakers, and the emulator's operations. */
export function advanceClock(ms: number): void {
  aheadMs += ms;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + aheadMs);
  onTestFinished(() => {
    clock.mockRestore();
    aheadMs = 0;
  });
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
