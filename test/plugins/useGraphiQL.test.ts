import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { js } from '@graphql-yoga/render-graphiql/graphiql';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { readConfig } from '../../src/settings/config.ts';
import { serve } from '../support/httpClient.ts';
import { memoryMb } from '../support/memory.ts';

const BROWSER = { accept: 'text/html,application/xhtml+xml', 'accept-encoding': 'gzip, deflate, br, zstd' };

const gateways: Gateway[] = [];
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close();
});

function run(settings: Readonly<Record<string, string>> = {}, graphiqlToken?: string): Gateway {
  const config = readConfig({ GRAPH_URL: 'https://graph.microsoft.com/beta', ...settings });
  const logger = pino({ level: 'silent' });
  const gateway = createGateway(config, {
    logger,
    ...(graphiqlToken === undefined ? {} : { graphiqlToken }),
  });
  gateways.push(gateway);
  return gateway;
}

const get = (gateway: Gateway, path: string, headers: Readonly<Record<string, string>> = BROWSER) =>
  gateway.fetch(`http://gateway${path}`, { headers });

async function page(gateway: Gateway): Promise<string> {
  return (await get(gateway, '/graphql')).text();
}

/** The addresses of all assets: those in the page, and those that its scripts name. */
async function assetPaths(gateway: Gateway): Promise<readonly string[]> {
  const found = [...(await page(gateway)).matchAll(/(?:href|src)="(graphiql\/[^"]+)"/g)].map(
    ([, path]) => path,
  );
  const start = await (await get(gateway, `/${found[1]}`, {})).text();
  const workers = start.match(/graphiql\/[\w-]+\.js/g) ?? [];
  return [...found, ...workers].map((path) => `/${path}`);
}

test('its files are not loaded before the first request for it', async () => {
  // Each dynamic import is resolved, of a module that is loaded already, too; a static one would never be seen here.
  const imports: string[] = [];
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (specifier.endsWith('/graphiql/files.ts')) imports.push(specifier);
      return next(specifier, context);
    },
  });
  onTestFinished(() => hooks.deregister());
  const gateway = run();
  await gateway.fetch('http://gateway/graphql?query={__typename}', {
    headers: { accept: 'application/json' },
  });
  expect(imports).toEqual([]);
  await page(gateway);
  expect(imports).toEqual(['../graphiql/files.ts']);
});

describe('the page', () => {
  let response: Response;
  let text: string;
  beforeEach(async () => {
    response = await get(run(), '/graphql');
    text = await response.text();
  });

  test('is small, and has no inline scripts', () => {
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text.length).toBeLessThan(2_000);
    expect(text).not.toMatch(/<script(?! defer src="graphiql\/[\w-]+\.js"><\/script>)| on\w+=/);
  });

  test('names no other origin, and its content security policy allows none', () => {
    expect(text).not.toMatch(/(?:src|href)="(?:https?:|\/\/)/);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "worker-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      'font-src data:',
      'img-src data:',
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('is revalidated each time, and 304 if unchanged', async () => {
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('vary')).toBe('Accept');
    const etag = response.headers.get('etag') ?? '';
    const again = await get(run(), '/graphql', { ...BROWSER, 'if-none-match': `"other", W/${etag}` });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect(again.headers.get('content-security-policy')).toContain("default-src 'none'");
    const changed = await get(run({}, 'demo'), '/graphql', { ...BROWSER, 'if-none-match': etag });
    expect(changed.status).toBe(200);
  });
});

describe('the assets', () => {
  test('are named by the hash of their content', async () => {
    const gateway = run();
    for (const path of await assetPaths(gateway)) {
      const body = await (await get(gateway, path, {})).text();
      const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
      expect(path).toMatch(new RegExp(`^/graphiql/${hash}\\.(?:js|css)$`));
    }
  });

  test('take no memory for each client that does not read', async () => {
    const gateway = run();
    const port = await serve(gateway);
    const sizes = new Map<string, number>();
    for (const path of await assetPaths(gateway))
      sizes.set(path, (await (await get(gateway, path, {})).arrayBuffer()).byteLength);
    const [largest = '', size = 0] = [...sizes].toSorted(([, one], [, other]) => other - one)[0] ?? [];
    expect(size).toBeGreaterThan(4_000_000);
    const memory = memoryMb();
    for (let client = 0; client < 80; client += 1) {
      const socket = connect(port, '127.0.0.1');
      onTestFinished(() => void socket.destroy());
      socket.write(`GET ${largest} HTTP/1.1\r\nHost: gateway\r\n\r\n`);
      await once(socket, 'readable');
    }
    expect(memoryMb() - memory).toBeLessThan(40);
  });

  test.each([
    ['br', BROWSER, brotliDecompressSync],
    ['gzip', { 'accept-encoding': 'br;q=0, gzip' }, gunzipSync],
  ])(
    'have less than 3 MB in total as %s, and are immutable in caches',
    async (encoding, headers, decompress) => {
      const gateway = run();
      const paths = await assetPaths(gateway);
      expect(paths).toHaveLength(6);
      let bytes = 0;
      for (const path of paths) {
        const response = await get(gateway, path, headers);
        const body = Buffer.from(await response.arrayBuffer());
        bytes += body.length;
        expect(response.status).toBe(200);
        expect(Object.fromEntries(new Headers(response.headers))).toMatchObject({
          'cache-control': 'public, max-age=31536000, immutable',
          'content-encoding': encoding,
          'content-length': String(body.length),
          'content-type': expect.stringMatching(/^text\/(?:css|javascript); charset=utf-8$/),
          'x-content-type-options': 'nosniff',
          vary: 'Accept-Encoding',
        });
        if (body.length > 1_000_000) expect(decompress(body).toString()).toBe(js);
      }
      expect(bytes).toBeLessThan(3_000_000);
    },
  );

  test('are not encoded for clients that accept no encoding, and have no body for HEAD', async () => {
    const gateway = run();
    const [style = ''] = await assetPaths(gateway);
    const plain = await get(gateway, style, {});
    expect(plain.headers.get('content-encoding')).toBeNull();
    const head = await gateway.fetch(`http://gateway${style}`, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(plain.headers.get('content-length'));
    expect(await head.text()).toBe('');
  });

  test.each([
    '/graphiql',
    '/graphiql/',
    '/graphiql/nothing.js',
    '/graphiql/../src/main.ts',
    '/graphiql/a/b.js',
  ])('do not exist at %s', async (path) => expect((await get(run(), path)).status).toBe(404));
});

describe('the initial state', () => {
  async function startScript(gateway: Gateway): Promise<string> {
    const path = (await assetPaths(gateway))[1] ?? '';
    return (await get(gateway, path, {})).text();
  }

  test('is a tab with instructions, and one for each other example operation', async () => {
    const script = await startScript(run());
    for (const path of globSync('examples/operations/*.graphql')) {
      const document = readFileSync(path, 'utf8');
      // Behind the name of the operation, which is shorter in a tab.
      const selection = document.slice(document.indexOf('{\n'));
      expect(script).toContain(JSON.stringify(selection).slice(1));
      const variables = readFileSync(path.replace('.graphql', '.variables.json'), 'utf8').trim();
      expect(script).toContain(JSON.stringify(variables));
    }
    expect(script).toContain('The token goes into Headers below');
    expect(script).toContain('inputValueDeprecation');
  });

  test('has a token only if one is configured', async () => {
    const headers = (authorization: string) =>
      JSON.stringify(JSON.stringify({ Authorization: authorization }, null, 2));
    expect(await startScript(run())).toContain(headers('Bearer '));
    const script = await startScript(run({}, 'demo'));
    expect(script).toContain(headers('Bearer demo'));
  });
});

test.each([
  ['/', 'graphql'],
  ['/?query={__typename}', 'graphql?query={__typename}'],
  ['/graphql/', '../graphql'],
])('a browser at %s is redirected to the page', async (path, location) => {
  const response = await get(run(), path);
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toBe(location);
});

test('a request that accepts JSON gets a GraphQL response', async () => {
  const gateway = run();
  const response = await get(gateway, '/graphql?query={__typename}', { accept: 'application/json' });
  expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  expect((await get(gateway, '/', { accept: 'application/json' })).status).toBe(404);
});

describe.each([{ NODE_ENV: 'production' }, { GRAPHIQL: 'off' }])('with %o', (settings) => {
  test('there is no page, no asset and no redirect', async () => {
    const paths = await assetPaths(run());
    const gateway = run(settings);
    for (const path of ['/', ...paths]) expect((await get(gateway, path)).status).toBe(404);
    const response = await get(gateway, '/graphql');
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.headers.get('content-type') ?? '').not.toContain('html');
  });

  test.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 400],
    ['text/html', 406],
  ])('a browser that accepts %s gets %i, and is told of GraphiQL', async (accept, status) => {
    const headers = { accept, authorization: 'Bearer token-of-a-browser', cookie: 'session=of-a-browser' };
    for (const path of ['/graphql', '/graphql/']) {
      const response = await get(run(settings), path, headers);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('private, no-store');
      const text = await response.text();
      expect(text).toMatch(/GraphQL endpoint .*GRAPHIQL/s);
      expect(text).not.toContain('of-a-browser');
    }
  });

  test('a request with parameters gets a GraphQL response, whatever it accepts beside JSON', async () => {
    const response = await get(run(settings), '/graphql?query={__typename}', { accept: 'text/html, */*' });
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });
});

test('with NODE_ENV=production and GRAPHIQL=on there is a page', async () => {
  expect((await get(run({ NODE_ENV: 'production', GRAPHIQL: 'on' }), '/graphql')).status).toBe(200);
});
