import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { startTestGateway, type TestGateway, type TestSetup } from './gateway.ts';
import { type Behaviour, startUpstream, type Upstream } from './upstream.ts';

/** Registers what to do at the end of a test: a concurrent test has its own, in its context. */
type WhenFinished = (finished: () => Promise<void>) => void;

/** A gateway and its emulator for the running test only. */
export async function runGateway(
  setup: TestSetup = {},
  whenFinished: WhenFinished = onTestFinished,
): Promise<TestGateway> {
  const running = await startTestGateway(setup);
  whenFinished(() => running.close());
  return running;
}

export interface GatewayBehindUpstream extends TestGateway {
  readonly upstream: Upstream;
}

/** A gateway for the running test, in front of a bare TCP server with this behaviour. */
export async function runGatewayBefore(
  behaviour: Behaviour,
  settings: Readonly<Record<string, string>> = {},
  whenFinished: WhenFinished = onTestFinished,
  telemetry: TestSetup['telemetry'] = [],
): Promise<GatewayBehindUpstream> {
  const upstream = await startUpstream(behaviour);
  const running = await startTestGateway({ settings: { GRAPH_URL: upstream.url, ...settings }, telemetry });
  whenFinished(async () => {
    // The gateway waits for its calls, and a silent upstream would keep it waiting.
    await upstream.close();
    await running.close();
  });
  return { ...running, upstream };
}

/** A gateway in front of a bare TCP server for all tests of a file, which give that server its behaviour, one by one. */
export function shareGatewayBefore(): (behaviour: Behaviour) => GatewayBehindUpstream {
  let behave: Behaviour = (socket) => void socket.destroy();
  let upstream: Upstream;
  let running: TestGateway;
  beforeAll(async () => {
    upstream = await startUpstream((socket, request) => behave(socket, request));
    running = await startTestGateway({ settings: { GRAPH_URL: upstream.url } });
  });
  afterAll(async () => {
    await upstream.close();
    await running.close();
  });
  return (behaviour) => {
    behave = behaviour;
    upstream.clear();
    return { ...running, upstream };
  };
}
