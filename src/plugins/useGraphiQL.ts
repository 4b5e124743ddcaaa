import type { FetchAPI, Plugin } from 'graphql-yoga';
import type { Asset } from '../graphiql/asset.ts';
import type { GraphiQLFiles } from '../graphiql/files.ts';
import { INSTALL_GRAPHIQL } from '../graphiql/installed.ts';
import { CONTENT_SECURITY_POLICY } from '../graphiql/page.ts';
import { requestPath } from './requestPath.ts';

const PAGE = '/graphql';
const ASSET = /^\/graphiql\/([^/]+)$/;

// All relative, so that GraphiQL works below a path of a reverse proxy as well.
const REDIRECTS: ReadonlyMap<string, string> = new Map([
  ['/', 'graphql'],
  [`${PAGE}/`, '../graphql'],
]);

const EVERYWHERE = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };

/**
 * Serves GraphiQL to browsers: a small page that is revalidated, and immutable files for script, style and workers.
 * Yoga's own page has all of that, 9 MB, inline. A `token` is filled in.
 */
export function useGraphiQL(token: string | undefined): Plugin {
  let files: Promise<GraphiQLFiles | undefined> | undefined;
  const load = () => {
    files ??= import('../graphiql/files.ts')
      .then(({ graphiqlFiles }) => graphiqlFiles(token), unlessMissing)
      .catch((error: unknown) => {
        // The next request tries again: a process that has run out of file descriptors may have some by then.
        files = undefined;
        throw error;
      });
    return files;
  };

  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return;
      const path = requestPath(request);
      const [, name] = ASSET.exec(path) ?? [];
      if (name !== undefined) {
        return load().then(async (loaded) => {
          const asset = loaded?.assets.get(name);
          if (asset !== undefined) endResponse(await assetResponse(asset, request, fetchAPI));
        });
      }
      if (!request.headers.get('accept')?.includes('text/html')) return;
      if (path === PAGE) {
        return load().then((loaded) => {
          endResponse(loaded ? pageResponse(loaded, request, fetchAPI) : missingResponse(fetchAPI));
        });
      }
      const location = REDIRECTS.get(path);
      if (location !== undefined) {
        const headers = { ...EVERYWHERE, Location: location + url.search };
        endResponse(new fetchAPI.Response(null, { status: 302, headers }));
      }
    },
  };
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
  throw error;
}

function missingResponse({ Response }: FetchAPI): Response {
  const text = `GraphiQL is not installed here: ${INSTALL_GRAPHIQL}\n`;
  return new Response(text, {
    status: 501,
    headers: { ...EVERYWHERE, 'Content-Type': 'text/plain; charset=utf-8' },
  });
}

function pageResponse({ page, etag }: GraphiQLFiles, request: Request, { Response }: FetchAPI): Response {
  const headers = {
    ...EVERYWHERE,
    'Cache-Control': 'no-cache',
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    ETag: etag,
    // GraphQL is served at the same path.
    Vary: 'Accept',
  };
  const known = request.headers.get('if-none-match')?.includes(etag) ?? false;
  if (known) return new Response(null, { status: 304, headers });
  const type = { 'Content-Type': 'text/html; charset=utf-8' };
  return new Response(request.method === 'HEAD' ? null : page, { headers: { ...headers, ...type } });
}

async function assetResponse(asset: Asset, request: Request, { Response }: FetchAPI): Promise<Response> {
  const { bytes, encoding } = await asset.encoded(request.headers.get('accept-encoding'));
  const headers = {
    ...EVERYWHERE,
    'Cache-Control': 'public, max-age=31536000, immutable',
    'Content-Length': String(bytes.byteLength),
    'Content-Type': asset.type,
    Vary: 'Accept-Encoding',
    ...(encoding === undefined ? {} : { 'Content-Encoding': encoding }),
  };
  return new Response(request.method === 'HEAD' ? null : bytes, { headers });
}
