import type { z } from 'zod';
import { endpoints } from '../msgraph/defineResource.ts';
// Defines the resources, whose paths are settings too.
import '../schema/index.ts';
import { path } from './checks.ts';
import { camelCase, SETTINGS } from './definitions.ts';

/** The check of each resource's path, by the name of its setting. */
export const PATH_CHECKS: Readonly<Record<string, z.ZodType<string>>> = Object.fromEntries(
  [...endpoints.values()].map((endpoint) => [pathSetting(endpoint.name), path(endpoint)]),
);

/** The check of every setting, by name. */
export const SETTING_CHECKS: Readonly<Record<string, z.ZodType>> = { ...SETTINGS, ...PATH_CHECKS };

/** The name of every setting. */
export const SETTING_NAMES: readonly string[] = Object.keys(SETTING_CHECKS);

/** The field of a setting in `Config`; that of a path, in its `graphPaths`. */
export function fieldOf(setting: string): string {
  return [...endpoints.keys()].find((name) => pathSetting(name) === setting) ?? camelCase(setting);
}

/** The setting of a resource's path: `GRAPH_EXTERNAL_CONNECTIONS_PATH` for `externalConnections`. */
export function pathSetting(resource: string): string {
  return `GRAPH_${resource.replace(/[A-Z]/g, '_$&').toUpperCase()}_PATH`;
}
