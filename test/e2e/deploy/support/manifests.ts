import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';

export const BASE = 'deploy/kubernetes/base';
export const OVERLAY = 'deploy/kubernetes/overlays/production';

const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});
export type Manifest = z.infer<typeof manifest>;

/** Whether overlays can be rendered here: kubectl contains Kustomize. */
export const hasKubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;

/** The manifests of the base as they are written. */
export function baseManifests(): readonly Manifest[] {
  const files = globSync(`${BASE}/*.yaml`).filter((file) => !file.endsWith('kustomization.yaml'));
  return files.map((file) => manifest.parse(parse(readFileSync(file, 'utf8'))));
}

/** The manifests that `kubectl apply -k` would apply. */
export function rendered(folder: string): readonly Manifest[] {
  const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return parseAllDocuments(stdout).map((document) => manifest.parse(document.toJS()));
}

/** The one manifest of a kind, in the shape that a test reads. */
export function ofKind<Shape>(manifests: readonly Manifest[], kind: string, shape: z.ZodType<Shape>): Shape {
  const found = manifests.filter((each) => each.kind === kind);
  if (found.length !== 1) throw new Error(`${found.length} manifests of the kind ${kind}`);
  return shape.parse(found[0]);
}

/** The settings of the base, as a container gets them. */
export function settingsOfBase(): Readonly<Record<string, string>> {
  const lines = readFileSync(`${BASE}/settings.env`, 'utf8').split('\n');
  const pairs = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(pairs.map((line) => [line.split('=')[0], line.replace(/^.*?=/, '')]));
}
