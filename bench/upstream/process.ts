import { once } from 'node:events';
import { join } from 'node:path';
import { type Command, type ServerProcess, startServer } from '../processes.ts';
import { type Counts, counts, type Order } from './messages.ts';

/** The upstream, in a process of its own. */
export class Upstream {
  readonly #server: ServerProcess;
  #order: Order = { delayMs: 0 };

  constructor(server: ServerProcess) {
    this.#server = server;
  }

  static async start(cores: string | undefined): Promise<Upstream> {
    return new Upstream(await startServer(command(cores)));
  }

  /** Its root, as gateways are given it: `http://127.0.0.1:41234/beta`. */
  get url(): string {
    return this.#server.url;
  }

  get pid(): number {
    return this.#server.pid;
  }

  /** What it has been asked so far. */
  async counts(): Promise<Counts> {
    const answer = once(this.#server.child, 'message', { signal: AbortSignal.timeout(5_000) });
    this.#server.child.send(this.#order);
    const [message] = await answer;
    return counts.parse(message);
  }

  /** From now on it waits this long, in milliseconds, before it answers. */
  async delay(delayMs: number): Promise<void> {
    this.#order = { delayMs };
    await this.counts();
  }
}

function command(cores: string | undefined): Command {
  const entry = join(import.meta.dirname, 'main.ts');
  return { name: 'upstream', argv: [process.execPath, entry], env: {}, cores, ipc: true };
}
