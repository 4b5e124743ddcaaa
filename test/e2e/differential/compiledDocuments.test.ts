import fc from 'fast-check';
import { execute, GraphQLError, getVariableValues } from 'graphql';
import * as jit from 'graphql-jit';
import { expect, test } from 'vitest';
import { compile } from '../../../src/operations/compile.ts';
import { executionErrors } from '../../../src/operations/errors.ts';
import type { PreparedOperation } from '../../../src/operations/prepare.ts';
import type { GatewayContext } from '../../../src/schema/builder.ts';
import {
  type GraphQLRequest,
  servedSchema as schema,
  validDocument,
} from '../../operations/support/documents.ts';
import { contextsOfEmulator, preparedOperation } from '../../operations/support/operations.ts';
import { cases } from './support/cases.ts';

// Recurring queries run as compiled code, with the results of graphql-js: here both run, and are compared.

const CASES = cases(800);
// Base64url of `$skiptoken=…` or `$top=…`; the emulator makes a new one for each page.
const CURSORS = /"JH[A-Za-z0-9_-]{10,}"/g;

const newContext = contextsOfEmulator();

/** A result as in a response, with sorted errors, without the ids that the emulator generates. */
async function comparable(run: (context: GatewayContext) => ReturnType<typeof execute>) {
  const context = newContext();
  const { data, errors = [] } = await run(context);
  const shaped = executionErrors(errors, {
    isMutation: false,
    withoutSecrets: (error) => error,
    context,
    reportBug: (bug) => {
      if (!(bug instanceof GraphQLError)) throw bug;
    },
    pathHint: (resource) => resource,
    limitHint: () => undefined,
    maxUpstreamRequests: 250,
  });
  return {
    data: JSON.stringify(data).replace(CURSORS, '"cursor"'),
    dropped: context.graph.errorBudget.dropped,
    errors: shaped.map((error) => JSON.stringify(error).replace(/"requestId":"[^"]*"/, '')).sort(),
  };
}

/** Compares compiled code with graphql-js; false if nothing is compiled. */
async function isSame(
  operation: PreparedOperation,
  variables: GraphQLRequest['variables'],
): Promise<boolean> {
  const { node, document } = operation;
  const values = getVariableValues(schema, node.variableDefinitions ?? [], variables);
  const { errors, coerced = {} } = values;
  const plan = errors === undefined ? compile(jit, schema, operation) : undefined;
  let compiled = false;
  const actual =
    plan &&
    (await comparable((context) => {
      const result = plan(context, coerced);
      compiled = result !== undefined;
      return result ?? { data: null };
    }));
  if (!compiled) return false;
  const operationName = node.name?.value;
  const args = { schema, document, variableValues: variables, operationName };
  expect(actual).toEqual(await comparable((contextValue) => execute({ ...args, contextValue })));
  return true;
}

test('compiled code gives the results of graphql-js, for any document and any variables', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(validDocument({ directives: false }), async (request) => {
      if (await isSame(preparedOperation(request), request.variables)) compared += 1;
    }),
    { numRuns: CASES, seed: 20 },
  );
  expect(compared).toBeGreaterThan(CASES / 5);
}, 300_000);
