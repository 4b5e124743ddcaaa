import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { startCollector } from '../../telemetry/support/collector.ts';
import { freePort } from '../docs/freePort.ts';
import { sendDocument } from '../processes/support.ts';
import { killAll, launch } from '../support/process.ts';
import { buildImage, type Image } from './support/image.ts';
import { stagesOf } from './support/stages.ts';

const DOCKERFILE = readFileSync('Dockerfile', 'utf8');
const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);

let image: Image;
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  image = await buildImage(DOCKERFILE);
}, 300_000);
afterEach(killAll);
afterAll(async () => {
  await image.remove();
  await emulator.close();
});

/** A command of the image, as its user and with its environment, on a file system that it cannot write to. */
function start(command: readonly string[], settings: Readonly<Record<string, string>>) {
  const [program = '', ...args] = command;
  // The base image has it there.
  expect(program).toBe('/nodejs/bin/node');
  const quoted = [process.execPath, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const [uid, gid] = image.user.split(':');
  const asUser = process.getuid?.() === 0 ? `setpriv --reuid=${uid} --regid=${gid} --clear-groups` : '';
  const line = `cd '${join(image.root, image.workdir)}' && exec ${asUser} ${quoted.join(' ')}`;
  return launch(line, { ...image.environment, TMPDIR: join(image.root, 'tmp'), ...settings });
}

// Thousands of files: one call after another takes a tenth of the work of as many promises.

/** Every file and folder of the image, with when it was changed last. */
function content(): readonly string[] {
  const names = readdirSync(image.root, { recursive: true, encoding: 'utf8' });
  return names.map((name) => `${name} ${statSync(join(image.root, name)).mtimeMs}`).sort();
}

/** What root can write to all the same is seen by comparing. */
function makeReadOnly(): void {
  for (const name of ['', ...readdirSync(image.root, { recursive: true, encoding: 'utf8' })]) {
    const path = join(image.root, name);
    chmodSync(path, statSync(path).mode & ~0o222);
  }
}

test('the image serves queries as another user than root, is healthy, writes nothing, and ends on SIGTERM', async () => {
  const collector = await startCollector();
  onTestFinished(() => collector.close());
  makeReadOnly();
  const before = content();
  const port = await freePort();
  const settings = { PORT: String(port), GRAPH_URL: emulator.url, ADMIN_PORT: '0' };
  const gateway = start(image.entrypoint, { ...settings, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  expect(await gateway.printed('Metrics at')).toContain(`http://0.0.0.0:${port}/graphql`);

  const response = await sendDocument(port, 'query Find { externalConnection(id: "contosohr") { name } }');
  expect(await response.json()).toEqual({ data: { externalConnection: { name: 'Contoso HR' } } });
  expect((await start(image.healthcheck, settings).exited).code).toBe(0);

  gateway.child.kill('SIGTERM');
  const { code, errors } = await gateway.exited;
  expect(code).toBe(0);
  const lines = errors
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ msg }) => msg)).toEqual([
    'started',
    'operation',
    'shutting down: requests in flight complete',
    'shut down: all requests were completed',
  ]);
  expect(collector.spans.map(({ name }) => name)).toContain('query Find');
  expect((await start(image.healthcheck, settings).exited).code).toBe(1);
  expect(content()).toEqual(before);
});

test('the image has production settings, and nothing that is not needed in production', async () => {
  expect(image.environment).toEqual({ NODE_ENV: 'production', HOST: '0.0.0.0' });
  expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  const folder = join(image.root, image.workdir);
  expect((await readdir(folder)).sort()).toEqual(['LICENSE', 'dist', 'node_modules', 'package.json']);
  const packages = await readdir(join(folder, 'node_modules'));
  expect(packages).toEqual(expect.arrayContaining(['graphql', 'pino', 'undici']));
  for (const name of ['typescript', 'vitest', 'node', 'pino-pretty']) expect(packages).not.toContain(name);
});

test('its packages have the versions of the lock file', () => {
  const versions = (path: string): Record<string, { version: string }> =>
    JSON.parse(readFileSync(path, 'utf8')).packages;
  const locked = versions('package-lock.json');
  const installed = versions(join(image.root, image.workdir, 'node_modules/.package-lock.json'));
  expect(Object.keys(installed)).toContain('node_modules/@opentelemetry/sdk-trace');
  for (const [path, { version }] of Object.entries(installed))
    expect(`${path} ${version}`).toBe(`${path} ${locked[path]?.version}`);
});

test('every base image has the Node that the tests run on', () => {
  const major = devDependencies.node?.split('.')[0];
  const names = stagesOf(DOCKERFILE).map(({ name }) => name);
  const bases = stagesOf(DOCKERFILE)
    .map(({ base }) => base)
    .filter((base) => !names.includes(base));
  expect(bases.length).toBeGreaterThan(1);
  for (const base of bases) expect(base).toMatch(new RegExp(`node(?:js|:)${major}-`));
});
