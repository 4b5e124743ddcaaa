import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ANY_COST, validDocument } from '../../operations/support/documents.ts';
import { comparableData, compileSooner, send, WARM_SENDS } from '../../operations/support/requests.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { cases } from './support/cases.ts';

// test/operations/warmDocuments.test.ts does the same with documents that are written by hand.

const CASES = cases(80);

compileSooner();
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ settings: ANY_COST });
});
afterAll(() => gateway.close());

test.each([true, false])(
  'any document has the same response cold and warm, with directives: %s',
  async (directives) => {
    await fc.assert(
      fc.asyncProperty(validDocument({ directives }), async (request) => {
        const response = async () => {
          const { status, body } = await send(gateway, { ...request });
          return { status, data: comparableData(body.data), errors: body.errors };
        };
        const first = await response();
        for (let time = 2; time <= WARM_SENDS; time += 1)
          expect(await response(), `send ${time}`).toEqual(first);
      }),
      { numRuns: CASES, seed: 22 },
    );
  },
  300_000,
);
