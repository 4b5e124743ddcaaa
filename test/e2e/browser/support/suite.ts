import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Browser, ViewportSize } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';
import { type Emulator, startEmulator } from '../../../../emulator/index.ts';
import { createGateway, type Gateway } from '../../../../src/gateway.ts';
import { readConfig } from '../../../../src/settings/config.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { GraphiQL } from './graphiql.ts';

/** How GraphiQL is opened. */
export interface Visit {
  /** Whether the emulator's token is filled in; as in front of the real Microsoft Graph it is not. */
  readonly token?: boolean;
  readonly size?: ViewportSize;
  /** Another gateway than the one in front of the emulator. */
  readonly gateway?: Gateway;
  /** A query in the URL, which GraphiQL opens. */
  readonly query?: string;
}

export interface Suite {
  /** Opens GraphiQL for the first time: nothing is stored by a test before. */
  open(visit?: Visit): Promise<GraphiQL>;
  /** What the page has reported during the test, violations of the content security policy included. */
  readonly problems: string[];
}

// Every wait is for an event: on a busy machine it takes longer, and the tests need not fail for it.
const STEP_TIMEOUT_MS = 90_000;
const EMPTY_PAGE = '/empty';
const NO_ICON = '<link rel="icon" href="data:,">';
const SIZE = { width: 1280, height: 800 };

/** A suite in Chromium. GraphiQL may request nothing from another origin, and report no problem. */
export function describeInChromium(title: string, tests: (suite: Suite) => void): void {
  if (chromiumPath === undefined) {
    process.stdout.write(
      'SKIPPED: the browser tests find no Chromium; set CHROMIUM_PATH, or install it to /usr/bin/chromium\n',
    );
  }
  describe.skipIf(chromiumPath === undefined)(title, () => {
    let emulator: Emulator;
    let gateways: Readonly<Record<'withToken' | 'withoutToken', Gateway>>;
    let visited: Gateway;
    let server: Server;
    let origin = '';
    let browser: Browser;
    // One page and one origin for all tests: the first visit, in which Chromium compiles Monaco's scripts, takes several
    // times as long as each of the others.
    let graphiql: GraphiQL;
    const requested = new Set<string>();
    const problems: string[] = [];

    beforeAll(async () => {
      emulator = await startEmulator();
      const config = readConfig({ GRAPH_URL: emulator.url, LOG_LEVEL: 'silent' });
      gateways = {
        withToken: createGateway(config, { graphiqlToken: 'demo' }),
        withoutToken: createGateway(config),
      };
      server = createServer((request, response) => {
        if (request.url === EMPTY_PAGE) response.setHeader('content-type', 'text/html').end(NO_ICON);
        else visited.requestListener(request, response);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
      browser = await launchChromium();
      const context = await browser.newContext();
      context.setDefaultTimeout(STEP_TIMEOUT_MS);
      context.on('request', (request) => requested.add(new URL(request.url()).origin));
      context.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) problems.push(message.text());
      });
      context.on('weberror', (error) => problems.push(error.error().message));
      graphiql = new GraphiQL(await context.newPage(), `${origin}/graphql`);
    });
    afterAll(async () => {
      await browser?.close();
      server?.closeAllConnections();
      server?.close();
      for (const gateway of Object.values(gateways ?? {})) await gateway.close();
      await emulator?.close();
    });

    beforeEach(() => {
      requested.clear();
      problems.length = 0;
    });
    afterEach(() => {
      expect([...requested].filter((each) => each !== origin)).toEqual([]);
      expect(problems).toEqual([]);
    });

    tests({
      problems,
      open: async ({ token = true, size = SIZE, gateway, query } = {}) => {
        const { page } = graphiql;
        visited = gateway ?? gateways[token ? 'withToken' : 'withoutToken'];
        await page.setViewportSize(size);
        // GraphiQL stores its state a while after a change: where it does not run, nothing comes after this.
        await page.goto(`${origin}${EMPTY_PAGE}`);
        await page.evaluate(() => {
          localStorage.clear();
          sessionStorage.clear();
        });
        await graphiql.load(query === undefined ? '' : `?query=${encodeURIComponent(query)}`);
        return graphiql;
      },
    });
  });
}

/** One visit for tests that do not mind what those before have done: the first of them opens GraphiQL. */
export function oneVisit(suite: Suite, visit?: Visit): () => Promise<GraphiQL> {
  let opened: Promise<GraphiQL> | undefined;
  return () => {
    opened ??= suite.open(visit);
    return opened;
  };
}
