import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../support/failure.ts';
import { rootFields } from '../../support/fields.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';

// locations.test.ts has redirects to other origins.

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

describe.each([300, 301, 302, 303, 304, 307, 308])('a %i', (status) => {
  test.each(rootFields)('to the same origin is not followed for $name', async ({ document, path }) => {
    const headers = { location: `${running.emulator.url}/external/connections` };
    running.emulator.failNext({ status, path, headers });
    const { extensions, text } = await failureOf(running, document);
    expect(extensions).toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE', graph: { status } });
    expect(text).not.toContain('http:');
    expect(running.emulator.requests).toHaveLength(1);
  });
});
