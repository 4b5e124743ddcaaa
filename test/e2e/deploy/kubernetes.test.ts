import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { readConfig } from '../../../src/settings/config.ts';
import { launchGateway } from '../processes/support.ts';
import { killAll } from '../support/process.ts';
import {
  baseManifests,
  hasKubectl,
  type Manifest,
  OVERLAY,
  ofKind,
  rendered,
  settingsOfBase,
} from './support/manifests.ts';
import { schemaErrors, typeErrors } from './support/validation.ts';

// The overlay is rendered where kubectl is installed, and otherwise skipped.

const labels = z.record(z.string(), z.string());
const matchLabels = z.object({ matchLabels: labels });
const probe = z.object({
  httpGet: z.object({ path: z.string(), port: z.string() }),
  periodSeconds: z.number(),
  failureThreshold: z.number().default(3),
});
const deployment = z.object({
  spec: z.object({
    selector: matchLabels,
    template: z.object({
      metadata: z.object({ labels, annotations: labels }),
      spec: z.object({
        terminationGracePeriodSeconds: z.number(),
        securityContext: z.unknown(),
        automountServiceAccountToken: z.boolean(),
        topologySpreadConstraints: z.array(z.object({ topologyKey: z.string(), labelSelector: matchLabels })),
        containers: z.tuple([
          z.object({
            image: z.string(),
            envFrom: z.tuple([z.object({ configMapRef: z.object({ name: z.string() }) })]),
            ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
            startupProbe: probe,
            livenessProbe: probe,
            readinessProbe: probe,
            lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) }),
            securityContext: z.unknown(),
          }),
        ]),
      }),
    }),
  }),
});
const autoscaler = z.object({
  spec: z.object({
    metrics: z.tuple([
      z.object({
        type: z.literal('Pods'),
        pods: z.object({
          metric: z.object({ name: z.string() }),
          target: z.object({ averageValue: z.coerce.number() }),
        }),
      }),
      z.object({ type: z.literal('Resource'), resource: z.object({ name: z.literal('cpu') }) }),
    ]),
  }),
});
const manifests = baseManifests();
const { spec } = ofKind(manifests, 'Deployment', deployment);
const pod = spec.template.spec;
const [container] = pod.containers;
const settings = settingsOfBase();
const config = readConfig({ NODE_ENV: 'production', HOST: '0.0.0.0', ...settings });

let emulator: Emulator;
let url = '';
let metrics = '';
beforeAll(async () => {
  emulator = await startEmulator();
  const { port, printed } = await launchGateway(emulator.url, { ADMIN_PORT: '0' });
  const [, metricsUrl = ''] = /Metrics at (\S+)/.exec(await printed('Metrics at')) ?? [];
  url = `http://127.0.0.1:${port}`;
  metrics = await (await fetch(metricsUrl)).text();
});
afterAll(async () => {
  killAll();
  await emulator.close();
});

async function expectValid(all: readonly Manifest[]): Promise<void> {
  const errors = await Promise.all(all.map(schemaErrors));
  expect(errors.flat()).toEqual([]);
  expect(await typeErrors(all)).toBe('');
}

test('the manifests of the base are valid, without unknown fields', async () => {
  expect(manifests.map(({ kind }) => kind).sort()).toEqual([
    'Deployment',
    'HorizontalPodAutoscaler',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'Service',
  ]);
  await expectValid(manifests);
});

test('a manifest with a misspelt field or a wrong type is found', async () => {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } };
  expect(await typeErrors([{ ...service, spec: { port: [] } }])).toContain('"port"');
  expect(await schemaErrors({ ...service, spec: { ports: [{ port: '80' }] } })).toHaveLength(1);
});

test('its settings are valid, and nothing about them is questionable', () => {
  expect(config.warnings).toEqual([]);
  expect(config.graphUrl).toBe('https://graph.microsoft.com/beta');
});

describe('a pod that is to end', () => {
  const { preStop } = container.lifecycle;
  const { readinessProbe } = container;

  test('is killed only after preStop, SHUTDOWN_GRACE_MS and the last spans', () => {
    const closingTelemetryMs = 2_000;
    const needed = preStop.sleep.seconds * 1_000 + config.shutdownGraceMs + closingTelemetryMs;
    expect(pod.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(needed);
  });

  test('stays open until its readiness probe has failed', () => {
    const noticedMs = readinessProbe.periodSeconds * readinessProbe.failureThreshold * 1_000;
    expect(config.shutdownDelayMs).toBeGreaterThan(noticedMs);
    expect(preStop.sleep.seconds * 1_000).toBeGreaterThan(noticedMs);
  });

  test('completes even the longest request', () => {
    expect(config.shutdownGraceMs).toBeGreaterThanOrEqual(config.shutdownDelayMs + config.requestTimeoutMs);
  });
});

test('every probe asks the gateway for what it serves', async () => {
  const { startupProbe, livenessProbe, readinessProbe } = container;
  for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe]) {
    expect(httpGet.port).toBe('http');
    expect((await fetch(url + httpGet.path)).status).toBe(200);
  }
  expect(readinessProbe.httpGet.path).toBe('/readyz');
  expect([startupProbe.httpGet.path, livenessProbe.httpGet.path]).toEqual(['/livez', '/livez']);
});

test('its ports are those of the settings', () => {
  const byName = Object.fromEntries(container.ports.map(({ name, containerPort }) => [name, containerPort]));
  expect(byName).toEqual({ http: config.port, metrics: config.adminPort });
  expect(spec.template.metadata.annotations['prometheus.io/port']).toBe(String(config.adminPort));
  expect(config.adminHost).toBe('0.0.0.0');
});

test('it autoscales on a metric that the process exposes, below the point where requests wait', () => {
  const [inFlight] = ofKind(manifests, 'HorizontalPodAutoscaler', autoscaler).spec.metrics;
  const { metric, target } = inFlight.pods;
  expect(metrics).toMatch(new RegExp(`^${metric.name} \\d+$`, 'm'));
  expect(target.averageValue).toBeLessThan(Math.min(config.maxRequests, config.maxUpstreamConcurrency));
});

test('it is not root, writes to no file system, gains no privileges, and has no credentials', () => {
  expect(pod.securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  expect(pod.automountServiceAccountToken).toBe(false);
});

test('every selector selects its pods', () => {
  const own = spec.template.metadata.labels;
  const budget = ofKind(
    manifests,
    'PodDisruptionBudget',
    z.object({ spec: z.object({ selector: matchLabels }) }),
  );
  const service = ofKind(manifests, 'Service', z.object({ spec: z.object({ selector: labels }) }));
  const policy = ofKind(
    manifests,
    'NetworkPolicy',
    z.object({ spec: z.object({ podSelector: matchLabels }) }),
  );
  const selectors = [
    spec.selector,
    budget.spec.selector,
    policy.spec.podSelector,
    ...pod.topologySpreadConstraints.map(({ labelSelector }) => labelSelector),
    { matchLabels: service.spec.selector },
  ];
  for (const selector of selectors) expect(selector).toEqual({ matchLabels: own });
});

test('the image runs as a number, which runAsNonRoot needs', () => {
  expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^USER [1-9]\d*(?::\d+)?$/m);
});

describe.skipIf(!hasKubectl)('rendered by kubectl', () => {
  const configMap = z.object({ metadata: z.object({ name: z.string() }), data: labels });

  test('the overlay is valid, and its pods get its settings and its image', async () => {
    const all = rendered(OVERLAY);
    await expectValid(all);
    const {
      metadata: { name },
      data,
    } = ofKind(all, 'ConfigMap', configMap);
    const [{ envFrom, image }] = ofKind(all, 'Deployment', deployment).spec.template.spec.containers;
    expect(envFrom[0].configMapRef.name).toBe(name);
    expect(image).not.toBe(container.image);
    expect(data).toMatchObject(settings);
    expect(data).not.toEqual(settings);
    expect(readConfig({ NODE_ENV: 'production', ...data }).warnings).toEqual([]);
    const namespaced = all.filter(({ kind }) => kind !== 'Namespace');
    expect(namespaced.map(({ metadata }) => metadata.namespace)).toEqual(
      namespaced.map(() => 'msgraph-gateway'),
    );
  });
});
