import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StartError } from '../../src/process/startError.ts';
import { Supervisor } from '../../src/process/supervisor.ts';
import { startWorker, type WorkerEnd, type WorkerProcess } from '../../src/process/workerProcess.ts';

// Without processes, whose pauses would take minutes; test/e2e/processes/workers.test.ts has real ones.

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface FakeWorker extends WorkerProcess {
  die(livedMs: number): Promise<void>;
}

const settled = () => vi.advanceTimersByTimeAsync(0);

/** A supervisor of workers that do what a test says; which of them start is up to the test, too. */
function supervise(workers: number, starts: (index: number) => boolean = () => true) {
  const started: FakeWorker[] = [];
  const lines: { msg: string; restartInMs?: number; problem?: string[] }[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const start = (): FakeWorker => {
    const ended = Promise.withResolvers<WorkerEnd>();
    const die = async (livedMs: number) => {
      ended.resolve({ pid: 1, code: 1, signal: null, livedMs, problem: undefined });
      await settled();
    };
    const worker: FakeWorker = {
      ready: starts(started.length)
        ? Promise.resolve('http://gateway/graphql')
        : Promise.reject(new StartError(['The gateway cannot start:', '  PORT: taken'])),
      ended: ended.promise,
      metrics: undefined,
      refreshMetrics: async () => {},
      close: async () => {
        await die(0);
        return true;
      },
      abort: () => die(0),
      kill: () => void die(0),
      die,
    };
    worker.ready.catch(() => die(10));
    started.push(worker);
    return worker;
  };
  const supervisor = new Supervisor({ workers, start, running: new Set(), log, onEnded: () => {} });
  return { supervisor, start, started, lines };
}

test('a worker that dies again and again is replaced after longer and longer pauses, of 30 seconds at most', async () => {
  const { supervisor, started, lines } = supervise(1);
  await supervisor.start();
  const pauses = [0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
  for (const pauseMs of pauses) {
    const count = started.length;
    await started.at(-1)?.die(100);
    expect(lines.at(-1)?.restartInMs).toBe(pauseMs);
    if (pauseMs > 0) {
      await vi.advanceTimersByTimeAsync(pauseMs - 1);
      expect(started).toHaveLength(count);
    }
    await vi.advanceTimersByTimeAsync(1);
    expect(started).toHaveLength(count + 1);
  }
});

test('a worker that has lived for a while is replaced at once, whatever happened before', async () => {
  const { supervisor, started, lines } = supervise(1);
  await supervisor.start();
  for (const livedMs of [100, 100, 60_000]) {
    await started.at(-1)?.die(livedMs);
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(lines.map(({ restartInMs }) => restartInMs)).toEqual([0, 500, 0]);
});

test('the start fails with the first worker, and no other is tried', async () => {
  const { supervisor, started } = supervise(3, () => false);
  await expect(supervisor.start()).rejects.toThrow('PORT: taken');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(started).toHaveLength(1);
});

test('a restart whose first worker does not start keeps all the others', async () => {
  const { supervisor, start, started, lines } = supervise(2, (index) => index < 2);
  await supervisor.start();
  await supervisor.restart(start);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(started).toHaveLength(3);
  expect(lines.at(-1)).toMatchObject({
    msg: 'a new worker does not start; the others are kept',
    problem: ['The gateway cannot start:', '  PORT: taken'],
  });
});

// More than the system takes of one variable: it fails before there is a process.
const notAtAll = () => startWorker({ TOO_LARGE: 'x'.repeat(200_000) }, 0);

test('a worker that cannot even be started has a pause, too, and ends nothing else', async () => {
  const { supervisor, start, started, lines } = supervise(2);
  await supervisor.start();
  await supervisor.restart(start);
  let fails = true;
  const sometimes = vi.fn(() => (fails ? notAtAll() : start()));
  await supervisor.restart(sometimes);
  fails = false;
  await supervisor.restart(sometimes);
  fails = true;
  await started.at(-1)?.die(100);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(lines.at(-1)).toMatchObject({
    msg: 'a worker ended unexpectedly, and is replaced',
    problem: ['A worker cannot be started (spawn E2BIG).'],
    restartInMs: 2_000,
  });
  fails = false;
  const count = started.length;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(started).toHaveLength(count + 1);
});

test('a restart whose first worker cannot even be started keeps all the others', async () => {
  const { supervisor, lines } = supervise(2);
  await supervisor.start();
  await supervisor.restart(notAtAll);
  expect(lines.at(-1)).toMatchObject({ problem: ['A worker cannot be started (spawn E2BIG).'] });
});

test('a worker that dies after a restart is replaced as it was started, unless another one has started anew', async () => {
  const { supervisor, start, started } = supervise(2);
  await supervisor.start();
  await supervisor.restart(notAtAll);
  await started[0]?.die(100);
  await vi.advanceTimersByTimeAsync(1);
  expect(started).toHaveLength(3);

  const anew = vi.fn(start);
  await supervisor.restart(anew);
  expect(anew).toHaveBeenCalledTimes(2);
  await started.at(-1)?.die(100);
  await vi.advanceTimersByTimeAsync(1);
  expect(anew).toHaveBeenCalledTimes(3);
});

test('no worker is started once the supervisor closes, not even that of a pause', async () => {
  const { supervisor, started } = supervise(2);
  await supervisor.start();
  await started[0]?.die(100);
  await started.at(-1)?.die(100);
  const count = started.length;
  expect(await supervisor.close()).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(started).toHaveLength(count);
});
