import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../../emulator/index.ts';
import { launchGateway, sendDocument } from '../processes/support.ts';
import { killAll } from '../support/process.ts';

afterEach(killAll);

const TOKEN = 'token-that-only-a-worker-has';
const ID = 'an-id-that-only-a-worker-has';

/** Whether the heap snapshot that a process writes has a text in it, once it is complete. */
async function heapHas(folder: string, pid: number, ...texts: readonly string[]): Promise<boolean[]> {
  process.kill(pid, 'SIGUSR2');
  for (;;) {
    const name = (await readdir(folder)).find((each) => each.includes(`.${pid}.`));
    const snapshot = name === undefined ? '' : await readFile(join(folder, name), 'latin1');
    if (snapshot.endsWith(']}\n') || snapshot.endsWith(']}'))
      return texts.map((text) => snapshot.includes(text));
    await sleep(100);
  }
}

test('with WORKERS, a token is in the memory of a worker, and never in that of the primary', async () => {
  const emulator = await startEmulator();
  const folder = await mkdtemp(join(tmpdir(), 'msgraph-gateway-'));
  onTestFinished(async () => {
    await emulator.close();
    await rm(folder, { recursive: true });
  });
  const flags = `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folder}`;
  const settings = { WORKERS: '2', ADMIN_PORT: '0' };
  const { child, port, printed, exited } = await launchGateway(emulator.url, settings, flags);
  const primary = child.pid ?? 0;
  const children = await readFile(`/proc/${primary}/task/${primary}/children`, 'utf8');
  const workers = children.trim().split(' ').map(Number);
  const query = `{ externalConnection(id: "${ID}") { id } }`;
  // In flight while the snapshots are written.
  for (const _ of workers) emulator.failNext({ delayMs: 60_000 });
  const sent = workers.map(() => sendDocument(port, query, TOKEN).catch(() => undefined));
  while (emulator.requests.length < workers.length) await sleep(5);
  const [, url = ''] = /Metrics at (\S+)/.exec(await printed('Metrics at')) ?? [];
  expect((await fetch(url)).status).toBe(200);

  // What a worker has, whichever has accepted the connections, shows that the token would be found.
  const found = await Promise.all(workers.map((pid) => heapHas(folder, pid, TOKEN, ID)));
  expect(found).toContainEqual([true, true]);
  expect(await heapHas(folder, primary, TOKEN, ID)).toEqual([false, false]);
  child.kill('SIGKILL');
  await Promise.all([...sent, exited]);
});
