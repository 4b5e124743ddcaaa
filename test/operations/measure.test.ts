import fc from 'fast-check';
import { type DocumentNode, Kind, parse, print, type SelectionSetNode } from 'graphql';
import { expect, test } from 'vitest';
import { DocumentMeter, type Fragments, type OperationSize } from '../../src/operations/measure.ts';
import { anyDocument, servedSchema as schema } from './support/documents.ts';

// The operations of a document share what they spread, and it is measured once.

const RUNS = 500;

test('operations that share fragments have the size that each has alone', () => {
  let shared = 0;
  fc.assert(
    fc.property(anyDocument(), ({ query }) => {
      const document = withSharedRoot(parse(query));
      const fragments: Fragments = new Map(
        document.definitions.flatMap((each) =>
          each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
        ),
      );
      const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
      const alone = operations.map((each) => sizeOf(new DocumentMeter(schema, fragments).ofOperation(each)));
      const meter = new DocumentMeter(schema, fragments);
      expect(operations.map((each) => sizeOf(meter.ofOperation(each)))).toEqual(alone);
      if (operations.length > 1) shared += 1;
    }),
    { numRuns: RUNS, seed: 14 },
  );
  expect(shared).toBeGreaterThan(RUNS / 2);
});

/** All of a size, with what is computed from it. */
function sizeOf(size: OperationSize): object {
  const { schemaFields, typeFields } = size;
  return { ...size, schemaFields, typeFields };
}

/** The document with a fragment for the selections of each query, which two more operations spread. */
function withSharedRoot(document: DocumentNode): DocumentNode {
  const roots: SelectionSetNode[] = document.definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION && each.operation === 'query' ? [each.selectionSet] : [],
  );
  const fragments = roots.map((set, index) => `fragment Shared${index} on Query ${print(set)}`);
  const spreads = roots.map((_, index) => `...Shared${index}`).join(' ');
  if (spreads === '') return document;
  const more = `query More1 { __schema { description } ${spreads} } query More2 { ${spreads} __typename }`;
  return parse(`${print(document)} ${fragments.join(' ')} ${more}`);
}
