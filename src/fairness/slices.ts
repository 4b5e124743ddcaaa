import { afterIterations } from './afterIterations.ts';
import { SLICE_MS } from './loopTime.ts';

/** Runs the tasks of one iteration of the event loop together, at its end; long work takes several iterations. */
export class Slices {
  #tasks: (() => void)[] = [];

  add(task: () => void): void {
    if (this.#tasks.length === 0) setImmediate(this.#run);
    this.#tasks.push(task);
  }

  readonly #run = (): void => {
    const start = performance.now();
    let done = 0;
    for (const task of this.#tasks) {
      task();
      done += 1;
      if (performance.now() - start > SLICE_MS) break;
    }
    this.#tasks = this.#tasks.slice(done);
    if (this.#tasks.length > 0) afterIterations(this.#run);
  };
}
