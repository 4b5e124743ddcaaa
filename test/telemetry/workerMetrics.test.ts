import { expect, test } from 'vitest';
import { createMetrics } from '../../src/telemetry/index.ts';
import { type MetricsSource, WorkerMetrics } from '../../src/telemetry/workerMetrics.ts';
import { VERSION } from '../../src/version.ts';

const MAX_REQUESTS = 8;

/** A worker with so many requests in flight. */
async function workerWith(requestsInFlight: number): Promise<MetricsSource> {
  const { register, attached } = createMetrics();
  attached?.({
    graphUrl: 'https://graph.microsoft.com/beta',
    maxRequests: MAX_REQUESTS,
    resources: [],
    requestsInFlight: () => requestsInFlight,
    openConnections: () => 0,
    breaker: () => 'closed',
  });
  return { metrics: await register.getMetricsAsJSON(), refreshMetrics: async () => {} };
}

test('a worker that is nearly full shows in the share of requests in flight, though the others are not', async () => {
  const text = await new WorkerMetrics([
    await workerWith(1),
    await workerWith(6),
    await workerWith(0),
  ]).metrics();
  expect(text).toContain('msgraph_gateway_requests_in_flight 7\n');
  expect(text).toContain('msgraph_gateway_requests_in_flight_limit 24\n');
  expect(text).toContain('msgraph_gateway_requests_in_flight_ratio 0.75\n');
});

test('the gauge of the version is 1 for any number of workers, and gone with the last one', async () => {
  const workers = [await workerWith(0), await workerWith(0), await workerWith(0)];
  const metrics = new WorkerMetrics(workers);
  const line = `msgraph_gateway_info{version="${VERSION}"} 1\n`;
  expect(await metrics.metrics()).toContain(line);
  for (const worker of workers.splice(0)) await metrics.add(worker);
  expect(await metrics.metrics()).not.toContain(line);
});
