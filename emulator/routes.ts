import type { Hono } from 'hono';
import type { GraphEnv, GraphHandler } from './graphContext.ts';
import { methodNotAllowed } from './graphErrors.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Serves the methods a path has; the others are answered 405. */
export function resource(
  app: Hono<GraphEnv>,
  path: string,
  handlers: Partial<Record<Method, GraphHandler>>,
): void {
  for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
  app.all(path, () => {
    throw methodNotAllowed(Object.keys(handlers));
  });
}

/**
 * The segment of a path that none of the templates has: `me` of `/beta/me`. A path that only stops too early
 * is blamed on its last segment.
 */
export function unknownSegment(path: string, templates: readonly string[]): string {
  const segments = segmentsOf(path);
  const known = Math.max(0, ...templates.map((template) => commonLength(segmentsOf(template), segments)));
  return segments[known] ?? segments.at(-1) ?? '';
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function commonLength(template: readonly string[], segments: readonly string[]): number {
  const differsAt = segments.findIndex((segment, i) => {
    const expected = template[i];
    return expected === undefined || (expected !== segment && !expected.startsWith(':'));
  });
  return differsAt === -1 ? segments.length : differsAt;
}
