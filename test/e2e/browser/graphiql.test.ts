import { readdirSync } from 'node:fs';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { readConfig } from '../../../src/config.ts';
import { createGateway } from '../../../src/gateway.ts';
import { schema } from '../../../src/schema/index.ts';
import { listen, type Service } from '../../../src/server/listen.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

if (chromiumPath === undefined) {
  process.stdout.write(
    'SKIPPED: the browser tests find no Chromium; set CHROMIUM_PATH, or install it to /usr/bin/chromium\n',
  );
}

const suite = describe.skipIf(chromiumPath === undefined);
suite('GraphiQL in Chromium, without a network', { timeout: 90_000 }, () => {
  let emulator: Emulator;
  let service: Service;
  let browser: Browser;
  // One for all tests, since a page from the cache opens in half the time.
  let context: BrowserContext;
  let requested: Set<string>;
  let problems: string[];
  beforeAll(async () => {
    emulator = await startEmulator();
    const config = readConfig({ GRAPH_URL: emulator.url, PORT: '0', LOG_LEVEL: 'silent' });
    service = await listen(createGateway(config, { graphiqlToken: 'demo' }), config);
    browser = await launchChromium();
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.on('request', (request) => requested.add(new URL(request.url()).origin));
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    context.on('weberror', (error) => problems.push(error.error().message));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await service?.close();
    await emulator?.close();
  });

  let page: Page;
  beforeEach(async () => {
    requested = new Set();
    problems = [];
    await context.setStorageState({ cookies: [], origins: [] });
    page = await context.newPage();
    await open();
  }, 60_000);
  afterEach(async () => {
    await page.close();
    expect([...requested]).toEqual([new URL(service.url).origin]);
    // Violations of the content security policy are included.
    expect(problems).toEqual([]);
  });

  async function open(): Promise<void> {
    await page.goto(service.url);
    await queryEditor().locator('.view-line').first().waitFor();
    // The schema has been read.
    await page.locator('.graphiql-spinner').waitFor({ state: 'detached' });
  }

  const queryEditor = () => page.locator('.graphiql-query-editor');
  const headersEditor = () => page.locator('.graphiql-editor-tool .monaco-editor:visible');
  const result = () => page.locator('.result-window');
  const execute = () => page.getByRole('button', { name: 'Execute query (Ctrl-Enter)' }).click();
  const tab = (name: string) => page.getByRole('tab', { name, exact: true });
  const shows = (part: Locator, hasText: string) => part.filter({ hasText }).waitFor();
  const stored = () => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));

  async function typeToken(token: string): Promise<void> {
    await headersEditor().click();
    await page.keyboard.press('Control+A');
    // Monaco closes the brace itself.
    await page.keyboard.insertText(`{ "Authorization": "Bearer ${token}"`);
    await shows(headersEditor(), `"Bearer ${token}"}`);
    await execute();
    // A new token has its own, initially empty tenant.
    await shows(result(), '"nodes": []');
    await untilStored();
  }

  /** GraphiQL stores its state half a second after a change. */
  const untilStored = () => page.waitForTimeout(600);

  // Runs first, while the cache is empty.
  test('loads less than 3 MB, and everything but the page from the cache the second time', async () => {
    const files = () =>
      page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .flatMap((entry) => (entry instanceof PerformanceResourceTiming ? [entry] : []))
          .filter(({ name }) => name.includes('/graphiql/'))
          .map(({ name, transferSize, encodedBodySize }) => ({ name, transferSize, encodedBodySize })),
      );
    // The script, its start, the style, and three workers, which are last.
    const names = async () => new Set((await files()).map(({ name }) => name)).size;
    await expect.poll(names, { timeout: 20_000 }).toBe(6);
    const first = (await files()).reduce((total, { transferSize }) => total + transferSize, 0);
    expect(first).toBeGreaterThan(1_000_000);
    expect(first).toBeLessThan(3_000_000);

    await open();
    await expect.poll(names, { timeout: 20_000 }).toBe(6);
    for (const file of await files()) {
      expect(file).toMatchObject({ transferSize: 0 });
      expect(file.encodedBodySize).toBeGreaterThan(0);
    }
  });

  test('explains the first step, and shows the result of a query', async () => {
    await shows(queryEditor(), 'Press the pink button');
    await shows(headersEditor(), '"Authorization": "Bearer demo"');
    await execute();
    await shows(result(), '"name": "Contoso HR"');
    const { SCREENSHOT } = process.env;
    if (SCREENSHOT) {
      // Scrollbars go away a while after the pointer has.
      await page.mouse.move(1_000, 700);
      await page.waitForTimeout(2_000);
      await page.screenshot({ path: SCREENSHOT });
    }
  });

  test('runs a mutation with its variables, and shows the code of an error', async () => {
    await tab('CreateExternalConnection').click();
    await page.getByRole('button', { name: 'Variables' }).click();
    await shows(page.locator('.graphiql-editor-tool'), '"id": "contosotasks"');
    await execute();
    await shows(result(), '"name": "Contoso Tasks"');
    await execute();
    await shows(result(), '"code": "CONFLICT"');
  });

  test('documents the schema, deprecated inputs included', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const docs = page.locator('.graphiql-doc-explorer');
    await shows(docs, 'External connections and private endpoint connections');
    await docs.getByRole('link', { name: 'Query' }).click();
    await shows(docs, schema.getQueryType()?.getFields().externalConnection?.description ?? '');
    await docs.getByRole('combobox').fill('ExternalConnectionConfigurationInput');
    await page.getByRole('option', { name: 'ExternalConnectionConfigurationInput' }).first().click();
    await docs.getByRole('button', { name: 'Show Deprecated Fields' }).click();
    await shows(docs, 'authorizedApps: [String!]');
  });

  test('restores the open tab without adding another one', async () => {
    const { length: tabs } = readdirSync('examples/operations');
    await expect(page.getByRole('tab').count()).resolves.toBe(tabs);
    await tab('ExternalConnection').click();
    await shows(queryEditor(), 'query ExternalConnection(');
    for (const again of [open, () => page.reload()]) {
      await untilStored();
      await again();
      await shows(queryEditor(), 'query ExternalConnection(');
      await page.getByRole('button', { name: 'Headers', exact: true }).click();
      await shows(headersEditor(), '"Bearer demo"');
      await expect(page.getByRole('tab').count()).resolves.toBe(tabs);
    }
  });

  test('does not persist a token by default', async () => {
    await typeToken('sekrit');
    expect(await stored()).toContain('Microsoft Graph in GraphQL');
    expect(await stored()).not.toContain('sekrit');
    await open();
    await shows(headersEditor(), '"Bearer demo"');
  });

  test('persists a token only while the user has chosen so', async () => {
    const persistHeaders = async (choice: 'On' | 'Off') => {
      await page.getByRole('button', { name: 'Open settings dialog' }).click();
      await page.getByRole('button', { name: choice, exact: true }).click();
      await page.keyboard.press('Escape');
    };
    await persistHeaders('On');
    await typeToken('sekrit');
    expect(await stored()).toContain('sekrit');
    await open();
    await shows(headersEditor(), '"Bearer sekrit"');
    await persistHeaders('Off');
    await untilStored();
    await page.goto('about:blank');
    const state = JSON.stringify(await context.storageState());
    expect(state).toContain('Microsoft Graph in GraphQL');
    expect(state).not.toContain('sekrit');
  });
});
