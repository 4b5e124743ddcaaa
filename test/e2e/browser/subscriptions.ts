import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGateway, type Gateway } from '../../../src/gateway.ts';
import { readConfig } from '../../../src/settings/config.ts';
import { FOLLOW } from '../../support/subscription.ts';
import { rawResponse, startUpstream, type Upstream } from '../../support/upstream.ts';
import { type GraphiQL, shows } from './support/graphiql.ts';
import type { Suite } from './support/suite.ts';

/** What a user sees of a subscription. */
export function testSubscriptions(suite: Suite): void {
  describe('a subscription', () => {
    let upstream: Upstream;
    let gateway: Gateway;
    let graphiql: GraphiQL;
    let status: string;
    beforeAll(async () => {
      upstream = await startUpstream(
        (socket) => void socket.write(rawResponse({ body: { id: 'op', status } })),
      );
      const settings = { GRAPH_URL: upstream.url, LOG_LEVEL: 'silent', OPERATION_POLL_SECONDS: '1' };
      gateway = createGateway(readConfig(settings), { graphiqlToken: 'demo' });
      graphiql = await suite.open({ gateway, query: FOLLOW });
    });
    afterAll(async () => {
      await gateway?.close();
      await upstream?.close();
    });

    const button = (name: string) => graphiql.page.getByRole('button', { name });

    beforeEach(async () => {
      status = 'inprogress';
      await graphiql.execute();
      await shows(graphiql.result, '"status": "IN_PROGRESS"');
    });

    test('shows each event as it arrives, and ends with the operation', async () => {
      status = 'unspecified';
      await shows(graphiql.result, '"status": "UNSPECIFIED"');
      status = 'completed';
      await shows(graphiql.result, '"status": "COMPLETED"');
      await button('Execute query').waitFor();
    });

    test('is stopped by its button, and nothing is polled any more', async () => {
      await button('Stop query').click();
      await button('Execute query').waitFor();
      const calls = upstream.requests.length;
      await graphiql.page.waitForTimeout(2_500);
      expect(upstream.requests.length).toBeLessThanOrEqual(calls + 1);
      const later = upstream.requests.length;
      await graphiql.page.waitForTimeout(1_500);
      expect(upstream.requests).toHaveLength(later);
      await shows(graphiql.result, '"status": "IN_PROGRESS"');
    });
  });
}
