import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { appendFile, cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../../src/settings/config.ts';
import { collect, serverSentEvents } from '../../support/subscription.ts';
import { hasKubectl, OVERLAY, rendered } from '../deploy/support/manifests.ts';
import { builtRepository } from '../support/builtRepository.ts';
import { killAll, type Launched, launch } from '../support/process.ts';

// Runs every shell line of the README. `npm ci` and `npm test` are left to .ci/run, which has the same line, and
// `npm prune` is left out, because it would remove what the other tests need; the lines for containers are compared with
// what they name, since test/e2e/deploy/ runs the Dockerfile without a container engine.

const readme = readFileSync('README.md', 'utf8');
const shellLines = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);
const [
  startLine = '',
  queryLine = '',
  realLine = '',
  buildLine = '',
  productionLine = '',
  imageLine = '',
  containerLine = '',
  composeLine = '',
  tagLine = '',
  pushLine = '',
  kubernetesLine = '',
  testLine = '',
  devLine = '',
  emulatorLine = '',
  ...more
] = shellLines.map((line) => line.replace(/^npm ci && /, '').replace(/ && npm prune --omit=dev$/, ''));
const hasCurl = spawnSync('curl', ['--version']).status === 0;

let demo: Promise<string> | undefined;
/** The address of a gateway that runs until the end, as a visitor starts it. */
function startedDemo(): Promise<string> {
  demo ??= endpointOf(launch(startLine, { PORT: '0' }));
  return demo;
}
const folders: string[] = [];
afterAll(async () => {
  killAll();
  for (const folder of folders) await rm(folder, { recursive: true });
});

/** A copy of what `npm run dev` needs, deleted in the end: it writes to it. */
async function copyOfRepository(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'readme-'));
  folders.push(folder);
  for (const name of ['src', 'emulator', 'examples', 'package.json'])
    await cp(name, join(folder, name), { recursive: true });
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

async function endpointOf(gateway: Launched): Promise<string> {
  return /http:\S+\/graphql/.exec(await gateway.printed('/graphql'))?.[0] ?? '';
}

test('there is no other shell line', () => {
  expect(more).toEqual([]);
  expect(readFileSync('.ci/run', 'utf8')).toContain(`\nnpm ci && ${testLine}\n`);
});

// Runs first, while the data is as it was at the start.
test.skipIf(!hasCurl)(
  'the first query has the result shown (needs curl)',
  async () => {
    const url = await startedDemo();
    const query = queryLine.replace('http://127.0.0.1:4000/graphql', url);
    const { stdout } = spawnSync('sh', ['-c', query], { encoding: 'utf8' });
    const [, shown = ''] = /```json\n(.*?)```/s.exec(readme) ?? [];
    expect(JSON.parse(stdout)).toEqual(JSON.parse(shown));
  },
  90_000,
);

test('all example operations succeed', async () => {
  const url = await startedDemo();
  // Deletions last: what they delete is read by others.
  const isDeletion = (file: string) => Number(file.includes('/delete'));
  const files = globSync('examples/operations/*.graphql').sort((a, b) => isDeletion(a) - isDeletion(b));
  expect(files).not.toEqual([]);
  for (const file of files) {
    // The id of a subscription's operation is for the user to paste.
    const valuesOf = file.replace('/followExternal', '/external');
    const values = valuesOf.replace('.graphql', '.variables.json');
    const variables: unknown = existsSync(values) ? JSON.parse(readFileSync(values, 'utf8')) : {};
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
      body: JSON.stringify({ query: readFileSync(file, 'utf8'), variables }),
    });
    const isStream = response.headers.get('content-type') === 'text/event-stream';
    const { data, errors } = isStream ? await lastResult(response) : await response.json();
    expect(errors, file).toBeUndefined();
    expect(Object.values(data), file).not.toContain(null);
  }
});

async function lastResult({ body }: Response) {
  const events = await collect(serverSentEvents(body));
  return JSON.parse(events.findLast(({ event }) => event === 'next')?.data ?? '');
}

test('every query and mutation of the operations table has an example operation', () => {
  const [, table = ''] = /## Operations(.*?)## /s.exec(readme) ?? [];
  const fields = [...table.matchAll(/`(\w+)\(\w+(?:, \w+)*\)`/g)].map(([, field = '']) => field);
  expect(fields.length).toBeGreaterThan(8);
  for (const field of fields.filter((name) => !name.endsWith('ById'))) {
    expect(existsSync(`examples/operations/${field}.graphql`), field).toBe(true);
  }
});

test('the gateway starts with the real Graph as its upstream', async () => {
  const gateway = launch(realLine, { PORT: '0' });
  expect(await gateway.printed('upstream')).toContain('https://graph.microsoft.com/beta');
});

test('the production build starts, is ready, and completes its shutdown on SIGTERM', async () => {
  expect(buildLine).toBe('npm run build');
  const folder = await builtRepository();
  // The shell execs the one command, as a container does: signals reach the gateway.
  const line = productionLine.replace(' node ', ' exec node ');
  const gateway = launch(`cd '${folder}' && ${line}`, {
    PORT: '0',
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  });
  const endpoint = await endpointOf(gateway);
  expect(endpoint).toMatch(/^http:\/\/0\.0\.0\.0:/);
  const url = endpoint.replace('0.0.0.0', '127.0.0.1');
  for (const probe of ['/livez', '/readyz', '/health', '/ready']) {
    expect(await fetch(new URL(probe, url))).toMatchObject({ status: 200 });
  }
  const page = await fetch(url, { headers: { accept: 'text/html' } });
  expect(page.headers.get('content-type')).not.toContain('text/html');
  gateway.child.kill('SIGTERM');
  expect(await gateway.exited).toMatchObject({ code: 0 });
});

test('the lines for containers name files that exist, the same image, its port, and a timeout beyond SHUTDOWN_GRACE_MS', () => {
  const [, image = ''] = /^docker build --tag (\S+) \.$/.exec(imageLine) ?? [];
  expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^EXPOSE 4000$/m);
  expect(containerLine).toContain(' --read-only ');
  expect(containerLine).toContain(' --publish 4000:4000 ');
  const { shutdownGraceMs } = readConfig({ GRAPH_URL: 'https://graph.test/beta' });
  const [, stopTimeout] = / --stop-timeout (\d+) /.exec(containerLine) ?? [];
  expect(Number(stopTimeout) * 1_000).toBeGreaterThan(shutdownGraceMs);
  expect(containerLine.split(' ').at(-1)).toBe(image);
  for (const line of [composeLine, kubernetesLine]) {
    expect(existsSync(/ (deploy\/\S+)/.exec(line)?.[1] ?? ''), line).toBe(true);
  }
});

test('the image is pushed by the name that the overlay has', () => {
  const overlay = readFileSync(`${OVERLAY}/kustomization.yaml`, 'utf8');
  const [, built = '', name = '', version = ''] =
    /- name: (\S+)\n +newName: (\S+)\n +newTag: (\S+)/.exec(overlay) ?? [];
  expect(tagLine).toBe(`docker tag ${built} ${name}:${version}`);
  expect(pushLine).toBe(`docker push ${name}:${version}`);
  expect(imageLine).toContain(` --tag ${built} `);
  expect(overlay).toContain('- CORS_ORIGINS=');
});

test.skipIf(!hasKubectl)('the line for Kubernetes applies manifests (needs kubectl)', () => {
  const [, folder = ''] = /^kubectl apply --kustomize (\S+)$/.exec(kubernetesLine) ?? [];
  expect(rendered(folder).map(({ kind }) => kind)).toContain('Deployment');
});

test('npm run dev restarts the gateway on a change', async () => {
  const folder = await copyOfRepository();
  const gateway = launch(`cd '${folder}' && ${devLine}`, { PORT: '0' });
  const endpoints = async () => [...(await gateway.printed('')).matchAll(/GraphiQL +(http:\S+)/g)];
  await gateway.printed('curl');
  expect(await endpoints()).toHaveLength(1);
  // Node watches a file some time after it has loaded it. On a busy machine, a start takes longer than the first waits.
  for (let waitMs = 5_000; (await endpoints()).length === 1; waitMs *= 2) {
    await appendFile(join(folder, 'src/schema/externalConnection.ts'), '\n');
    await sleep(waitMs);
  }
  const health = async () => {
    const [, restarted = ''] = (await endpoints()).at(-1) ?? [];
    return fetch(new URL('/health', restarted)).then(({ status }) => status, String);
  };
  await expect.poll(health).toBe(200);
});

test('the emulator starts alone', async () => {
  const emulator = launch(emulatorLine, { PORT: '0' });
  expect(await emulator.printed('curl')).toMatch(/http:\/\/127\.0\.0\.1:\d+\/beta/);
});
