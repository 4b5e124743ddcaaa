import type { Logger } from 'pino';
import { StartError } from './startError.ts';
import type { WorkerEnd, WorkerProcess } from './workerProcess.ts';

/** Starts a worker; one that cannot be started ends at once. */
export type StartWorker = () => WorkerProcess;

export interface SupervisorOptions {
  readonly workers: number;
  readonly start: StartWorker;
  /** Kept up to date with all running workers, including those that are ending and those that have no place yet. */
  readonly running: Set<WorkerProcess>;
  readonly log: Pick<Logger, 'info' | 'error'>;
  readonly onEnded: (worker: WorkerProcess) => void;
}

/** The place of one worker and of its successors. */
interface Place {
  worker: WorkerProcess | undefined;
  /** The number of deaths in quick succession. */
  deaths: number;
  timer: NodeJS.Timeout | undefined;
}

// After the first death, a new worker starts at once; after repeated ones, with exponential backoff.
const STABLE_MS = 10_000;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;

/** Keeps a number of workers running. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #places: readonly Place[];
  #start: StartWorker;
  #isClosing = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#start = options.start;
    this.#places = Array.from({ length: options.workers }, () => ({
      worker: undefined,
      deaths: 0,
      timer: undefined,
    }));
  }

  /**
   * Starts one worker, then all others. Returns the URL that they serve.
   *
   * @throws {StartError} if the first one does not start; the others are restarted after their pauses
   */
  async start(): Promise<string> {
    const [firstPlace, ...places] = this.#places;
    const first = this.#launch();
    const url = await first.ready;
    if (firstPlace !== undefined) this.#place(firstPlace, first);
    await Promise.allSettled(places.map((place) => this.#place(place, this.#launch()).ready));
    return url;
  }

  /**
   * Replaces the workers one by one: a new one serves before the old one stops accepting connections. If a new one does
   * not start, the others keep running. Workers that die are replaced with `start` once one worker has started with it.
   */
  async restart(start: StartWorker): Promise<void> {
    this.#options.log.info('restarting the workers, one by one');
    for (const place of this.#places) {
      if (this.#isClosing) return;
      let next: WorkerProcess;
      try {
        next = this.#launch(start);
        await next.ready;
        this.#start = start;
      } catch (error) {
        if (!(error instanceof StartError)) throw error;
        if (!this.#isClosing)
          this.#options.log.error(
            { problem: error.lines },
            'a new worker does not start; the others are kept',
          );
        return;
      }
      const old = place.worker;
      this.#place(place, next);
      place.deaths = 0;
      await old?.close(true);
    }
    this.#options.log.info('all workers are restarted');
  }

  /** Ends all workers after their requests; false where some were cut off. */
  async close(): Promise<boolean> {
    this.#isClosing = true;
    for (const { timer } of this.#places) clearTimeout(timer);
    const drained = await Promise.all([...this.#options.running].map((worker) => worker.close(false)));
    return drained.every(Boolean);
  }

  /** Cuts off the requests of all workers, whose writes are logged, and ends them. */
  async abort(): Promise<void> {
    this.#isClosing = true;
    await Promise.all([...this.#options.running].map((worker) => worker.abort()));
  }

  /** Ends all workers at once. */
  kill(): void {
    for (const worker of this.#options.running) worker.kill();
  }

  #launch(start = this.#start): WorkerProcess {
    const worker = start();
    this.#options.running.add(worker);
    void worker.ended.then((end) => {
      this.#options.running.delete(worker);
      this.#options.onEnded(worker);
      const place = this.#places.find((each) => each.worker === worker);
      if (place !== undefined && !this.#isClosing) this.#replace(place, end);
    });
    return worker;
  }

  #place(place: Place, worker: WorkerProcess): WorkerProcess {
    clearTimeout(place.timer);
    place.worker = worker;
    return worker;
  }

  #replace(place: Place, { pid, code, signal, livedMs, problem }: WorkerEnd): void {
    if (livedMs >= STABLE_MS) place.deaths = 0;
    const pauseMs = place.deaths === 0 ? 0 : Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (place.deaths - 1));
    place.deaths += 1;
    place.worker = undefined;
    this.#options.log.error(
      { worker: pid, code, signal, problem, restartInMs: pauseMs },
      'a worker ended unexpectedly, and is replaced',
    );
    place.timer = setTimeout(() => this.#place(place, this.#launch()), pauseMs);
  }
}
