import { describe, expect, test } from 'vitest';
import { endpoints } from '../../src/msgraph/defineResource.ts';
import { ConfigError, readConfig } from '../../src/settings/config.ts';
import { pathSetting } from '../../src/settings/names.ts';

const GRAPH_URL = 'https://graph.microsoft.com/beta';

function problems(settings: Record<string, string>): readonly string[] {
  try {
    readConfig(settings);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

/** The path of every resource, as its own file has it. */
const documentedPaths = Object.fromEntries([...endpoints.values()].map(({ name, path }) => [name, path]));

test('GRAPH_URL alone is enough', () => {
  expect(readConfig({ GRAPH_URL })).toEqual({
    host: '127.0.0.1',
    port: 4000,
    graphUrl: GRAPH_URL,
    graphPaths: {
      ...documentedPaths,
      externalConnections: '/external/connections',
      privateEndpointConnections: '/privateLinkPolicy/privateEndpointConnections',
      privateEndpointConnection: '/privateEndpointConnection',
    },
    requestTimeoutMs: 30_000,
    maxRequests: 512,
    maxBodyBytes: 1_000_000,
    maxPendingBodyBytes: 64_000_000,
    maxHeldResponseBytes: 64_000_000,
    maxUnsentBytes: 64_000_000,
    maxConnections: 4_000,
    maxVariableValues: 2_000,
    maxDocumentCharacters: 100_000,
    maxDocumentTokens: 2_000,
    maxDepth: 10,
    maxAliases: 100,
    maxRootFields: 50,
    maxDirectives: 20,
    maxCost: 20_000,
    maxKeys: 200,
    maxResponseBytes: 20_000_000,
    maxUpstreamRequests: 250,
    maxUpstreamConcurrency: 256,
    maxSubscriptions: 1_000,
    maxSubscriptionsPerCaller: 100,
    operationPollSeconds: 30,
    graphBatch: 'auto',
    circuitBreaker: true,
    corsOrigins: [],
    graphiql: true,
    introspection: true,
    suggestions: true,
    shutdownGraceMs: 25_000,
    shutdownDelayMs: 0,
    logLevel: 'info',
    logSuccessRate: 1,
    adminPort: null,
    adminHost: '127.0.0.1',
    otelExporterOtlpEndpoint: null,
    otelTracesSamplerArg: 1,
    warnings: [],
    workers: 1,
  });
});

test('all invalid settings are reported together, by name', () => {
  const reported = problems({ GRAPH_URL: 'nonsense', PORT: 'abc', REQUEST_TIMEOUT_MS: '1', GRAPHIQL: 'yes' });
  expect(reported.map((line) => line.split(':')[0])).toEqual([
    'PORT',
    'GRAPH_URL',
    'REQUEST_TIMEOUT_MS',
    'GRAPHIQL',
  ]);
  for (const line of reported) expect(line).toContain('expected');
});

test('an empty setting counts as absent', () => {
  expect(readConfig({ GRAPH_URL, PORT: '' }).port).toBe(4000);
  expect(problems({ GRAPH_URL: '' })).toEqual([expect.stringContaining('GRAPH_URL: required')]);
});

describe('GRAPH_URL', () => {
  test.each([
    [GRAPH_URL, GRAPH_URL],
    [`${GRAPH_URL}/`, GRAPH_URL],
    ['https://microsoftgraph.chinacloudapi.cn/beta', 'https://microsoftgraph.chinacloudapi.cn/beta'],
    ['https://proxy.contoso.com:8443/graph/beta', 'https://proxy.contoso.com:8443/graph/beta'],
    ['http://localhost:4001/beta', 'http://localhost:4001/beta'],
    ['http://127.1.2.3/beta', 'http://127.1.2.3/beta'],
    ['http://[::1]:4001/beta', 'http://[::1]:4001/beta'],
  ])('accepts %s', (value, url) => {
    expect(readConfig({ GRAPH_URL: value }).graphUrl).toBe(url);
  });

  test.each([
    'nonsense',
    'ftp://graph.microsoft.com/beta',
    'http://graph.microsoft.com/beta',
    'http://localhost.evil.example/beta',
    'http://127.0.0.1.evil.example/beta',
    'https://graph.microsoft.com',
    'https://graph.microsoft.com/',
    'https://user:secret@graph.microsoft.com/beta',
    'https://graph.microsoft.com/beta?x=1',
    'https://graph.microsoft.com/beta?',
    'https://graph.microsoft.com/beta#x',
    'https://graph.microsoft.com/beta/../v1.0',
    'https://graph.microsoft.com/beta/%2e%2e/v1.0',
    'https://graph.microsoft.com//beta',
    'https://graph.microsoft.com\\beta',
    ' https://graph.microsoft.com/beta',
    'https:graph.microsoft.com/beta',
    'https://graph.microsoft.com:99999/beta',
  ])('rejects %s without its secrets', (value) => {
    const [problem] = problems({ GRAPH_URL: value });
    expect(problem).toMatch(/^GRAPH_URL: expected the root of a Graph version/);
    expect(problem).not.toContain('secret');
  });
});

describe.each(['GRAPH_PRIVATE_ENDPOINT_CONNECTIONS_PATH', 'GRAPH_PRIVATE_ENDPOINT_CONNECTION_PATH'])(
  '%s',
  (name) => {
    test.each(['/a', '/policies/privateLinkPolicies/5543b42f/privateEndpointConnections'])(
      'accepts %s',
      (value) => {
        expect(Object.values(readConfig({ GRAPH_URL, [name]: value }).graphPaths)).toContain(value);
      },
    );

    test.each([
      'a',
      '/',
      '/a/',
      '//a',
      '/a/../b',
      '/./a',
      '/a?b',
      '/a#b',
      '/a%2fb',
      'https://x/y',
      '/a b',
      '/a\\b',
    ])('rejects %s', (value) => {
      expect(problems({ GRAPH_URL, [name]: value })).toEqual([expect.stringContaining(`${name}: expected`)]);
    });
  },
);

test('GRAPH_EXTERNAL_CONNECTIONS_PATH is one of the two documented roots', () => {
  const paths = (value: string) =>
    readConfig({ GRAPH_URL, GRAPH_EXTERNAL_CONNECTIONS_PATH: value }).graphPaths;
  expect(paths('/connections').externalConnections).toBe('/connections');
  expect(problems({ GRAPH_URL, GRAPH_EXTERNAL_CONNECTIONS_PATH: '/other' })).toHaveLength(1);
});

describe('CORS_ORIGINS', () => {
  test.each([
    ['https://app.contoso.com', ['https://app.contoso.com']],
    ['http://localhost:3000', ['http://localhost:3000']],
    [
      'https://a.contoso.com, https://b.contoso.com:8443',
      ['https://a.contoso.com', 'https://b.contoso.com:8443'],
    ],
  ])('accepts %s', (value, corsOrigins) => {
    expect(readConfig({ GRAPH_URL, CORS_ORIGINS: value })).toMatchObject({ corsOrigins });
  });

  test.each([
    '*',
    'null',
    'https://*.contoso.com',
    'app.contoso.com',
    'https://app.contoso.com/',
    'https://app.contoso.com/path',
    'https://app.contoso.com:443',
    'https://App.contoso.com',
    'https://user@app.contoso.com',
    'ftp://app.contoso.com',
    'file:///',
  ])('rejects %s', (value) => {
    expect(problems({ GRAPH_URL, CORS_ORIGINS: value })).toEqual([
      expect.stringContaining('CORS_ORIGINS: expected origins'),
    ]);
  });

  test('reports the positions of invalid entries, without their secrets', () => {
    const value = 'https://a.com,https://user:secret@c.com,https://b.com,';
    const reported = problems({ GRAPH_URL: 'x', CORS_ORIGINS: value });
    expect(reported).toHaveLength(3);
    expect(reported[1]).toContain('(number 2), got "https://***@c.com"');
    expect(reported[2]).toContain('(number 4), got ""');
  });
});

test.each([
  [{}, true, true],
  [{ GRAPHIQL: 'off' }, false, true],
  [{ INTROSPECTION: 'off' }, true, false],
  [{ NODE_ENV: 'production' }, false, false],
  [{ NODE_ENV: 'production', GRAPHIQL: 'on' }, true, true],
  [{ NODE_ENV: 'production', INTROSPECTION: 'on' }, false, true],
])('with %o GraphiQL is %s and introspection %s', (settings, graphiql, introspection) => {
  expect(readConfig({ GRAPH_URL, ...settings })).toMatchObject({ graphiql, introspection });
});

describe('a message repeats what it got', () => {
  test.each([
    ['PORT', '8o80', 'PORT: expected a whole number from 0 to 65535, got "8o80"'],
    ['PORT', '99999', 'PORT: expected a whole number from 0 to 65535, got "99999"'],
    ['GRAPHIQL', 'yes', 'GRAPHIQL: expected on or off, got "yes"'],
    ['HOST', 'a\nb', /got "a\\nb"$/],
    ['GRAPH_URL', 'http://graph.microsoft.com/beta', /, got "http:\/\/graph.microsoft.com\/beta"$/],
    ['GRAPH_PRIVATE_ENDPOINT_CONNECTION_PATH', '/a/', /, got "\/a\/"$/],
  ])('%s=%s', (name, value, message) => {
    expect(problems({ GRAPH_URL, [name]: value })).toEqual([expect.stringMatching(message)]);
  });

  const jwt = 'eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJodHRwcyJ9.c2VjcmV0';
  test.each([
    ['GRAPH_URL', 'https://user:hunter2@graph.microsoft.com/beta', 'https://***@graph.microsoft.com/beta'],
    ['GRAPH_URL', 'https://user:hunter2/x@graph.microsoft.com/beta', 'https://***@graph.microsoft.com/beta'],
    ['GRAPH_URL', 'user:hunter2@graph.microsoft.com', '***@graph.microsoft.com'],
    ['GRAPH_URL', 'https://graph.microsoft.com/beta?sig=hunter2', 'https://graph.microsoft.com/beta?***'],
    ['GRAPH_URL', 'https://graph.microsoft.com/beta#hunter2', 'https://graph.microsoft.com/beta?***'],
    ['PORT', jwt, 'what looks like a token'],
    ['GRAPH_URL', `http://graph.microsoft.com/${jwt}`, 'what looks like a token'],
    ['LOG_LEVEL', 'Bearer hunter2', 'what looks like a token'],
    ['LOG_LEVEL', 'hunter2'.repeat(6), '42 characters'],
  ])('but not what may be a secret: %s=%s', (name, value, shown) => {
    const [problem = ''] = problems({ GRAPH_URL, [name]: value });
    expect(problem).toContain(shown);
    expect(problem).not.toMatch(/hunter2|eyJ|c2Vj/);
  });
});

test('a missing setting that is there under a misspelt name is found', () => {
  expect(() => readConfig({ GRAPH_ULR: 'https://graph.microsoft.com/beta' })).toThrow(
    /^GRAPH_URL: required.*\nGRAPH_ULR is not a setting: did you mean GRAPH_URL\?$/,
  );
});

test('all settings that contradict others are reported', () => {
  const delays = { SHUTDOWN_DELAY_MS: '9000', SHUTDOWN_GRACE_MS: '9000' };
  expect(() => readConfig({ GRAPH_URL, PORT: '4820', ADMIN_PORT: '4820', ...delays })).toThrow(
    /^SHUTDOWN_DELAY_MS: .*\nADMIN_PORT: /,
  );
});

test('metrics have a port of their own', () => {
  const settings = { GRAPH_URL, PORT: '4820', ADMIN_PORT: '4820' };
  expect(() => readConfig(settings)).toThrow('ADMIN_PORT: expected another port than PORT, got "4820"');
  expect(readConfig({ GRAPH_URL, PORT: '0', ADMIN_PORT: '0' })).toMatchObject({ port: 0, adminPort: 0 });
});

describe('warnings', () => {
  const warnings = (settings: Record<string, string>) => readConfig({ GRAPH_URL, ...settings }).warnings;

  test.each([
    ['GRAPIQL', 'GRAPHIQL'],
    ['REQUEST_TIMEOUT', 'REQUEST_TIMEOUT_MS'],
    ['SHUTDOWN_GRACE', 'SHUTDOWN_GRACE_MS'],
    ['MAX_REQUEST', 'MAX_REQUESTS'],
    ['graph_url', 'GRAPH_URL'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['GRAPHQL_URL', 'GRAPH_URL'],
    ['INTROSPECTOIN', 'INTROSPECTION'],
    ['GRAPH_EXTERNAL_CONNECTION_PATH', 'GRAPH_EXTERNAL_CONNECTIONS_PATH'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
  ])('%s is reported as a misspelling of %s', (name, setting) => {
    expect(warnings({ [name]: 'sekrit' })).toEqual([`${name} is not a setting: did you mean ${setting}?`]);
  });

  test.each(['GRAPH_BETA_URL', 'MAX_UPSTREAM_QUEUE', 'SHUTDOWN_TIMEOUT', 'CORS_ALLOWED_HEADERS'])(
    '%s is reported for its prefix',
    (name) => expect(warnings({ [name]: 'sekrit' })).toEqual([`${name} is not a setting`]),
  );

  test('the variables of other programs are not reported', () => {
    const others = ['GRAPHITE_HOST', 'MAX_MEMORY', 'HOSTS', 'POST', 'NODE_OPTIONS', 'PATH', 'LOG_DIR'];
    expect(warnings(Object.fromEntries(others.map((name) => [name, 'x'])))).toEqual([]);
  });

  test('no setting is reported, nor an empty variable', () => {
    const names = Object.keys(readConfig({ GRAPH_URL }).graphPaths).map(pathSetting);
    expect(names).toContain('GRAPH_EXTERNAL_CONNECTIONS_PATH');
    expect(warnings({ GRAPH_EXTERNAL_CONNECTIONS_PATH: '/connections', MAX_COST: '5', GRAPIQL: '' })).toEqual(
      [],
    );
  });

  test.each(['prod', 'Production', 'PRODUCTION', 'production '])('NODE_ENV=%s is not production', (value) => {
    expect(warnings({ NODE_ENV: value })).toEqual([expect.stringContaining(`NODE_ENV is "${value}"`)]);
  });

  test('say that metrics are served nowhere where only their address is set', () => {
    expect(warnings({ ADMIN_HOST: '0.0.0.0' })).toEqual([expect.stringContaining('ADMIN_PORT')]);
    expect(warnings({ ADMIN_HOST: '0.0.0.0', ADMIN_PORT: '9090' })).toEqual([]);
  });

  test('GraphiQL without introspection is reported if both are set', () => {
    expect(warnings({ GRAPHIQL: 'on', INTROSPECTION: 'off' })).toHaveLength(1);
    expect(warnings({ INTROSPECTION: 'off' })).toEqual([]);
  });

  test('name v1.0 of Graph, which lacks some resources', () => {
    expect(warnings({ GRAPH_URL: 'https://graph.microsoft.com/v1.0' })).toEqual([
      expect.stringContaining('GRAPH_URL is v1.0'),
    ]);
  });
});

test('SHUTDOWN_DELAY_MS has to leave time for requests in flight', () => {
  const message =
    'SHUTDOWN_DELAY_MS: expected less than SHUTDOWN_GRACE_MS (25000), which includes it, got "25000"';
  expect(problems({ GRAPH_URL, SHUTDOWN_DELAY_MS: '25000' })).toEqual([message]);
  expect(problems({ GRAPH_URL, SHUTDOWN_DELAY_MS: '24999' })).toEqual([]);
  expect(problems({ GRAPH_URL, SHUTDOWN_GRACE_MS: '0' })).toEqual([]);
});
