import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { createGateway } from '../../../src/gateway.ts';
import { listen, type Service } from '../../../src/server/listen.ts';
import { FOLLOW } from '../../support/subscription.ts';
import { rawResponse, startUpstream, type Upstream } from '../../support/upstream.ts';
import { chromiumPath, launchChromium } from './support/chromium.ts';

const suite = describe.skipIf(chromiumPath === undefined);
suite('a subscription in GraphiQL', { timeout: 90_000 }, () => {
  let upstream: Upstream;
  let service: Service;
  let browser: Browser;
  let page: Page;
  let status: string;
  beforeAll(async () => {
    upstream = await startUpstream(
      (socket) => void socket.write(rawResponse({ body: { id: 'op', status } })),
    );
    const settings = { GRAPH_URL: upstream.url, PORT: '0', LOG_LEVEL: 'silent', OPERATION_POLL_SECONDS: '1' };
    const config = readConfig(settings);
    service = await listen(createGateway(config, { graphiqlToken: 'demo' }), config);
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(`${service.url}?query=${encodeURIComponent(FOLLOW)}`);
    await page.locator('.graphiql-spinner').waitFor({ state: 'detached' });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await service?.close();
    await upstream?.close();
  });

  const result = () => page.locator('.result-window');
  const shows = (hasText: string) => result().filter({ hasText }).waitFor();
  const button = (name: string) => page.getByRole('button', { name });

  beforeEach(async () => {
    status = 'inprogress';
    await button('Execute query').click();
    await shows('"status": "IN_PROGRESS"');
  }, 60_000);

  test('shows each event as it arrives, and ends with the operation', async () => {
    status = 'unspecified';
    await shows('"status": "UNSPECIFIED"');
    status = 'completed';
    await shows('"status": "COMPLETED"');
    await button('Execute query').waitFor();
  });

  test('is stopped by its button, and nothing is polled any more', async () => {
    await button('Stop query').click();
    await button('Execute query').waitFor();
    const calls = upstream.requests.length;
    await page.waitForTimeout(2_500);
    expect(upstream.requests.length).toBeLessThanOrEqual(calls + 1);
    const later = upstream.requests.length;
    await page.waitForTimeout(1_500);
    expect(upstream.requests).toHaveLength(later);
    await shows('"status": "IN_PROGRESS"');
  });
});
