import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { type Service, serve } from '../../src/serve.ts';
import { chromiumPath, launchChromium } from '../support/browser.ts';

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
  beforeAll(async () => {
    emulator = await startEmulator();
    const settings = { GRAPH_URL: emulator.url, PORT: '0', LOG_LEVEL: 'silent' };
    service = await serve(settings, { graphiqlToken: 'demo' });
    browser = await launchChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await service?.close();
    await emulator?.close();
  });

  let context: BrowserContext;
  let page: Page;
  let requested: Set<string>;
  let complaints: string[];
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    requested = new Set();
    complaints = [];
    context.on('request', (request) => requested.add(new URL(request.url()).origin));
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    context.on('weberror', (error) => complaints.push(error.error().message));
    page = await context.newPage();
    await open();
  }, 60_000);
  afterEach(async () => {
    await context.close();
    expect([...requested]).toEqual([new URL(service.url).origin]);
    // What breaks the page's policy is among it.
    expect(complaints).toEqual([]);
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
    // An organisation of its own, empty at first.
    await shows(result(), '"nodes": []');
    // GraphiQL stores its state half a second after a change.
    await page.waitForTimeout(1_000);
  }

  test('says what to do first, and shows what it reads', async () => {
    await shows(queryEditor(), 'Press the pink button');
    await shows(headersEditor(), '"Authorization": "Bearer demo"');
    await execute();
    await shows(result(), '"name": "Contoso HR"');
    const { SCREENSHOT } = process.env;
    if (SCREENSHOT) await page.screenshot({ path: SCREENSHOT });
  });

  test('creates what the variables say, and shows the code of the error when it is there', async () => {
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
    await shows(docs, 'Two resources of Microsoft Graph beta');
    await docs.getByRole('link', { name: 'Query' }).click();
    await shows(docs, 'One external connection, or null where there is none');
    await docs.getByRole('combobox').fill('ExternalConnectionConfigurationInput');
    await page.getByRole('option', { name: 'ExternalConnectionConfigurationInput' }).first().click();
    await docs.getByRole('button', { name: 'Show Deprecated Fields' }).click();
    await shows(docs, 'authorizedApps: [String!]');
  });

  test('loads less than 3 MB, and the second time all but its page from the cache', async () => {
    const files = () =>
      page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .flatMap((entry) => (entry instanceof PerformanceResourceTiming ? [entry] : []))
          .filter(({ name }) => name.includes('/graphiql/'))
          .map(({ name, transferSize, encodedBodySize }) => ({ name, transferSize, encodedBodySize })),
      );
    // The script, its start, the style, and three workers, which come last.
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

  test('comes back to the tab that was open, without another one', async () => {
    await expect(page.getByRole('tab').count()).resolves.toBe(9);
    await tab('ExternalConnection').click();
    await shows(queryEditor(), 'query ExternalConnection(');
    for (const again of [open, () => page.reload()]) {
      await page.waitForTimeout(1_000);
      await again();
      await shows(queryEditor(), 'query ExternalConnection(');
      await page.getByRole('button', { name: 'Headers', exact: true }).click();
      await shows(headersEditor(), '"Bearer demo"');
      await expect(page.getByRole('tab').count()).resolves.toBe(9);
    }
  });

  test('forgets a token with the page', async () => {
    await typeToken('sekrit');
    expect(await stored()).toContain('Microsoft Graph in GraphQL');
    expect(await stored()).not.toContain('sekrit');
    await open();
    await shows(headersEditor(), '"Bearer demo"');
  });

  test('keeps a token when the user says so, until the user takes it back', async () => {
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
    await page.waitForTimeout(1_000);
    expect(await stored()).not.toContain('sekrit');
  });
});
