import {
  css,
  editorWorkerService,
  graphqlWorker,
  js,
  jsonWorker,
} from '@graphql-yoga/render-graphiql/graphiql';
import { type Asset, contentHash, createAsset } from './asset.ts';
import { prepareEditors } from './browser/editors.ts';
import { createFetcher } from './browser/fetcher.ts';
import { type StartOptions, startGraphiQL } from './browser/start.ts';
import { createStorage } from './browser/storage.ts';
import { PAGE_STYLE, renderPage } from './page.ts';
import { exampleTabs } from './tabs.ts';

export interface GraphiQLFiles {
  readonly page: string;
  /** Quotes included. */
  readonly etag: string;
  readonly assets: ReadonlyMap<string, Asset>;
}

/** The folder of the assets, relative to the page. */
const ASSETS = 'graphiql';

/** Makes GraphiQL's page and the files it loads from the 9 MB of Yoga's package: import this module when needed. */
export async function graphiqlFiles(token: string | undefined): Promise<GraphiQLFiles> {
  const script = (text: string) => createAsset(text, 'js', 'text/javascript; charset=utf-8');
  const style = createAsset(css + PAGE_STYLE, 'css', 'text/css; charset=utf-8');
  const graphiql = script(js);
  const workers = {
    editorWorkerService: script(editorWorkerService),
    json: script(jsonWorker),
    graphql: script(graphqlWorker),
  };
  const options: StartOptions = {
    tabs: await exampleTabs(),
    headers: JSON.stringify({ Authorization: `Bearer ${token ?? ''}` }, null, 2),
    workers: Object.fromEntries(Object.entries(workers).map(([label, worker]) => [label, address(worker)])),
  };
  const parts = `{createFetcher:${createFetcher},createStorage:${createStorage},prepareEditors:${prepareEditors}}`;
  const start = script(`(${startGraphiQL})(${JSON.stringify(options)},${parts});`);
  const page = renderPage({ style: address(style), scripts: [address(start), address(graphiql)] });
  const assets = [style, graphiql, start, ...Object.values(workers)];
  return {
    page,
    etag: `"${contentHash(page)}"`,
    assets: new Map(assets.map((asset) => [asset.name, asset])),
  };
}

function address({ name }: Asset): string {
  return `${ASSETS}/${name}`;
}
