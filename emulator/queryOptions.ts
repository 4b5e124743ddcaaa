import type { MiddlewareHandler } from 'hono';
import type { GraphEnv } from './graphContext.ts';
import { badRequest } from './graphErrors.ts';

// https://learn.microsoft.com/graph/query-parameters
const systemOptions = new Set(
  '$count $expand $filter $format $orderby $search $select $skip $skiptoken $top'.split(' '),
);

const supported = ['$filter', '$select', '$top', '$skiptoken'] as const;

/**
 * Reads the system query options; one that the emulator does not support is a 400, never ignored. On the beta
 * endpoint, their prefix `$` is optional. Options of any other name without `$` are custom ones, which OData ignores.
 *
 * @see https://learn.microsoft.com/graph/query-parameters
 * @see https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_CustomQueryOptions
 * @remarks Invented: the connectors pages do not say which options they support. Names and messages are those of
 * OData's libraries; that no method but GET has options is on Graph's page.
 */
export const queryOptions: MiddlewareHandler<GraphEnv> = async (c, next) => {
  const options: Partial<Record<string, string>> = {};
  for (const [name, value] of new URL(c.req.url).searchParams) {
    const option = systemOptionOf(name);
    if (option === undefined) continue;
    if (!supported.some((known) => known === option)) {
      const names = supported.join(', ');
      throw badRequest(`The query parameter '${name}' is not supported. The emulator supports ${names}.`);
    }
    if (c.req.method !== 'GET') {
      throw badRequest(`The query parameter '${name}' is not supported in a ${c.req.method} request.`);
    }
    if (options[option] !== undefined) {
      throw badRequest(
        `Query option '${option}' was specified more than once, but it must be specified at most once.`,
      );
    }
    options[option] = value;
  }
  c.set('queryOptions', options);
  await next();
};

/** The name of a system query option in lower case, with its `$`; undefined for a custom option. */
function systemOptionOf(name: string): string | undefined {
  if (name.startsWith('$')) return name.toLowerCase();
  const option = `$${name.toLowerCase()}`;
  return systemOptions.has(option) ? option : undefined;
}
