import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../../../src/client/errorContract.ts';
import { createMetrics } from '../../../src/telemetry/index.ts';
import { withoutBackoff } from '../../support/retries.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { always } from '../../support/upstream.ts';

// docs/operations.md against the code: nothing is left out, and nothing else is in it.

withoutBackoff();

const page = readFileSync('docs/operations.md', 'utf8');

// The cause of a failure, and an outcome.
const NOT_SETTINGS = ['ANOTHER_REQUEST_ID', 'NOT_APPLIED'];

/** What the rows of the table under a heading have in code in their first cells. */
function namesUnder(heading: string): string[] {
  const [, section = ''] = page.split(new RegExp(`^## ${heading}$`, 'm'));
  const [own = ''] = section.split(/^## /m);
  const cells = [...own.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)).sort();
}

test('it has every metric with its labels, and every alert', async () => {
  const { register } = createMetrics();
  const metrics = await register.getMetricsAsJSON();
  const alerts = [...readFileSync('deploy/prometheus/alerts.yml', 'utf8').matchAll(/alert: (\w+)/g)];
  const names = [...metrics.map(({ name }) => name), ...alerts.map(([, name = '']) => name)];
  expect(namesUnder('Metrics')).toEqual(names.sort());
});

test('it has every message of the log', () => {
  const source = globSync('src/**/*.ts').map((file) => readFileSync(file, 'utf8'));
  const calls = source.flatMap((text) => [
    ...text.matchAll(
      /\b(?:log(?:\.(?:info|warn|error|fatal)|\[level\])|write(?=\(level,))\((?:\{[^)]*\}, )?([^)]*?)\)/g,
    ),
  ]);
  const messages = calls.flatMap(([, text = '']) =>
    [...text.matchAll(/'([^']+)'/g)].map(([, each = '']) => each),
  );
  expect(messages.length).toBeGreaterThan(4);
  // By Node, for errors that nothing has caught.
  const origins = ['uncaughtException', 'unhandledRejection'];
  // `msg` in the table of the fields has those of operations and requests.
  const others = messages.filter(
    (message) => !/^(?:operation|operation rejected|request rejected)$/.test(message),
  );
  expect(namesUnder('Other lines of the log')).toEqual(expect.arrayContaining([...others, ...origins]));
});

test('it names no setting that does not exist, and no panel that the dashboard lacks', () => {
  const settings = namesUnder('Settings');
  const names = [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`/g)].map(([, name = '']) => name);
  const unknown = names.filter((name) => !settings.includes(name));
  const codes: readonly string[] = ERROR_CODES;
  expect(unknown.filter((name) => !codes.includes(name) && !NOT_SETTINGS.includes(name))).toEqual([]);
  const { panels }: { panels: { title: string }[] } = JSON.parse(
    readFileSync('deploy/grafana/dashboard.json', 'utf8'),
  );
  const prose = page.replaceAll(/^```.*?^```$/gms, '');
  const titles = [...prose.matchAll(/"([A-Z][^"]+)"/g)].map(([, title = '']) => title);
  expect(titles.length).toBeGreaterThan(4);
  for (const title of titles) expect(panels.map((panel) => panel.title).join('\n')).toContain(title);
});

test('it has every error code', () => {
  expect(namesUnder('Error codes')).toEqual([...ERROR_CODES].sort());
});

test('it has every field that a log line can have', async () => {
  const failing = await runGatewayBefore((socket) => socket.destroy());
  await failing.execute(
    'mutation Create { createExternalConnection(input: { id: "abc", name: "x" }) { id } }',
  );
  const throttled = await runGatewayBefore(always({ status: 429, headers: ['Retry-After: 0.01'] }));
  await throttled.execute('query Find { externalConnection(id: "abc") { id } }');
  const running = await runGateway();
  await running.execute('{ externalConnections { nodes { id } } }');
  for (let count = 0; count < 12; count += 1) await running.post({ query: '{' });
  await running.gateway.close();
  const lines = [failing, throttled, running].flatMap(({ logs }) => logs.map((line) => JSON.parse(line)));
  const fields = new Set(lines.flatMap((line) => Object.keys(line)));
  // Of a client that leaves or is cut off, of a request that HTTP rules out, of a trace and of a bug, which tests of their own have.
  const others = ['batchesRefused', 'clientDisconnected', 'cutOff', 'problem', 'traceId', 'err'];
  expect(namesUnder('Logs')).toEqual([...fields, ...others].sort());
});
