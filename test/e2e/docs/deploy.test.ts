import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { baseManifests, ofKind } from '../deploy/support/manifests.ts';
import { stagesOf } from '../deploy/support/stages.ts';

// What docs/ says of the manifests and of the Dockerfile, compared with them.

const labels = z.record(z.string(), z.string());
const container = z.object({ ports: z.array(z.object({ name: z.string(), containerPort: z.number() })) });
const pod = z.object({
  metadata: z.object({ labels, annotations: labels }),
  spec: z.object({ containers: z.tuple([container]) }),
});
const deployment = z.object({ spec: z.object({ template: pod }) });
const podMonitor = z.object({
  spec: z.object({
    selector: z.object({ matchLabels: labels }),
    podMetricsEndpoints: z.array(z.object({ port: z.string() })),
  }),
});

test('the PodMonitor of docs/operations.md selects the pods, and their port for metrics', () => {
  const [, text = ''] =
    /^```yaml\n(.*?kind: PodMonitor.*?)^```$/ms.exec(readFileSync('docs/operations.md', 'utf8')) ?? [];
  const { spec: monitor } = podMonitor.parse(parse(text));
  const { metadata, spec } = ofKind(baseManifests(), 'Deployment', deployment).spec.template;
  expect(monitor.selector.matchLabels).toEqual(metadata.labels);
  const [{ ports }] = spec.containers;
  const scraped = ports.filter(
    ({ containerPort }) => String(containerPort) === metadata.annotations['prometheus.io/port'],
  );
  expect(monitor.podMetricsEndpoints).toEqual(scraped.map(({ name }) => ({ port: name })));
});

test('docs/supply-chain.md names every base image of the Dockerfile', () => {
  const page = readFileSync('docs/supply-chain.md', 'utf8');
  const stages = stagesOf(readFileSync('Dockerfile', 'utf8'));
  const names = stages.map(({ name }) => name);
  const bases = new Set(stages.map(({ base }) => base).filter((base) => !names.includes(base)));
  expect(bases.size).toBeGreaterThan(1);
  for (const base of bases) expect(page).toContain(`\`${base}\``);
});
