import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { freePort } from '../docs/freePort.ts';
import { launchGateway, sendDocument } from '../processes/support.ts';
import { killAll } from '../support/process.ts';

// The dashboard and the alert rules in deploy/ against the metrics of a running process, and in a real Prometheus if
// there is one on this machine (apt-get install prometheus); these tests are skipped without it.

const hasPrometheus = spawnSync('promtool', ['--version']).status === 0;
const RULES = 'deploy/prometheus/alerts.yml';

const dashboard = z.object({
  panels: z.array(
    z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).default([]) }),
  ),
});

let emulator: Emulator;
let metricsUrl = '';
let metrics = '';
beforeAll(async () => {
  emulator = await startEmulator();
  const { port, printed } = await launchGateway(emulator.url, { ADMIN_PORT: '0' });
  [, metricsUrl = ''] = /Metrics at (\S+)/.exec(await printed('Metrics at')) ?? [];
  emulator.failNext({ status: 429, headers: { 'Retry-After': '0.1' } });
  const documents = [
    'query Find { externalConnection(id: "contosohr") { id } }',
    '{ a: externalConnection(id: "contosohr") { id } b: externalConnection(id: "nothere") { id } }',
    'mutation Create { createExternalConnection(input: { id: "newhr", name: "x" }) { id } }',
    'mutation Change { updateExternalConnection(input: { id: "nothere", name: "x" }) { id } }',
    '{',
  ];
  for (const document of documents) await (await sendDocument(port, document)).text();
  metrics = await (await fetch(metricsUrl)).text();
});
afterAll(async () => {
  killAll();
  await emulator.close();
});

/** The names of the series that the process exposes. */
const exposed = () => new Set([...metrics.matchAll(/^(\w+)(?:\{| )/gm)].map(([, name]) => name));
const namesIn = (expression: string) =>
  [...expression.matchAll(/\b(?:msgraph_gateway|nodejs|process)_\w+/g)].map(([name]) => name);

async function expressions(): Promise<readonly string[]> {
  const { panels } = dashboard.parse(JSON.parse(await readFile('deploy/grafana/dashboard.json', 'utf8')));
  return panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
}

test('every metric of the dashboard is one that the process exposes', async () => {
  const names = (await expressions()).flatMap(namesIn);
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !exposed().has(name))).toEqual([]);
});

test('every metric of the alert rules is one that the process exposes', async () => {
  const rules = (await readFile(RULES, 'utf8')).split('annotations:').join('');
  const names = namesIn(rules);
  expect(names.length).toBeGreaterThan(8);
  expect(names.filter((name) => !exposed().has(name))).toEqual([]);
});

test('the dashboard shows every metric of the gateway', async () => {
  const shown = new Set((await expressions()).flatMap(namesIn));
  const own = [...metrics.matchAll(/^# TYPE (msgraph_gateway_\w+)/gm)].map(([, name = '']) => name);
  // Of a histogram, what its panels are made of.
  const series = (name: string) => [name, ...['bucket', 'sum', 'count'].map((part) => `${name}_${part}`)];
  expect(own.length).toBeGreaterThan(15);
  expect(own.filter((name) => !series(name).some((each) => shown.has(each)))).toEqual([]);
});

describe.skipIf(!hasPrometheus)('in a real Prometheus', () => {
  test.each([
    ['check', 'rules', RULES],
    ['check', 'config', 'deploy/prometheus/prometheus.yml'],
    // Each rule fires when it should, and not before.
    ['test', 'rules', 'deploy/prometheus/alerts.test.yml'],
  ])('promtool %s %s %s', (...args) => {
    const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
    expect(stdout + stderr).not.toContain('FAILED');
    expect(status).toBe(0);
  });

  test("the metrics follow Prometheus's own rules for names and types", () => {
    const own = metrics
      .split('\n')
      .filter((line) => line.includes('msgraph_gateway'))
      .join('\n');
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: `${own}\n`,
      encoding: 'utf8',
    });
    expect(stdout + stderr).toBe('');
    expect(status).toBe(0);
  });

  test('it scrapes the process, evaluates the rules, and answers every query of the dashboard', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
    const { host } = new URL(metricsUrl);
    const port = await freePort();
    const config = {
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [resolve(RULES)],
      scrape_configs: [{ job_name: 'msgraph-gateway', static_configs: [{ targets: [host] }] }],
    };
    await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(config));
    const prometheus = spawn(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: 'ignore' },
    );
    const exited = once(prometheus, 'exit');
    onTestFinished(async () => {
      prometheus.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true });
    });
    const get = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`).catch(() => undefined);
      return response?.json();
    };
    const query = (text: string) => get(`query?query=${encodeURIComponent(text)}`);
    const counted = async () => {
      const response = await query('sum(msgraph_gateway_operation_duration_seconds_count)');
      return Number(response?.data?.result?.[0]?.value?.[1]);
    };
    const polling = { interval: 200 };
    await expect.poll(counted, polling).toBe(4);
    const rules = async () =>
      (await get('rules'))?.data.groups.flatMap(({ rules }: { rules: { name: string; health: string }[] }) =>
        rules.map(({ health }) => health),
      );
    await expect.poll(async () => new Set(await rules()), polling).toEqual(new Set(['ok']));
    for (const expression of await expressions()) {
      const text = expression.replaceAll('$__rate_interval', '1m').replaceAll(/\$(?:job|instance)/g, '.*');
      const response = await query(text);
      expect(response.status, text).toBe('success');
    }
  });
});
