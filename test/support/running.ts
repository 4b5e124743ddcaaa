import { onTestFinished } from 'vitest';
import { startTestGateway, type TestGateway, type TestSetup } from './gateway.ts';
import { type Behaviour, startUpstream, type Upstream } from './upstream.ts';

/** A gateway and its emulator for the running test only. */
export async function runGateway(setup: TestSetup = {}): Promise<TestGateway> {
  const running = await startTestGateway(setup);
  onTestFinished(() => running.close());
  return running;
}

export interface GatewayBehindUpstream extends TestGateway {
  readonly upstream: Upstream;
}

/** A gateway for the running test, in front of a bare TCP server that does as told. */
export async function runGatewayBefore(
  behaviour: Behaviour,
  settings: Readonly<Record<string, string>> = {},
): Promise<GatewayBehindUpstream> {
  const upstream = await startUpstream(behaviour);
  const running = await startTestGateway({ settings: { GRAPH_URL: upstream.url, ...settings } });
  onTestFinished(async () => {
    // The gateway waits for its calls, and an upstream that is silent on purpose would keep it waiting.
    await upstream.close();
    await running.close();
  });
  return { ...running, upstream };
}
