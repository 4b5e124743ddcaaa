import fc from 'fast-check';
import {
  type DocumentNode,
  GraphQLError,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { expect, test } from 'vitest';
import { applicableRules } from '../../../src/operations/rules.ts';
import { readTokens } from '../../../src/operations/tokens.ts';
import { anyDocument, servedSchema as schema } from '../../operations/support/documents.ts';
import { cases } from './support/cases.ts';

// Rules that can report nothing about a document are omitted. Here the others are compared with all rules.
// A failure prints the counterexample and its path; the seed is fixed.

const CASES = cases(700);

test('the applicable rules report what all specified rules report, in the same order', () => {
  let omitted = 0;
  let invalid = 0;
  fc.assert(
    fc.property(anyDocument(), ({ query }) => {
      const document = parsed(query);
      if (document === undefined) return;
      const rules = applicableRules(readTokens(document), document);
      const all = reported(document, specifiedRules);
      expect(reported(document, rules)).toEqual(all);
      if (rules.length < specifiedRules.length) omitted += 1;
      if (all.length > 0) invalid += 1;
    }),
    { numRuns: CASES, seed: 21 },
  );
  expect(omitted).toBeGreaterThan(CASES / 10);
  expect(invalid).toBeGreaterThan(CASES / 10);
}, 300_000);

function reported(document: DocumentNode, rules: readonly ValidationRule[]): readonly string[] {
  return validate(schema, document, rules).map((error) => JSON.stringify(error));
}

function parsed(query: string) {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}
