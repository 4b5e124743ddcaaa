import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../../emulator/index.ts';
import { failureOf } from '../../support/failure.ts';
import { rootFields } from '../../support/fields.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';

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

  test.each(rootFields)('takes no token of $name to another origin', async ({ document, path }) => {
    const other = await startEmulator();
    onTestFinished(() => other.close());
    running.emulator.failNext({ status, path, headers: { location: `${other.url}${path}` } });
    const { extensions } = await failureOf(running, document);
    expect(extensions.code).toBe('UPSTREAM_INVALID_RESPONSE');
    expect(running.emulator.requests).toHaveLength(1);
    expect(other.connectionCount).toBe(0);
  });
});
