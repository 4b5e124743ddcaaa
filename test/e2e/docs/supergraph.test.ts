import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { collect, serverSentEvents } from '../../support/subscription.ts';
import { killAll, launch } from '../support/process.ts';
import { freePort } from './freePort.ts';

// The programs of docs/supergraph.md, run as they stand there, but for their ports.

// Each program loads the libraries of a gateway, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const page = readFileSync('docs/supergraph.md', 'utf8');
const programs = [...page.matchAll(/^```js (\S+)\n(.*?)^```$/gms)];
const curls = [...page.matchAll(/^curl -s (\S+) .* -d '\{"query":"(.*)"\}'$/gm)].map(([, ...parts]) => parts);
const results = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, json]) => json);

let folder = '';
let gateway: TestGateway;
const ports = new Map<string, number>();
beforeAll(async () => {
  gateway = await startTestGateway();
  // Below node_modules, so that the programs find their packages.
  folder = mkdtempSync('node_modules/.supergraph-');
  for (const port of ['4000', '4002', '4003', '4100', '4200', '4300']) ports.set(port, await freePort());
  const server = createServer(gateway.gateway.requestListener).listen(ports.get('4000'), '127.0.0.1');
  stop = () => server.close();
  for (const [, name = '', text = ''] of programs) {
    writeFileSync(join(folder, name), withFreePorts(text));
  }
  for (const dialect of ['federation', 'stitching']) {
    copyFileSync(`schema.${dialect}.graphql`, join(folder, `schema.${dialect}.graphql`));
  }
});
let stop: () => unknown = () => {};
afterEach(killAll);
afterAll(async () => {
  stop();
  await gateway.close();
  rmSync(folder, { recursive: true });
});

const run = (name: string) => launch(`cd ${folder} && exec node ${name}`, {});

/** A text of the page, with free ports instead of its own. */
function withFreePorts(text: string): string {
  return text.replace(/\b4[0-3]0[0-3]\b/g, (port) => String(ports.get(port) ?? port));
}

/** Sends a query of the page's curls to the address that stands there. */
async function send([url = '', query = '']: readonly string[], token: string): Promise<unknown> {
  const response = await fetch(withFreePorts(url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return await response.json();
}

/** Gives each caller a connection named as their token. */
async function createConnection(id: string, token: string): Promise<void> {
  const document =
    'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }';
  await gateway.execute(document, { input: { id, name: token } }, { token });
}

async function namesAndOwners(curl: readonly string[], token: string): Promise<unknown> {
  await createConnection('shared', token);
  return await send(curl, token);
}

const resultFor = (name: string) => ({
  data: { externalConnections: { nodes: [{ name, owner: 'owner of shared' }] } },
});

async function expectReferences(curl: readonly string[]): Promise<void> {
  expect(await send(curl, 'demo')).toEqual(JSON.parse(results[0] ?? ''));
  // No token reaches a caller who has sent another.
  await Promise.all(['eve', 'fay'].map((token) => createConnection('contosohr', token)));
  const names = (name: string | null) => [
    { id: 'hr', connection: { id: 'contosohr', name, state: name && 'DRAFT' } },
    { id: 'old', connection: { id: 'deleted', name: null, state: null } },
  ];
  const callers = ['eve', 'fay'];
  expect(await Promise.all(callers.map((token) => send(curl, token)))).toEqual(
    callers.map((token) => ({ data: { connectors: names(token) } })),
  );
}

test('the page has the programs and queries that are tested here', () => {
  expect(programs.map(([, name]) => name)).toEqual([
    'connectors.mjs',
    'compose.mjs',
    'hive.mjs',
    'ownership.mjs',
    'apollo.mjs',
    'stitching.mjs',
  ]);
  expect(curls.map(([, query]) => query)).toEqual([
    '{ connectors { id connection { id name state } } }',
    '{ externalConnections { nodes { name owner } } }',
    '{ connectors { id connection { id name state } } }',
    '{ externalConnections { nodes { name owner } } }',
  ]);
  expect(page).toContain(`The query \`${curls[0]?.[1]}\` returns`);
});

test('the first section is about references, and its parts stand in the program too', () => {
  const [first = ''] = page.split(/^## /m).slice(1);
  expect(first).toMatch(/^Refer to a connection/);
  const program = programs.find(([, name]) => name === 'connectors.mjs')?.[2] ?? '';
  const parts = [...first.matchAll(/^```(?:graphql|js)\n(.*?)^```$/gms)].map(([, part = '']) => part);
  expect(parts).toHaveLength(2);
  for (const line of parts.join('').trim().split('\n')) expect(program).toContain(line);
});

test('each program that listens has a port of its own, and PORT changes it', async () => {
  for (const [, name, text = ''] of programs) {
    if (name !== 'compose.mjs') expect(text).toMatch(/process\.env\.PORT \?\? 4\d{3}/);
  }
  const port = await freePort();
  await launch(`cd ${folder} && node connectors.mjs`, { PORT: String(port) }).printed('Ready.');
  expect(await send([`http://127.0.0.1:${port}/graphql`, '{ connectors { id } }'], '')).toHaveProperty(
    'data',
  );
});

test('a type of another subgraph refers to connections, through Hive Gateway and Apollo Gateway', async () => {
  await run('connectors.mjs').printed('Ready.');
  expect(await run('compose.mjs').exited).toMatchObject({ code: 0, errors: '' });
  const [hive = [], , apollo = []] = curls;
  const started = [
    { program: run('hive.mjs'), curl: hive },
    { program: run('apollo.mjs'), curl: apollo },
  ];
  await Promise.all(started.map(({ program }) => program.printed('Ready.')));
  for (const { curl } of started) await expectReferences(curl);

  // They disclose no stack traces, and end on one SIGTERM.
  for (const { program, curl } of started) {
    const response = await send(curl, '');
    expect(response).toHaveProperty('errors.0.extensions.code', 'UNAUTHENTICATED');
    expect(JSON.stringify(response)).not.toMatch(/stack|node_modules/i);
    program.child.kill('SIGTERM');
    await program.exited;
  }
});

test('through Hive Gateway, callers get their own results, and a malformed id in a reference is an error of each field', async () => {
  const file = join(folder, 'connectors.mjs');
  const program = readFileSync(file, 'utf8');
  onTestFinished(() => writeFileSync(file, program));
  writeFileSync(file, program.replace("'deleted'", "'a/../b'"));
  const [, line = ''] = /^```js\n( {2}subgraph\('ownership'.*?\n)```$/ms.exec(page) ?? [];
  const compose = readFileSync(join(folder, 'compose.mjs'), 'utf8');
  writeFileSync(join(folder, 'compose.mjs'), compose.replace(/^\]\);$/m, `${withFreePorts(line)}]);`));
  await Promise.all([run('connectors.mjs').printed('Ready.'), run('ownership.mjs').printed('Ready.')]);
  expect(await run('compose.mjs').exited).toMatchObject({ code: 0, errors: '' });
  await run('hive.mjs').printed('Ready.');
  expect(await send(curls[0] ?? [], 'demo')).toMatchObject({
    data: {
      connectors: [{ connection: { name: 'Contoso HR' } }, { connection: { id: 'a/../b', name: null } }],
    },
    errors: ['name', 'state'].map((field) => ({
      path: ['connectors', 1, 'connection', field],
      extensions: { code: 'BAD_USER_INPUT', argument: 'representations[1].id' },
    })),
  });
  const results = ['ann', 'ben'].map((token) => namesAndOwners(curls[1] ?? [], token));
  expect(await Promise.all(results)).toEqual([resultFor('ann'), resultFor('ben')]);
});

test('the stitching programs return results across two services, to each caller their own', async () => {
  await run('stitching.mjs').printed('Ready.');
  const results = ['cat', 'dan'].map((token) => namesAndOwners(curls[3] ?? [], token));
  expect(await Promise.all(results)).toEqual([resultFor('cat'), resultFor('dan')]);
});

test('a type of another service refers to connections, and subscriptions pass, through stitching', async () => {
  const [, connectors = ''] = /^```js\n(const connectors = \{.*?)^```$/ms.exec(page) ?? [];
  const program = readFileSync(join(folder, 'stitching.mjs'), 'utf8');
  const own = /^const ownership = \{.*?^\};$/ms;
  expect(program).toMatch(own);
  const referring = program.replace(own, connectors).replace('[msgraph, ownership]', '[msgraph, connectors]');
  writeFileSync(join(folder, 'stitchedReferences.mjs'), referring);
  await run('stitchedReferences.mjs').printed('Ready.');
  const [address = ''] = curls[3] ?? [];
  await expectReferences([address, curls[0]?.[1] ?? '']);

  const [, subscription = ''] = /^curl -N .* -d '(.*)'$/m.exec(page) ?? [];
  const { body } = await fetch(withFreePorts(address), {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: 'Bearer demo',
    },
    body: subscription,
  });
  const [event] = await collect(serverSentEvents(body));
  expect(JSON.parse(event?.data ?? '')).toEqual({
    data: { externalConnectionOperation: { status: 'COMPLETED' } },
  });
});

test('a stitching setup with merge options instead of directives takes those of the page', async () => {
  const [, merge = ''] = /^```js\n( {2}merge: \{.*?)^```$/ms.exec(page) ?? [];
  const program = readFileSync(join(folder, 'stitching.mjs'), 'utf8');
  copyFileSync('schema.graphql', join(folder, 'schema.graphql'));
  const name = 'stitchingByOptions.mjs';
  const changed = program.replace('schema.stitching.graphql', 'schema.graphql');
  writeFileSync(join(folder, name), changed.replace('  batch: true,\n', `$&${merge}`));
  await run(name).printed('Ready.');
  await createConnection('shared', 'gus');
  // Starts at the other service, so that this one has to look connections up.
  const query = '{ ownershipById(ids: ["shared", "none"]) { name owner } }';
  expect(await send([curls[3]?.[0] ?? '', query], 'gus')).toEqual({
    data: {
      ownershipById: [
        { name: 'gus', owner: 'owner of shared' },
        { name: null, owner: 'owner of none' },
      ],
    },
  });
});
