import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/settings/config.ts';
import {
  checkSettings,
  inspectSettings,
  settingsInForce,
  settingsTable,
} from '../../src/settings/inForce.ts';
import { SETTING_NAMES } from '../../src/settings/names.ts';
import { collectSettings, type Sources } from '../../src/settings/sources.ts';

const GRAPH_URL = 'https://graph.microsoft.com/beta';
const NONE: Sources = { commandLine: {}, environment: { GRAPH_URL }, envFiles: [], configFile: undefined };

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msgraph-gateway-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | object): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function problemsOf(sources: Partial<Sources>): readonly string[] {
  try {
    checkSettings(collectSettings({ ...NONE, ...sources }));
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('the command line goes before the environment, that before an env file, and that before the config file', async () => {
  const names = ['PORT', 'MAX_DEPTH', 'MAX_ALIASES', 'MAX_KEYS'];
  const [port = '', depth = '', aliases = '', keys = ''] = names;
  const configFile = await file('all.json', { [port]: 4, [depth]: 4, [aliases]: 4, [keys]: 4 });
  const envFile = await file('all.env', `${port}=3\n${depth}=3\n${aliases}=3\n`);
  const settings = collectSettings({
    commandLine: { [port]: '1' },
    environment: { [port]: '2', [depth]: '2' },
    envFiles: [envFile],
    configFile,
  });
  expect(names.map((name) => settings.get(name))).toEqual([
    { value: '1', source: 'command line' },
    { value: '2', source: 'environment' },
    { value: '3', source: envFile },
    { value: '4', source: configFile },
  ]);
});

test('an empty text counts as absent, wherever it is', async () => {
  const envFile = await file('empty.env', 'PORT=\nMAX_DEPTH=7\n');
  const configFile = await file('port.json', { PORT: 5 });
  const environment = { MAX_DEPTH: '' };
  const settings = collectSettings({ ...NONE, environment, envFiles: [envFile], configFile });
  expect([settings.get('MAX_DEPTH')?.value, settings.get('PORT')?.value]).toEqual(['7', '5']);
});

test('env files are read as node reads them, and the last one goes first', async () => {
  const first = await file('first.env', 'PORT=1\nMAX_DEPTH=1\n');
  const second = await file('second.env', '# a comment\nexport PORT="2" # another\n');
  const settings = collectSettings({ ...NONE, envFiles: [first, second] });
  expect([settings.get('PORT')?.value, settings.get('MAX_DEPTH')?.value]).toEqual(['2', '1']);
});

test('a config file has numbers, booleans, lists and texts; null is the default', async () => {
  const configFile = await file('types.json', {
    $schema: './config.schema.json',
    GRAPH_URL,
    PORT: 0,
    LOG_SUCCESS_RATE: 0.5,
    GRAPHIQL: false,
    CIRCUIT_BREAKER: 'off',
    CORS_ORIGINS: ['https://a.contoso.com', 'https://b.contoso.com'],
    ADMIN_PORT: null,
    GRAPH_EXTERNAL_CONNECTIONS_PATH: '/connections',
  });
  expect(checkSettings(collectSettings({ ...NONE, environment: {}, configFile }))).toMatchObject({
    port: 0,
    logSuccessRate: 0.5,
    graphiql: false,
    circuitBreaker: false,
    corsOrigins: ['https://a.contoso.com', 'https://b.contoso.com'],
    adminPort: null,
    graphPaths: { externalConnections: '/connections' },
  });
});

describe('problems of a config file', () => {
  test.each([
    ['MAX_REQUEST', 'MAX_REQUEST" is not a setting: did you mean MAX_REQUESTS?'],
    ['maxRequests', 'maxRequests" is not a setting: did you mean MAX_REQUESTS?'],
    ['graphUrl', 'graphUrl" is not a setting: did you mean GRAPH_URL?'],
    ['color', 'color" is not a setting'],
  ])('an unknown setting: %s', async (name, problem) => {
    const configFile = await file('unknown.json', { [name]: 1 });
    expect(problemsOf({ configFile })).toEqual([`${configFile}: "${problem}`]);
  });

  test('all of them are reported together, with invalid settings wherever they are from', async () => {
    const configFile = await file('many.json', { LEVEL: 1, MAX_DEPTH: { value: 1 }, MAX_KEYS: 'many' });
    const environment = { PORT: 'abc' };
    expect(problemsOf({ configFile, environment })).toEqual([
      expect.stringContaining('"LEVEL" is not a setting'),
      expect.stringContaining('MAX_DEPTH: expected a text'),
      expect.stringContaining('PORT: expected a whole number'),
      expect.stringContaining('GRAPH_URL: required'),
      expect.stringContaining('MAX_KEYS: expected a whole number'),
    ]);
  });

  test('an invalid value names its file; one of the environment does not', async () => {
    const configFile = await file('invalid.json', { PORT: 'abc' });
    const environment = { GRAPH_URL, MAX_DEPTH: 'deep' };
    expect(problemsOf({ configFile, environment })).toEqual([
      `PORT: expected a whole number from 0 to 65535, got "abc" (${configFile})`,
      'MAX_DEPTH: expected a whole number from 1 to 1000, got "deep"',
    ]);
  });

  test.each([
    ['{ "PORT": hunter2 }', 'expected JSON'],
    ['["hunter2"]', 'expected a JSON object'],
    ['{ "PORT": ["hunter2", 1] }', 'PORT: expected a text'],
    ['{ "eyJhbGciOiJIUzI1NiJ9.hunter2": 1 }', 'what looks like a token is not a setting'],
  ])('%s does not repeat what is in it', async (text, problem) => {
    const problems = problemsOf({ configFile: await file('broken.json', text) });
    expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(problems.join()).not.toContain('hunter2');
  });

  test('a byte order mark, with which editors of Windows begin a file, is no part of it', async () => {
    const configFile = await file('marked.json', '\uFEFF{ "PORT": 4100 }');
    const envFile = await file('marked.env', '\uFEFFMAX_DEPTH=7');
    const settings = collectSettings({ ...NONE, configFile, envFiles: [envFile] });
    expect([settings.get('PORT')?.value, settings.get('MAX_DEPTH')?.value]).toEqual(['4100', '7']);
  });

  test('a file that does not exist', () => {
    expect(problemsOf({ configFile: '/none.json' })).toEqual(['--config: cannot read "/none.json" (ENOENT)']);
    expect(problemsOf({ envFiles: ['/none.env'] })).toEqual(['--env-file: cannot read "/none.env" (ENOENT)']);
  });
});

describe('the settings in force', () => {
  const inForce = (environment: Record<string, string>) => {
    const settings = collectSettings({ ...NONE, environment: { GRAPH_URL, ...environment } });
    return settingsInForce(checkSettings(settings), settings);
  };

  test('are all settings, each with its value and its source', () => {
    const rows = inForce({ MAX_DEPTH: '7', NODE_ENV: 'production', PATH: '/bin' });
    expect(rows.map(({ setting }) => setting)).toEqual(SETTING_NAMES);
    expect(rows).toEqual(
      expect.arrayContaining([
        { setting: 'MAX_DEPTH', value: '7', source: 'environment' },
        { setting: 'GRAPH_URL', value: GRAPH_URL, source: 'environment' },
        { setting: 'MAX_KEYS', value: '200', source: 'default' },
        { setting: 'GRAPHIQL', value: 'off', source: 'default' },
        { setting: 'ADMIN_PORT', value: null, source: 'default' },
        { setting: 'GRAPH_EXTERNAL_CONNECTIONS_PATH', value: '/external/connections', source: 'default' },
      ]),
    );
  });

  test('have no secrets', () => {
    const text = settingsTable(
      inForce({
        HOST: 'eyJhbGciOiJIUzI1NiJ9.hunter2',
        NODE_ENV: 'a password that is longer than a slip',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=hunter2',
        SECRET: 'hunter2',
      }),
    );
    expect(text).not.toMatch(/hunter2|password/);
  });

  test('are a table to read', () => {
    const [head = '', ...rows] = settingsTable(inForce({})).trimEnd().split('\n');
    expect(head).toMatch(/^SETTING +VALUE +SOURCE$/);
    const at = head.indexOf('VALUE');
    expect(rows.every((row) => row[at - 1] === ' ' && row[at] !== ' ')).toBe(true);
    expect(rows).toHaveLength(SETTING_NAMES.length);
    expect(rows.find((row) => row.startsWith('ADMIN_PORT '))).toMatch(/ \(none\) +default$/);
  });

  describe('of which some are invalid', () => {
    const inspect = (sources: Partial<Sources>) => inspectSettings(collectSettings({ ...NONE, ...sources }));
    const marked = (sources: Partial<Sources>) =>
      inspect(sources).rows.filter(({ problem }) => problem !== undefined);

    test('are all settings all the same, with the problems of a start', async () => {
      const configFile = await file('inspected.json', {
        LEVEL: 1,
        MAX_DEPTH: { value: 1 },
        MAX_KEYS: 'many',
      });
      const sources = { configFile, environment: { PORT: 'abc', MAX_COST: '5', GRAPH_ULR: GRAPH_URL } };
      const { rows, error } = inspect(sources);
      expect(rows.map(({ setting }) => setting)).toEqual(SETTING_NAMES);
      expect(rows).toContainEqual({ setting: 'MAX_COST', value: '5', source: 'environment' });
      expect(error?.problems).toEqual(problemsOf(sources));
      expect(marked(sources)).toEqual([
        { setting: 'PORT', value: 'abc', source: 'environment', problem: 'invalid' },
        { setting: 'GRAPH_URL', value: null, source: 'default', problem: 'missing' },
        { setting: 'MAX_DEPTH', value: null, source: configFile, problem: 'invalid' },
        { setting: 'MAX_KEYS', value: 'many', source: configFile, problem: 'invalid' },
      ]);
    });

    test('that are those which contradict others, and none once one is invalid itself', () => {
      const environment = { GRAPH_URL, ADMIN_PORT: '4000', SHUTDOWN_DELAY_MS: '30000' };
      expect(marked({ environment }).map(({ setting }) => setting)).toEqual([
        'SHUTDOWN_DELAY_MS',
        'ADMIN_PORT',
      ]);
      expect(marked({ environment: { ...environment, PORT: 'x' } })).toEqual([
        { setting: 'PORT', value: 'x', source: 'environment', problem: 'invalid' },
      ]);
    });

    test('are marked in the table, without secrets', () => {
      const url = 'https://user:hunter2@graph.microsoft.com/beta';
      const tableOf = (environment: Record<string, string>) => settingsTable(inspect({ environment }).rows);
      expect(tableOf({ GRAPH_URL: url })).toMatch(
        /^GRAPH_URL +https:\/\/\*\*\*@\S+ \(invalid\) +environment$/m,
      );
      expect(tableOf({ PORT: '' })).toMatch(/^GRAPH_URL +\(missing\) +default$/m);
    });
  });
});
