import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { unusedUrl } from '../../support/upstream.ts';
import { launchGateway, type RunningGateway } from '../processes/support.ts';
import { killAll, launch } from '../support/process.ts';

// The configuration of a real nginx, with other ports and without TLS; skipped where nginx is not installed.

const FILE = 'deploy/nginx/msgraph-gateway.conf';
const hasNginx = spawnSync('nginx', ['-v']).status === 0;
const LIST = '{ externalConnections { nodes { id name description state } } }';

/** The configuration of the file, in a folder of its own, for ports of this machine. */
function configuration(folder: string, port: number, gatewayPort: number): string {
  const site = readFileSync(FILE, 'utf8')
    .replace('listen 443 ssl http2;', `listen 127.0.0.1:${port};`)
    .replaceAll(/ssl_certificate.*/g, '')
    .replace('127.0.0.1:4000', `127.0.0.1:${gatewayPort}`);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  mkdirSync(join(folder, 'temp'));
  return `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr;
    events {}
    http {
      access_log off;
      ${paths.map((name) => `${name}_temp_path ${folder}/temp/${name};`).join(' ')}
      ${site}
    }`;
}

describe.skipIf(!hasNginx)('behind nginx', () => {
  let emulator: Emulator;
  let gateway: RunningGateway;
  let folder = '';
  let url = '';
  beforeAll(async () => {
    emulator = await startEmulator();
    gateway = await launchGateway(emulator.url);
    const port = Number(new URL(await unusedUrl()).port);
    folder = mkdtempSync(join(tmpdir(), 'nginx-'));
    writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port, gateway.port));
    launch(`exec nginx -c ${folder}/nginx.conf`, {});
    url = `http://127.0.0.1:${port}/graphql`;
    await vi.waitFor(() => fetch(url), { interval: 50, timeout: 60_000 });
  });
  afterAll(async () => {
    killAll();
    await emulator.close();
    rmSync(folder, { recursive: true });
  });

  const headers = { Authorization: 'Bearer demo', 'Content-Type': 'application/json' };
  const post = (body: object, more: object = {}) =>
    fetch(url, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) });

  test('a query has data, with the id of its request', async () => {
    const id = '0f8fad5b-d9cb-469f-a165-70867728950e';
    const response = await post({ query: LIST }, { 'client-request-id': id });
    expect(response.headers.get('client-request-id')).toBe(id);
    expect(await response.text()).toContain('Contoso HR');
  });

  test('a response of more than a kilobyte is compressed, where the client accepts that', async () => {
    const asked = (encoding: string) =>
      new Promise<[unknown, number]>((resolve, reject) => {
        const sent = request(url, { method: 'POST', headers: { ...headers, 'Accept-Encoding': encoding } });
        sent.on('response', async (response) => {
          resolve([response.headers['content-encoding'], (await text(response)).length]);
        });
        sent.on('error', reject).end(
          JSON.stringify({
            query: LIST.replace(
              'id',
              'a: description b: description c: description d: description e: description',
            ),
          }),
        );
      });
    const [plain, length] = await asked('identity');
    expect(plain).toBeUndefined();
    expect(length).toBeGreaterThan(1_000);
    expect(await asked('gzip')).toEqual(['gzip', expect.any(Number)]);
  });

  test('an event arrives before the stream ends', async () => {
    // The first event is there at once; then the stream waits for such an operation.
    const query =
      'subscription { externalConnectionOperation(connectionId: "contosohr", id: "none") { id } }';
    const leaving = new AbortController();
    const body = JSON.stringify({ query });
    const accept = { ...headers, Accept: 'text/event-stream', 'Accept-Encoding': 'gzip' };
    const response = await fetch(url, { method: 'POST', headers: accept, body, signal: leaving.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    while (!seen.includes('data:')) seen += (await reader?.read())?.value ?? expect.unreachable();
    expect(seen).toContain('{"data":{"externalConnectionOperation":null}}');
    expect(seen).not.toContain('complete');
    leaving.abort();
  });

  test('a body that the gateway would reject does not reach it', async () => {
    expect((await post({ query: LIST, variables: { x: 'x'.repeat(1_000_000) } })).status).toBe(413);
  });

  test('an address that sends too many requests gets 429 for some of them', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 250 }, async () => (await post({ query: '{ __typename }' })).status),
    );
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(50);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(20);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
  });

  test('nothing but GraphQL is served', async () => {
    const statusOf = async (path: string) => (await fetch(url.replace('/graphql', path))).status;
    for (const path of ['/readyz', '/graphqls', '/graphql/x', '/metrics'])
      expect(await statusOf(path)).toBe(404);
    // The tests before may have used up what one address may send in a second.
    for (const path of ['/graphql', '/graphql/']) await expect.poll(() => statusOf(path)).toBe(400);
  });
});
