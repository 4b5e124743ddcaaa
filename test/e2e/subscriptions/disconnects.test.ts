import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { sendDocument } from '../../support/httpClient.ts';
import { FOLLOW } from '../../support/subscription.ts';
import { rawResponse, startUpstream } from '../../support/upstream.ts';
import { launchGateway } from '../processes/support.ts';
import { killAll } from '../support/process.ts';

// A process, in which streams are kept alive as seldom as in production.

afterAll(killAll);

test('the polls of a client that sent what is no request, and then disconnected, stop promptly', async () => {
  const inProgress = rawResponse({ body: { id: 'op', status: 'inprogress' } });
  const upstream = await startUpstream((socket) => void socket.write(inProgress));
  onTestFinished(() => upstream.close());
  const { port } = await launchGateway(upstream.url, { NODE_ENV: 'production', OPERATION_POLL_SECONDS: '1' });
  const socket = await sendDocument(port, FOLLOW, 'alice', 'text/event-stream');
  await expect.poll(() => upstream.requests.length).toBeGreaterThan(1);
  socket.write('GARBAGE\r\n\r\n');
  await sleep(200);
  socket.destroy();
  const pollsInAWhile = async () => {
    const { length } = upstream.requests;
    await sleep(2_500);
    return upstream.requests.length - length;
  };
  await expect.poll(pollsInAWhile).toBe(0);
});
