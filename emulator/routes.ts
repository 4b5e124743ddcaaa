import type { Hono } from 'hono';
import type { GraphEnv, GraphHandler } from './graphContext.ts';
import { methodNotAllowed } from './graphErrors.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Handlers by path below `/beta` (parameters as in `/connections/:id`) and by method. The first match wins. */
export type Routes = Readonly<Record<string, Partial<Record<Method, GraphHandler>>>>;

/** Registers routes; every other method on their paths is a 405. */
export function serveRoutes(app: Hono<GraphEnv>, routes: Routes): void {
  for (const [path, handlers] of Object.entries(routes)) {
    for (const [method, handler] of Object.entries(handlers)) app.on(method, `/beta${path}`, handler);
    app.all(`/beta${path}`, () => {
      throw methodNotAllowed(Object.keys(handlers));
    });
  }
}

/**
 * The first segment of a path that no template matches: `me` in `/beta/me`. For a path that is a prefix of a
 * template, its last segment.
 */
export function unknownSegment(path: string, templates: readonly string[]): string {
  const segments = segmentsOf(path);
  const matched = Math.max(0, ...templates.map((template) => commonLength(segmentsOf(template), segments)));
  return segments[matched] ?? segments.at(-1) ?? '';
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
