import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { heldUpstream } from '../../support/heldUpstream.ts';
import { startUpstream } from '../../support/upstream.ts';
import { builtRepository } from '../support/builtRepository.ts';
import { killAll, type Launched, launch } from '../support/process.ts';
import { sharedFolder } from '../support/sharedFolder.ts';
import { sendDocument } from './support.ts';

// npm runs a script in a shell. Some shells make way for the command, and others stay in between.

const FIND = '{ externalConnection(id: "x") { id } }';
const SHELLS = ['dash', 'bash'].filter((shell) => spawnSync(shell, ['-c', 'true']).status === 0);

let folder = '';
beforeAll(async () => {
  const built = await builtRepository();
  folder = await sharedFolder('npm-start', async (folder) => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', scripts }));
    // The script starts the sources; the built command is the same, and starts in half the time.
    await mkdir(join(folder, 'src'));
    await writeFile(join(folder, 'src/main.ts'), `import '${built}/dist/bin.js';`);
  });
}, 300_000);
afterEach(killAll);

/** Ends a gateway that has a request in flight; what becomes of the request, and of the port. */
async function endWithRequestInFlight(settings: Record<string, string>, end: (npm: Launched) => void) {
  const { behaviour, calls, release } = heldUpstream();
  const upstream = await startUpstream(behaviour);
  onTestFinished(() => upstream.close());
  const npm = launch(`cd ${folder} && exec npm start`, { PORT: '0', GRAPH_URL: upstream.url, ...settings });
  const [, found] = /:(\d+)\/graphql/.exec(await npm.printed('Gateway ready')) ?? [];
  const port = Number(found);
  const response = sendDocument(port, FIND);
  await calls(1);
  end(npm);
  await npm.logged('shutting down');
  release();
  expect(await (await response).json()).toEqual({ data: { externalConnection: { id: 'x' } } });
  // The gateway has the same standard output: that it is closed means that nothing runs any more.
  await npm.exited;
  await expect(sendDocument(port, FIND)).rejects.toThrow();
}

describe.each(SHELLS)('npm start in %s', (shell) => {
  const settings = { npm_config_script_shell: shell };

  test.each(['SIGTERM', 'SIGINT'] as const)('%s to npm shuts the gateway down gracefully', async (signal) => {
    await endWithRequestInFlight(settings, ({ child }) => child.kill(signal));
  });

  test('Ctrl-C, which goes to every process of the terminal, shuts the gateway down gracefully', async () => {
    await endWithRequestInFlight(settings, ({ child }) => process.kill(-Number(child.pid), 'SIGINT'));
  });
});
